package org.cotejo.audit.evidence;

import java.util.Locale;

/// What does not hold in the bag of a docket.
///
/// @param file below `data/`
/// @param detail one sentence more, or empty
public record DocketBagFault(Kind kind, String file, String detail) {
  /// What is wrong with the file.
  public enum Kind {
    /// Entry 0 is not there, or the authority did not sign it.
    NO_ELECTION,
    /// It is no statement of this election, or is not named for its leaf hash.
    BAD_STATEMENT,
    /// There is no receipt, or it does not prove that the log has the statement.
    NO_RECEIPT,
    /// The key that the statement names is not in the bag.
    NO_KEY,
    /// The signature is not right.
    BAD_SIGNATURE,
    /// It is not the exhibit that it is named for, or no statement names it.
    BAD_EXHIBIT,
    /// It is not the text that it is named for, or no statement names it.
    BAD_TEXT;

    /// The stable word for it.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
