package org.cotejo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cotejo.audit.evidence.bag.DigestAlgorithm;
import org.cotejo.audit.evidence.stamp.StampVerdict;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine.Model.CommandSpec;

/// What a time-stamp is worth, in words.
record StampText(Words words, CommandSpec spec) {
  static String digest(Path file, DigestAlgorithm algorithm) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory; pack it first: cotejo evidence bag");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return algorithm.digest(in);
    }
  }

  /// @return whether it holds
  boolean tell(String file, StampVerdict verdict) {
    PrintWriter out = spec.commandLine().getOut();
    return switch (verdict) {
      case StampVerdict.Holds(
              Instant time,
              Duration accuracy,
              String policy,
              List<String> chain,
              boolean trusted) -> {
        out.println(words.say("stamp.holds", file, time));
        out.println(
            accuracy.isZero()
                ? words.say("stamp.no-accuracy")
                : words.say("stamp.accuracy", seconds(accuracy)));
        out.println(words.say("stamp.policy", policy));
        chain.forEach(name -> out.println(words.say("stamp.certificate", name)));
        if (!trusted) {
          out.println(words.say("stamp.untrusted"));
        }
        out.flush();
        yield true;
      }
      case StampVerdict.DoesNotHold(StampVerdict.Fault fault, String detail) -> {
        out.println(
            words.say("stamp.does-not-hold", file, words.say("stamp.fault." + fault.label())));
        if (!detail.isEmpty()) {
          out.println("  " + detail);
        }
        out.flush();
        yield false;
      }
    };
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
