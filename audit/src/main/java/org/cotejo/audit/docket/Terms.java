package org.cotejo.audit.docket;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.cotejo.cose.MalformedException;

/// How long there is for what, as the law of the place has it.
///
/// @param all the term of each event that has one
public record Terms(Map<Event, Term> all) {
  private static final int MAX_DAYS = 1_000;

  /// What is due.
  public enum Event {
    /// A challenge, after records were closed.
    CHALLENGE,
    /// An answer to a request for evidence, after the request.
    ANSWER,
    /// A ruling that answers a challenge, after the challenge.
    RULING;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param business whether days on which the court is closed are left out
  public record Term(int days, boolean business) {
    public Term {
      if (days < 0 || days > MAX_DAYS) {
        throw new IllegalArgumentException("not 0 to 1000 days: " + days);
      }
    }
  }

  public Terms {
    all = Map.copyOf(all);
  }

  /// Reads `event,days,count`, then rows such as `ruling,3,business`.
  ///
  /// @throws MalformedException naming the line
  public static Terms parse(String text) throws MalformedException {
    var terms = new EnumMap<Event, Term>(Event.class);
    int line = 1;
    for (String[] row : Calendar.rows(text, "event,days,count")) {
      line++;
      boolean isSound =
          row[0].matches("challenge|answer|ruling")
              && row[1].matches("0|[1-9][0-9]{0,3}")
              && Integer.parseInt(row[1]) <= MAX_DAYS
              && row[2].matches("business|calendar");
      if (!isSound
          || terms.put(
                  Event.valueOf(row[0].toUpperCase(Locale.ROOT)),
                  new Term(Integer.parseInt(row[1]), row[2].equals("business")))
              != null) {
        throw new MalformedException(
            "line %d: not challenge, answer or ruling, once, with 0 to 1000 days and business or calendar: '%s'"
                .formatted(line, String.join(",", row)));
      }
    }
    return new Terms(terms);
  }
}
