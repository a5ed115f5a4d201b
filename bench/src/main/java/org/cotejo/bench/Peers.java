package org.cotejo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SignatureProvider;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;

/// How many Ed25519 signatures one core of this machine verifies in a second, by `openssl speed`
/// and by the provider Cotejo uses. Nothing that checks every signature can be faster than all
/// cores do nothing else.
///
/// @param limit the one that results are held against: openssl where there is one
record Peers(Peer limit, List<Peer> all) {
  private static final int SECONDS = 3;
  private static final Pattern RESULT = Pattern.compile("\\(Ed25519\\).*\\s([0-9.]+)\\s*$");

  /// @param perSecond verifications a second on one core
  record Peer(String name, double perSecond) {}

  static Peers measure(Lines lines) {
    var own = new Peer("the provider in use (" + SignatureProvider.active() + ")", ownRate());
    try {
      var openssl = new Peer("openssl", opensslRate());
      return new Peers(openssl, List.of(openssl, own));
    } catch (IOException e) {
      lines.line(
          "openssl",
          "not measured (%s); held against the provider instead".formatted(e.getMessage()));
      return new Peers(own, List.of(own));
    }
  }

  private static double opensslRate() throws IOException {
    Process process =
        new ProcessBuilder("openssl", "speed", "-seconds", Integer.toString(SECONDS), "ed25519")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output;
    try (var in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Double> rates = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher result = RESULT.matcher(line);
      if (result.find()) {
        rates.add(Double.parseDouble(result.group(1)));
      }
    }
    if (rates.isEmpty()) {
      throw new IOException("openssl speed does not know ed25519");
    }
    return rates.getLast();
  }

  /// By processor time, as openssl does, so that other load on the machine matters less.
  private static double ownRate() {
    var key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    VerificationKey verification = key.verificationKey();
    var message = new byte[150];
    byte[] signature = key.sign(message);
    run(verification, message, signature, SECONDS * 1_000_000_000L / 3);
    return run(verification, message, signature, SECONDS * 1_000_000_000L);
  }

  private static double run(VerificationKey key, byte[] message, byte[] signature, long nanos) {
    long start = Usage.threadNanos();
    long verified = 0;
    long used = 0;
    while (used < nanos) {
      for (int i = 0; i < 100; i++) {
        if (!key.verify(message, signature)) {
          throw new IllegalStateException("a good signature does not verify");
        }
      }
      verified += 100;
      used = Usage.threadNanos() - start;
    }
    return verified * 1e9 / used;
  }
}
