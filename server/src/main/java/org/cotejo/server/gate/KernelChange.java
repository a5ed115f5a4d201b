package org.cotejo.server.gate;

import java.time.Duration;
import org.cotejo.cose.MalformedException;

/// One change to the kernel's set, and its line of text on the way to the helper: all that an
/// unprivileged server can make a privileged process do. Nothing of a line is ever passed on; a
/// network is read and written anew, and is always a /24 or a /56.
sealed interface KernelChange {
  /// Longest line there is.
  int MAX_LINE = 40;

  Network network();

  String line();

  /// @param seconds until it lapses
  record Add(Network network, int seconds) implements KernelChange {
    public Add {
      if (seconds < 1 || seconds > KernelSet.LONGEST.toSeconds()) {
        throw new IllegalArgumentException(
            "not from 1 to %d seconds".formatted(KernelSet.LONGEST.toSeconds()));
      }
    }

    @Override
    public String line() {
      return "add %s %d".formatted(network, seconds);
    }
  }

  record Remove(Network network) implements KernelChange {
    @Override
    public String line() {
      return "remove " + network;
    }
  }

  /// Reads exactly what [#line] writes.
  static KernelChange parse(String line) throws MalformedException {
    String[] words = line.length() > MAX_LINE ? new String[0] : line.split(" ", -1);
    if (words.length == 3 && words[0].equals("add")) {
      var change = new Add(Network.parse(words[1]), seconds(words[2]));
      if (change.line().equals(line)) {
        return change;
      }
    }
    if (words.length == 2 && words[0].equals("remove")) {
      return new Remove(Network.parse(words[1]));
    }
    throw new MalformedException("not 'add NETWORK SECONDS', 'remove NETWORK' or 'list'");
  }

  private static int seconds(String text) throws MalformedException {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && Duration.ofSeconds(seconds).compareTo(KernelSet.LONGEST) <= 0) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // The same as a number that is out of range.
    }
    throw new MalformedException(
        "not a time from 1 to %d seconds".formatted(KernelSet.LONGEST.toSeconds()));
  }
}
