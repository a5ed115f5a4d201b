package org.cotejo.audit.evidence.bag;

import java.util.Locale;

/// Why a directory is not a complete and valid bag.
///
/// @param file below the bag
/// @param detail one sentence more, or empty
public record BagFault(Kind kind, String file, String detail) {
  /// What is wrong with the file.
  public enum Kind {
    /// `bagit.txt` or the manifest is not there.
    NO_TAG_FILE,
    /// A tag file does not have the form it must have.
    BAD_TAG_FILE,
    /// Listed, not there.
    MISSING,
    /// There, not listed.
    NOT_LISTED,
    /// Has another digest than the one listed.
    CHANGED,
    /// Numbers of bytes and files in `bag-info.txt` are others.
    OTHER_SIZE,
    /// Neither file nor directory: a link leads out of the bag.
    LINK,
    /// `fetch.txt`: files that are elsewhere are not here.
    FETCH;

    /// The stable word for it.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
