package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Sign1Test {
  private static final byte[] ISSUER = new byte[16];
  private static final SigningKey KEY = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);

  static List<Vector> vectors() {
    return Vector.read("sign1.jsonl");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void judgesEachVectorAlikeUnderEveryProvider(Vector vector) throws MalformedException {
    byte[] bytes = vector.hex("bytes");
    if (vector.text("verdict").equals("malformed")) {
      assertThatThrownBy(() -> Sign1.decode(bytes))
          .isInstanceOf(MalformedException.class)
          .hasMessage(vector.text("why"));
      return;
    }
    VerificationKey key = VerificationKey.parse(vector.text("key"));
    for (SignatureProvider provider : Providers.available()) {
      VerificationKey under = VerificationKey.of(key.algorithm(), key.encoded(), provider);
      assertThat(Sign1.decode(bytes).isSignedBy(under))
          .as(provider.toString())
          .isEqualTo(vector.text("verdict").equals("signed"));
    }
  }

  static List<Vector> signedVectors() {
    return Vector.having("sign1.jsonl", "seed").toList();
  }

  @ParameterizedTest
  @MethodSource("signedVectors")
  void findsTheFieldsAndSignsTheSameBytesAgain(Vector vector) throws MalformedException {
    Sign1 statement = Sign1.decode(vector.hex("bytes"));
    assertThat(statement.algorithm().id()).isEqualTo(vector.fields().get("algorithm").getAsLong());
    assertThat(statement.keyId()).hasToString(vector.text("kid"));
    assertThat(statement.issuer()).isEqualTo(vector.hex("issuer"));
    assertThat(statement.subject()).isEqualTo(vector.text("subject"));
    assertThat(statement.type()).isEqualTo(vector.text("type"));
    assertThat(statement.payload()).isEqualTo(vector.hex("payload"));
    SigningKey key = SigningKey.fromSeed(statement.algorithm(), vector.hex("seed"));
    Sign1 again =
        Sign1.sign(
            statement.type(), statement.issuer(), statement.subject(), statement.payload(), key);
    assertThat(again.bytes()).isEqualTo(statement.bytes());
  }

  @Test
  void refusesOrRejectsEveryOneByteChange() throws MalformedException {
    for (Algorithm algorithm : List.of(Algorithm.ED25519, Algorithm.ES256)) {
      byte[] seed = new byte[32];
      seed[31] = 1;
      SigningKey key = SigningKey.fromSeed(algorithm, seed);
      byte[] bytes = Sign1.sign("tally-record", ISSUER, "a/1", new byte[] {1, 2}, key).bytes();
      assertThat(Sign1.decode(bytes).isSignedBy(key.verificationKey())).isTrue();
      Random random = new Random(8);
      for (int i = 0; i < bytes.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          assertNotAccepted(changed(bytes, i, bytes[i] ^ 1 << bit), key);
        }
        assertNotAccepted(changed(bytes, i, bytes[i] + 1 + random.nextInt(255)), key);
      }
    }
  }

  @Test
  void refusesEveryPrefixAndEveryInsertedOrRemovedByte() {
    byte[] bytes = Sign1.sign("tally-record", ISSUER, "a/1", new byte[] {1, 2}, KEY).bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] prefix = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> Sign1.decode(prefix)).isInstanceOf(MalformedException.class);
      byte[] without = new byte[bytes.length - 1];
      System.arraycopy(bytes, 0, without, 0, i);
      System.arraycopy(bytes, i + 1, without, i, without.length - i);
      assertNotAccepted(without, KEY);
      byte[] with = new byte[bytes.length + 1];
      System.arraycopy(bytes, 0, with, 0, i);
      System.arraycopy(bytes, i, with, i + 1, bytes.length - i);
      assertNotAccepted(with, KEY);
    }
  }

  private static byte[] changed(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  private static void assertNotAccepted(byte[] bytes, SigningKey key) {
    try {
      assertThat(Sign1.decode(bytes).isSignedBy(key.verificationKey())).isFalse();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void answersRandomBytesWithNothingButARefusal() {
    Random random = new Random(9);
    byte[] start = Sign1.sign("tally-record", ISSUER, "a/1", new byte[300], KEY).bytes();
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      System.arraycopy(start, 0, bytes, 0, Math.min(bytes.length, random.nextInt(90)));
      assertNotAccepted(bytes, KEY);
    }
  }

  @Test
  void roundTripsRandomStatements() throws MalformedException {
    Random random = new Random(10);
    for (int i = 0; i < 500; i++) {
      byte[] payload = new byte[random.nextInt(2_000)];
      random.nextBytes(payload);
      byte[] issuer = new byte[16];
      random.nextBytes(issuer);
      String subject = printable(random, 1 + random.nextInt(80));
      String type = "abcdefghij-klmnopqrst".substring(random.nextInt(10));
      type = type.substring(0, Math.min(type.length(), 20));
      Sign1 statement = Sign1.decode(Sign1.sign(type, issuer, subject, payload, KEY).bytes());
      assertThat(statement.type()).isEqualTo(type);
      assertThat(statement.issuer()).isEqualTo(issuer);
      assertThat(statement.subject()).isEqualTo(subject);
      assertThat(statement.payload()).isEqualTo(payload);
      assertThat(statement.isSignedBy(KEY.verificationKey())).isTrue();
    }
  }

  private static String printable(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
    }
    return text.toString();
  }

  @Test
  void refusesToSignWhatNoOneWouldAccept() {
    assertThatThrownBy(() -> Sign1.sign("tally-record", new byte[0], "a", new byte[0], KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("protected header has no issuer (claim 1 in label 15)");
    assertThatThrownBy(() -> Sign1.sign("election", ISSUER, "a", new byte[0], KEY))
        .hasMessage("an election statement has an issuer");
    assertThatThrownBy(() -> Sign1.sign("phase", new byte[15], "a", new byte[0], KEY))
        .hasMessage("issuer has 15 bytes instead of 16");
    assertThatThrownBy(() -> Sign1.sign("Phase", ISSUER, "a", new byte[0], KEY))
        .hasMessage("type has something other than a-z and - at character 0");
    assertThatThrownBy(() -> Sign1.sign("phase", ISSUER, "", new byte[0], KEY))
        .hasMessage("subject is not 1 to 80 characters long");
    assertThatThrownBy(() -> Sign1.sign("phase", ISSUER, "a", new byte[16_384], KEY))
        .hasMessageStartingWith("statement has ");
  }
}
