package org.cotejo.audit.evidence.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;

/// Stamps of one file that `openssl ts` made, with a root of its own.
class StampTest {
  static final byte[] FILE = "uno\n".getBytes(UTF_8);
  static final String TIME = "2026-11-29T13:52:42Z";

  private static final Path RESOURCES =
      Path.of("src/test/resources/org/cotejo/audit/evidence/stamp");

  static Set<X509Certificate> trusted(String name) throws IOException {
    return TrustedCertificates.read(RESOURCES.resolve(name));
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(
        RESOURCES.resolve("StampFuzzTestInputs/saysNothingThatWasNotSigned").resolve(name));
  }

  private static StampVerdict check(byte[] stamp, byte[] file, Set<X509Certificate> trusted)
      throws IOException, MalformedException {
    return new StampCheck(trusted)
        .check(Stamp.parse(stamp), algorithm -> algorithm.digest(file), Optional.empty());
  }

  private static void assertFault(StampVerdict verdict, StampVerdict.Fault fault) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            StampVerdict.DoesNotHold.class, not -> assertThat(not.fault()).isEqualTo(fault));
  }

  @Test
  void holdsForTheFileUnderTheRootThatIsTrusted() throws IOException, MalformedException {
    assertThat(check(bytes("answer"), FILE, trusted("root.pem")))
        .isEqualTo(
            new StampVerdict.Holds(
                Instant.parse(TIME),
                Duration.ofSeconds(1),
                "1.2.3.4.1",
                List.of("CN=Test authority", "CN=Test root"),
                true));
    assertThat(check(bytes("token"), FILE, trusted("root.pem")))
        .isInstanceOf(StampVerdict.Holds.class);
    assertThat(Stamp.parse(bytes("answer")).pem()).startsWith("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void saysThatChainsWereNotLookedAtWhereNothingIsTrusted() throws IOException, MalformedException {
    assertThat(check(bytes("answer"), FILE, Set.of()))
        .isInstanceOfSatisfying(
            StampVerdict.Holds.class, holds -> assertThat(holds.isTrusted()).isFalse());
  }

  @Test
  void doesNotHoldForAnotherFileOrAnotherRootOrAnotherRequest()
      throws IOException, MalformedException {
    assertFault(
        check(bytes("answer"), "Uno\n".getBytes(UTF_8), trusted("root.pem")),
        StampVerdict.Fault.OTHER_FILE);
    assertFault(check(bytes("answer"), FILE, trusted("another.pem")), StampVerdict.Fault.NO_CHAIN);
    StampVerdict other =
        new StampCheck(trusted("root.pem"))
            .check(
                Stamp.parse(bytes("answer")),
                algorithm -> algorithm.digest(FILE),
                Optional.of(BigInteger.ONE));
    assertFault(other, StampVerdict.Fault.OTHER_NONCE);
  }

  @Test
  void noChangedByteHolds() throws IOException {
    byte[] answer = bytes("answer");
    Set<X509Certificate> trusted = trusted("root.pem");
    int parsed = 0;
    for (int i = 0; i < answer.length; i += 11) {
      byte[] changed = answer.clone();
      changed[i] ^= 1;
      try {
        StampVerdict verdict = check(changed, FILE, trusted);
        parsed++;
        if (verdict instanceof StampVerdict.Holds holds) {
          assertThat(holds.time()).as("byte %d", i).isEqualTo(Instant.parse(TIME));
        }
      } catch (MalformedException refused) {
        // Most are no stamp any more.
      }
    }
    assertThat(parsed).isPositive();
  }

  @Test
  void refusesWhatIsNoStamp() {
    assertThatThrownBy(() -> Stamp.parse(new byte[0])).hasMessageContaining("RFC 3161");
    assertThatThrownBy(() -> Stamp.parse(new byte[Stamp.MAX_BYTES + 1]))
        .hasMessageContaining("at most");
    // The answer that there is none: status 2, rejection.
    assertThatThrownBy(() -> Stamp.parse(new byte[] {0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02}))
        .hasMessageContaining("status 2");
  }
}
