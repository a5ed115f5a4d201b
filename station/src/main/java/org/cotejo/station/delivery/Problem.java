package org.cotejo.station.delivery;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The refusals of an intake that have a name (`docs/formats.md`, intake), and what a sender does
/// about each.
public enum Problem {
  BAD_REQUEST("bad-request", Remedy.ANOTHER_WAY),
  MALFORMED("malformed-statement", Remedy.NONE),
  UNAUTHORIZED("unauthorized", Remedy.ANOTHER_WAY),
  UNKNOWN_KEY("unknown-key", Remedy.LATER),
  BAD_SIGNATURE("bad-signature", Remedy.NONE),
  NOT_PERMITTED("not-permitted", Remedy.NONE),
  NO_TICKET("no-ticket", Remedy.ANOTHER_WAY),
  BAD_TICKET("bad-ticket", Remedy.ANOTHER_WAY),
  NOT_FOUND("not-found", Remedy.ANOTHER_WAY),
  METHOD("method-not-allowed", Remedy.ANOTHER_WAY),
  TIMEOUT("timeout", Remedy.WAIT),
  NOT_OPEN("counting-not-open", Remedy.LATER),
  TOO_LARGE("too-large", Remedy.NONE),
  PUZZLE("puzzle", Remedy.ANOTHER_WAY),
  TOO_OFTEN("too-often", Remedy.WAIT),
  BUSY("busy", Remedy.WAIT);

  /// What a sender can do.
  public enum Remedy {
    /// Nothing is wrong with the statement: this way asks again, whatever it sends next, when it
    /// was told to.
    WAIT,
    /// This statement may be taken later; others may be taken now.
    LATER,
    /// The way is wrong, not the statement.
    ANOTHER_WAY,
    /// Nothing: these bytes will never be taken here.
    NONE
  }

  private static final String URN = "urn:cotejo:problem:";
  private static final Map<String, Problem> BY_URN =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Problem::urn, Function.identity()));

  private final String label;
  private final Remedy remedy;

  Problem(String label, Remedy remedy) {
    this.label = label;
    this.remedy = remedy;
  }

  public String urn() {
    return URN + label;
  }

  /// What is to be done about a problem of this type. One that has no meaning here yet is taken for
  /// a fault of the way, so that no record is given up for a word that nobody knows.
  public static Remedy remedy(String urn) {
    Problem known = BY_URN.get(urn);
    return known == null ? Remedy.ANOTHER_WAY : known.remedy;
  }
}
