package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keys in a token. SoftHSM plays it, where it is installed; it is told where its tokens are by the
/// environment, which the build sets.
class TokenTest {
  private static final char[] PIN = "1234".toCharArray();
  private static Path module = Path.of("");

  @BeforeAll
  static void makeToken() throws IOException, InterruptedException {
    Optional<Path> library =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib64/softhsm/libsofthsm2.so",
                "/usr/lib64/libsofthsm2.so",
                "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();
    String configuration = System.getenv("SOFTHSM2_CONF");
    assumeTrue(library.isPresent(), "SoftHSM is not installed (package softhsm2)");
    assumeTrue(configuration != null, "SOFTHSM2_CONF is not set; run it with Maven");
    module = library.get();
    Path home = Path.of(String.valueOf(configuration)).resolveSibling("tokens");
    Path tokens = Files.createTempDirectory(Files.createDirectories(home), "token");
    Files.writeString(
        Path.of(String.valueOf(configuration)),
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(tokens));
    Process made =
        new ProcessBuilder(
                List.of(
                    "softhsm2-util",
                    "--init-token",
                    "--free",
                    "--label=test",
                    "--pin=1234",
                    "--so-pin=5678"))
            .inheritIO()
            .start();
    assertThat(made.waitFor(30, TimeUnit.SECONDS) && made.exitValue() == 0).isTrue();
    // Once somebody was let in, a token does not ask this process again.
    assertThatThrownBy(() -> Token.open(module, OptionalLong.empty(), "0000".toCharArray()))
        .hasMessageContaining("is the PIN right?");
  }

  private static Token token() throws IOException {
    return Token.open(module, OptionalLong.empty(), PIN);
  }

  @Test
  void signsWithAKeyThatDoesNotLeaveIt() throws Exception {
    SigningKey made = token().generate("station");
    SigningKey key = token().key("station");
    assertThat(key.verificationKey()).isEqualTo(made.verificationKey());
    assertThat(key.verificationKey().algorithm()).isEqualTo(Algorithm.ES256);
    Sign1 statement = Sign1.sign("opening", new byte[16], "S1", new byte[] {1}, key);
    assertThat(statement.isSignedBy(VerificationKey.parse(key.verificationKey().toString())))
        .isTrue();
    assertThatThrownBy(key::seed).hasMessageContaining("does not leave its token");
    assertThatThrownBy(() -> token().generate("station"))
        .hasMessageContaining("is not overwritten");
    assertThatThrownBy(() -> token().key("other"))
        .hasMessageContaining("called 'other'; there are: ")
        .hasMessageContaining("station");
  }

  /// A token draws its nonces, and about half of what it signs has a high S.
  @Test
  void bringsEverySignatureToLowS() throws Exception {
    SigningKey key = token().generate("low");
    var different = new HashSet<String>();
    for (int i = 0; i < 24; i++) {
      byte[] signature = key.sign(new byte[] {7});
      assertThat(new BigInteger(1, signature, 32, 32)).isLessThanOrEqualTo(P256Rules.HALF_N);
      assertThat(key.verificationKey().verify(new byte[] {7}, signature)).isTrue();
      different.add(HexFormat.of().formatHex(signature));
    }
    assertThat(different).hasSize(24);
  }

  @Test
  void saysWhyItIsNotLetIn() {
    assertThatThrownBy(() -> Token.open(Path.of("/none.so"), OptionalLong.empty(), PIN))
        .hasMessageContaining("/none.so: no such library");
    assertThatThrownBy(() -> Token.open(module, OptionalLong.of(77), PIN))
        .hasMessageContaining("slot 77: no token there");
  }
}
