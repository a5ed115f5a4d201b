package org.cotejo.audit.docket;

/// A checked fact about one statement of the docket. It says what is so, never why or whose doing.
///
/// @param entry index of the statement
/// @param detail a hash or figures that show it, language-neutral
public record DocketFinding(long entry, Code code, String detail) {
  /// What was found; "Docket" in `docs/formats.md` says what else it may come from.
  public enum Code {
    /// It names a statement that the log does not have.
    D101,
    /// It names as a challenge, or as a commitment, a statement that is none.
    D102,
    /// What it discloses does not fit the commitment.
    D103,
    /// A decision names a value that is not in force; it has no effect.
    D104,
    /// A claim says that it covers more stations than the contest has in the area.
    D105,
    /// A claim before counting opened; it means nothing.
    D106,
    /// The times of the steps of custody do not ascend, whatever they may be off.
    D107,
    /// It withdraws the text of a statement that has none.
    D108
  }
}
