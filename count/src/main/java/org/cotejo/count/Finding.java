package org.cotejo.count;

/// A checked fact about one entry of the log. It says what is so, never why or whose doing.
///
/// @param entry index of the entry it is about
/// @param code stable code: an arithmetic rule (R…) or one of [Code]
/// @param subject contest/station or what the entry is about
/// @param detail figures that show it, language-neutral; may be empty
public record Finding(long entry, String code, String subject, String detail) {

  /// Findings that come from the order of entries rather than from the arithmetic of one.
  public enum Code {
    /// A record differs from the one counted for the same station and contest.
    F301,
    /// A record by a revoked key is held.
    F302,
    /// A record after records-closed is held.
    F303,
    /// A record before counting-open never counts.
    F304,
    /// A correction names a statement whose value is not in force; it has no effect.
    F305,
    /// The signer may not say this; the entry has no effect and should not be in the log.
    F306
  }
}
