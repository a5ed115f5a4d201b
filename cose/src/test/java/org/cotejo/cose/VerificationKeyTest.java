package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationKeyTest {
  private static final String KEY =
      "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  record Case(Algorithm algorithm, Vector vector) {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Vector.read("ed25519.jsonl").forEach(v -> cases.add(new Case(Algorithm.ED25519, v)));
    Vector.read("ed25519.jsonl").forEach(v -> cases.add(new Case(Algorithm.EDDSA, v)));
    Vector.read("es256.jsonl").forEach(v -> cases.add(new Case(Algorithm.ES256, v)));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameVerdictUnderEveryProvider(Case test) {
    for (SignatureProvider provider : Providers.available()) {
      assertThat(verdict(test.algorithm(), test.vector(), provider))
          .as("%s: %s", provider, test.vector().text("why"))
          .isEqualTo(test.vector().text("verdict"));
    }
  }

  private static String verdict(Algorithm algorithm, Vector vector, SignatureProvider provider) {
    VerificationKey key;
    try {
      key = VerificationKey.of(algorithm, vector.hex("key"), provider);
    } catch (MalformedException e) {
      return "refused-key";
    }
    boolean verified = key.verify(vector.hex("message"), vector.hex("signature"));
    if (!key.isUsable()) {
      assertThat(verified).isFalse();
      return "unusable-key";
    }
    return verified ? "valid" : "invalid";
  }

  @Test
  void saysWhyAKeyIsRefused() {
    assertThatThrownBy(() -> VerificationKey.of(Algorithm.ED25519, new byte[31]))
        .hasMessage("ed25519 key has 31 bytes instead of 32");
    assertThatThrownBy(() -> VerificationKey.of(Algorithm.EDDSA, new byte[32]))
        .hasMessage("eddsa key is a point of small order");
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    assertThatThrownBy(() -> VerificationKey.of(Algorithm.ED25519, ones))
        .hasMessage("ed25519 key is not canonical: y is not below p");
    assertThatThrownBy(() -> VerificationKey.of(Algorithm.ES256, new byte[33]))
        .hasMessage("es256 key is not 02 or 03 and an x below p");
  }

  @Test
  void readsTheTextItWritesAndNoOtherSpelling() throws MalformedException {
    VerificationKey key = VerificationKey.parse(KEY);
    assertThat(key).hasToString(KEY);
    assertThat(VerificationKey.parse(key.toString())).isEqualTo(key).hasSameHashCodeAs(key);
    assertThatThrownBy(() -> VerificationKey.parse(KEY.replace("d75a", "D75A")))
        .hasMessage("ed25519 key has something other than 0-9 and a-f at character 8");
    assertThatThrownBy(() -> VerificationKey.parse(KEY + "0"))
        .hasMessage("ed25519 key has 65 digits instead of 64");
    assertThatThrownBy(() -> VerificationKey.parse("ED25519" + KEY.substring(7)))
        .hasMessage("key does not start with ed25519:, eddsa: or es256:");
    assertThatThrownBy(() -> VerificationKey.parse("")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> VerificationKey.parse(" " + KEY))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void differsByAlgorithmThoughTheIdIsTheSame() throws MalformedException {
    VerificationKey key = VerificationKey.parse(KEY);
    VerificationKey older = VerificationKey.of(Algorithm.EDDSA, key.encoded());
    assertThat(older).isNotEqualTo(key);
    assertThat(older.id()).isEqualTo(key.id());
    assertThat(key.id()).hasToString("21fe31dfa154a261");
    assertThat(HexFormat.of().formatHex(key.id().bytes())).isEqualTo("21fe31dfa154a261");
  }

  @Test
  void isNotChangedThroughItsArrays() throws MalformedException {
    byte[] encoded = HexFormat.of().parseHex(KEY, 8, KEY.length());
    VerificationKey key = VerificationKey.of(Algorithm.ED25519, encoded);
    encoded[0] ^= 1;
    key.encoded()[0] ^= 1;
    assertThat(key).hasToString(KEY);
  }

  @Test
  void refusesEveryOneBitChangeUnderEveryProvider() {
    byte[] message = {1, 2, 3};
    for (SignatureProvider provider : Providers.available()) {
      for (Algorithm algorithm : List.of(Algorithm.ED25519, Algorithm.ES256)) {
        SigningKey key = SigningKey.fromSeed(algorithm, seed(4), provider);
        byte[] signature = key.sign(message);
        assertThat(key.verificationKey().verify(message, signature)).isTrue();
        for (int bit = 0; bit < 512; bit++) {
          byte[] changed = signature.clone();
          changed[bit / 8] ^= (byte) (1 << bit % 8);
          assertThat(key.verificationKey().verify(message, changed)).as("bit %d", bit).isFalse();
        }
        assertThat(key.verificationKey().verify(new byte[] {1, 2, 2}, signature)).isFalse();
        assertThat(key.verificationKey().verify(message, signature)).isTrue();
      }
    }
  }

  @Test
  void givesTheSameVerdictOnRandomKeysAndSignatures() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] encoded = new byte[32];
      byte[] signature = new byte[64];
      random.nextBytes(encoded);
      random.nextBytes(signature);
      signature[63] &= 0x0f;
      for (SignatureProvider provider : Providers.available()) {
        try {
          VerificationKey key = VerificationKey.of(Algorithm.ED25519, encoded, provider);
          assertThat(key.verify(encoded, signature)).isFalse();
        } catch (MalformedException e) {
          assertThat(e).hasMessageContaining("canonical");
        }
      }
    }
  }

  @Test
  void verifiesFromManyThreadsAtOnce() {
    for (SignatureProvider provider : Providers.available()) {
      for (Algorithm algorithm : Algorithm.values()) {
        SigningKey key = SigningKey.fromSeed(algorithm, seed(6), provider);
        assertThat(
                IntStream.range(0, 64)
                    .parallel()
                    .allMatch(i -> {
                      byte[] message = {(byte) i};
                      byte[] signature = key.sign(message);
                      return key.verificationKey().verify(message, signature)
                          && !key.verificationKey().verify(new byte[] {-1}, signature);
                    }))
            .isTrue();
      }
    }
  }

  @Test
  void signsTheSameBytesUnderEveryProvider() {
    for (Algorithm algorithm : Algorithm.values()) {
      assertThat(
              Providers.available().stream()
                  .map(provider -> SigningKey.fromSeed(algorithm, seed(7), provider))
                  .map(key -> HexFormat.of().formatHex(key.sign(new byte[] {9})))
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void signsTheKnownAnswers() {
    for (SignatureProvider provider : Providers.available()) {
      for (Case test : cases()) {
        Vector vector = test.vector();
        if (vector.has("seed")) {
          SigningKey key = SigningKey.fromSeed(test.algorithm(), vector.hex("seed"), provider);
          assertThat(key.verificationKey().encoded()).isEqualTo(vector.hex("key"));
          assertThat(key.sign(vector.hex("message"))).isEqualTo(vector.hex("signature"));
        }
      }
    }
  }

  @Test
  void makesKeysFromTheGivenRandomSourceOnly() {
    for (Algorithm algorithm : Algorithm.values()) {
      SigningKey key = SigningKey.generate(algorithm, new Scripted());
      assertThat(SigningKey.generate(algorithm, new Scripted()).seed()).isEqualTo(key.seed());
      assertThat(key.verificationKey().isUsable()).isTrue();
      assertThat(key.verificationKey().verify(key.seed(), key.sign(key.seed()))).isTrue();
      assertThat(key).hasToString("signing key of " + key.verificationKey());
    }
  }

  @Test
  void refusesSeedsThatAreNoKey() {
    assertThatThrownBy(() -> SigningKey.fromSeed(Algorithm.ED25519, new byte[31]))
        .hasMessage("a seed has 32 bytes, not 31");
    assertThatThrownBy(() -> SigningKey.fromSeed(Algorithm.ES256, new byte[32]))
        .hasMessage("an ES256 seed is a number from 1 to n - 1");
    assertThatThrownBy(() -> SigningKey.fromSeed(Algorithm.ES256, P256Rules.fixed(P256Rules.N)))
        .hasMessage("an ES256 seed is a number from 1 to n - 1");
  }

  private static byte[] seed(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// First 32 bytes that are no P-256 scalar, then 32 that are.
  private static final class Scripted extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) (calls++ == 0 ? 0xff : 0x11));
    }
  }
}
