package org.cotejo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What this machine can do at best, by a program that is not ours.
final class Limit {
  private Limit() {}

  /// Ed25519 signatures that one core verifies in a second, by OpenSSL's own benchmark.
  ///
  /// @throws IOException if there is no openssl here, or it says nothing of the kind
  static double verificationsASecond() throws IOException {
    Process process =
        new ProcessBuilder("openssl", "speed", "-seconds", "3", "ed25519")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> fields =
        said.lines()
            .filter(line -> line.contains("Ed25519"))
            .flatMap(line -> List.of(line.strip().split("\\s+", -1)).stream())
            .toList();
    if (fields.isEmpty()) {
      throw new IOException("openssl speed ed25519 gives no figure; is openssl installed?");
    }
    return Double.parseDouble(fields.getLast());
  }

  /// Prints a rate beside the limit.
  static void compare(String what, double rate, double limit) {
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf("%s: %,.0f a second%n", what, rate);
    System.out.printf(
        "openssl speed ed25519: %,.0f verifications a second on one core of %d%n", limit, cores);
    System.out.printf(
        "ratio: %.2f to one core, %.2f to %d cores%n", rate / limit, rate / limit / cores, cores);
  }
}
