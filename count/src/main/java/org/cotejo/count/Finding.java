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
    /// A record or copy before counting-open never has an effect.
    F304,
    /// A correction names a statement whose value is not in force; it has no effect.
    F305,
    /// The signer may not say this; the entry has no effect and should not be in the log.
    F306,
    /// A copy of a sheet and the value counted differ. Somebody may have misread a digit, copied
    /// before a correction, or copied another page; a station may have corrected its sheet.
    F307,
    /// A copy of a sheet for which nothing is counted at this point. Copies may simply be faster.
    F308,
    /// Copies of one sheet by one organisation differ. The later one may correct the earlier.
    F309,
    /// The statement on a copy cannot be verified as one of its station. A code may be read
    /// wrongly, a key may be enrolled later, a sheet may be left over from a rehearsal.
    F310,
    /// A station opened with another package than the election's. It may not have had the newest.
    F311,
    /// A station's opening was logged after a record of it. It may have been without a line till
    /// then.
    F312
  }
}
