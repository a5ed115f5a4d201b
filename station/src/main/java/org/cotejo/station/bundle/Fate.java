package org.cotejo.station.bundle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What became of a statement that a courier delivered.
public sealed interface Fate {
  /// It was not in the log before.
  ///
  /// @param index where it is
  record New(long index) implements Fate {}

  /// It was in the log already.
  ///
  /// @param index where it is
  record Known(long index) implements Fate {}

  /// The log will not take it.
  ///
  /// @param problem URN
  /// @param detail one line, for people
  record Refused(String problem, String detail) implements Fate {}

  /// A line of the delivery's state.
  default String line(Hash leaf) {
    return leaf.hex()
        + switch (this) {
          case New(long index) -> " new " + index;
          case Known(long index) -> " known " + index;
          case Refused(String problem, String detail) ->
              " refused " + problem.replace(' ', '_') + " " + detail;
        };
  }

  /// A line that was read again.
  record Of(Hash leaf, Fate fate) {
    private static final Pattern LINE =
        Pattern.compile("([0-9a-f]{64}) (?:(new|known) ([0-9]{1,18})|refused ([^ ]+) (.*))");

    /// Reads what [Fate#line] writes; empty if it is something else, as the last line of a process
    /// that was killed may be.
    static Optional<Of> parse(String line) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        return Optional.empty();
      }
      try {
        Hash leaf = Hash.parseHex(parts.group(1));
        if (parts.group(2) == null) {
          return Optional.of(new Of(leaf, new Refused(parts.group(4), parts.group(5))));
        }
        long index = Long.parseLong(parts.group(3));
        return Optional.of(
            new Of(leaf, parts.group(2).equals("new") ? new New(index) : new Known(index)));
      } catch (MalformedException e) {
        return Optional.empty();
      }
    }
  }
}
