package org.cotejo.model;

/// What must hold between the figures of one tally sheet. Codes are stable: they are published and
/// never reused. The rules hold people up at the station's desk; they never change or refuse a
/// signed record.
///
/// Precedence: where R105 holds for a channel, R103 and R104 are not reported for it, since they
/// would only repeat it. Findings are reported in the order of their codes.
public enum ArithmeticRule {
  /// votersAdmitted ≤ registeredVoters + votersAdded.
  R101(Level.ERROR, "more voters admitted than registered and added"),
  /// ballotsReceived = ballotsUnused + ballotsSpoiled + ballots cast on paper, the first channel.
  R102(Level.ERROR, "ballots received are not those unused, spoiled and cast"),
  /// ballotsCast = validVotes + blankVotes + invalidVotes (+ none of these, where not valid).
  R103(Level.ERROR, "ballots cast are not the valid, blank and invalid votes"),
  /// validVotes = the sum of the selections that count as valid.
  R104(Level.ERROR, "valid votes are not the sum of the selections"),
  /// validVotes > 0 where selections have votes.
  R105(Level.ERROR, "selections have votes, valid votes are left at zero"),
  /// ballotsCast ≤ registeredVoters + votersAdded.
  R106(Level.ERROR, "more ballots cast than voters registered and added"),
  /// ballotsCast = votersAdmitted.
  R201(Level.WARNING, "ballots cast differ from voters admitted"),
  /// |ballotsCast − votersAdmitted| < 2 % of ballotsCast and < 15, as the Dutch rule W.203.
  R202(Level.WARNING, "ballots cast differ from voters admitted by 2 % or by 15"),
  /// blankVotes < 3 % of ballotsCast, as the Dutch rule W.201.
  R203(Level.WARNING, "3 % or more of the ballots are blank"),
  /// invalidVotes < 3 % of ballotsCast, as the Dutch rule W.202.
  R204(Level.WARNING, "3 % or more of the ballots are invalid"),
  /// ballotsCast > 0.
  R205(Level.WARNING, "no ballots cast"),
  /// registeredVoters as in the election package.
  R206(Level.WARNING, "registered voters differ from the station list");

  /// How a rule weighs at the station's desk.
  public enum Level {
    /// The sheet contradicts itself; it must be looked at again before signing.
    ERROR,
    /// Possible, but worth a second look.
    WARNING
  }

  private final Level level;
  private final String meaning;

  ArithmeticRule(Level level, String meaning) {
    this.level = level;
    this.meaning = meaning;
  }

  public Level level() {
    return level;
  }

  /// What is so when the rule is broken, in English.
  public String meaning() {
    return meaning;
  }
}
