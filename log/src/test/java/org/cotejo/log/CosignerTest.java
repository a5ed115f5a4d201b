package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CosignerTest {
  private static final SigningKey KEY = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
  private static final Checkpoint EMPTY = new Checkpoint(Vectors.LOG_NAME, 0, Merkle.EMPTY_ROOT);

  static Stream<Cosigner> cosigners() {
    return Stream.of(
        Cosigner.ed25519("witness.example/a", KEY),
        Cosigner.mlDsa44("witness.example/b", new byte[32], new SecureRandom()));
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void addsALineThatIsReadAgainWithItsTime(Cosigner cosigner) throws MalformedException {
    SignedNote signed = Vectors.logSigner().sign(EMPTY.body());
    SignedNote cosigned = signed.withSignatures(List.of(cosigner.cosign(EMPTY, 1_700_000_000)));
    SignedNote read = SignedNote.parse(cosigned.bytes());

    assertThat(read.cosignatures(List.of(cosigner.verifier())))
        .containsExactly(new SignedNote.Cosignature(cosigner.verifier(), 1_700_000_000));
    assertThat(read.cosignatures(Vectors.logKey())).isEmpty();
    assertThat(signed.cosignatures(List.of(cosigner.verifier()))).isEmpty();
    read.verify(Vectors.logKey());
  }

  @ParameterizedTest
  @MethodSource("cosigners")
  void refusesToCosignWithoutATime(Cosigner cosigner) {
    assertThatThrownBy(() -> cosigner.cosign(EMPTY, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cosigner.cosign(EMPTY, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesKeysAndNamesThatNoVerifierWouldRead() {
    SigningKey es256 = SigningKey.generate(Algorithm.ES256, new SecureRandom());
    SecureRandom random = new SecureRandom();

    assertThatThrownBy(() -> Cosigner.ed25519("a", es256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cosigner.ed25519("a b", KEY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cosigner.mlDsa44("a+b", new byte[32], random))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cosigner.mlDsa44("n".repeat(256), new byte[32], random))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cosigner.mlDsa44("a", new byte[31], random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToCosignAnOriginTheMessageCannotCarry() {
    Checkpoint longName = new Checkpoint("o".repeat(256), 0, Merkle.EMPTY_ROOT);
    Cosigner cosigner = Cosigner.mlDsa44("a", new byte[32], new SecureRandom());

    assertThatThrownBy(() -> cosigner.cosign(longName, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("origin");
  }

  @Test
  void signsDifferentlyEachTimeWithMlDsaAndTheSameWithEd25519() {
    List<Cosigner> both = cosigners().toList();

    assertThat(both.getFirst().cosign(EMPTY, 1)).isEqualTo(both.getFirst().cosign(EMPTY, 1));
    assertThat(both.getLast().cosign(EMPTY, 1)).isNotEqualTo(both.getLast().cosign(EMPTY, 1));
  }

  @Test
  void noByteOfACosignedNoteCanBeChangedUnseen() throws MalformedException {
    List<NoteVerifier> known = new ArrayList<>(Vectors.logKey());
    List<SignedNote.Signature> lines = new ArrayList<>();
    for (Cosigner cosigner : cosigners().toList()) {
      known.add(cosigner.verifier());
      lines.add(cosigner.cosign(EMPTY, 1_700_000_000));
    }
    SignedNote sound = Vectors.logSigner().sign(EMPTY.body()).withSignatures(lines);
    byte[] bytes = sound.bytes();
    assertThat(sound.cosignatures(known)).hasSize(2);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << i % 8);
      assertThat(cosignaturesOfASignedNote(changed, known)).as("byte %d", i).isLessThan(2);
    }
  }

  /// 0 too if the note is not a note, or not accepted.
  private static int cosignaturesOfASignedNote(byte[] bytes, List<NoteVerifier> known) {
    try {
      SignedNote note = SignedNote.parse(bytes);
      note.verify(Vectors.logKey());
      return note.cosignatures(known).size();
    } catch (MalformedException e) {
      return 0;
    }
  }

  @Test
  void showsNothingOfThePrivateKey() {
    byte[] seed = new byte[32];
    Cosigner cosigner = Cosigner.mlDsa44("a", seed, new SecureRandom());

    assertThat(cosigner.toString()).isEqualTo("cosigner " + cosigner.verifier().vkey());
    assertThat(cosigners().toList().getFirst().toString()).startsWith("cosigner witness");
  }

  @Test
  void addsEachLineOnceAndNotMoreThanANoteCarries() throws MalformedException {
    SignedNote signed = Vectors.logSigner().sign(EMPTY.body());
    SignedNote.Signature line = Cosigner.ed25519("a", KEY).cosign(EMPTY, 1);
    SignedNote.Signature unknown = SignedNote.Signature.parse("— a AAAAAAE=");

    assertThat(signed.withSignatures(List.of()).bytes()).isEqualTo(signed.bytes());
    assertThat(signed.withSignatures(Collections.nCopies(100, line)).signatures()).hasSize(2);
    assertThat(signed.withSignatures(List.of(unknown)).withSignatures(List.of(unknown, line)))
        .extracting(note -> note.signatures().subList(1, 3))
        .isEqualTo(List.of(unknown, line));
    List<SignedNote.Signature> many =
        Stream.iterate(1L, n -> n + 1)
            .limit(64)
            .map(n -> Cosigner.ed25519("a", KEY).cosign(EMPTY, n))
            .toList();
    assertThatThrownBy(() -> signed.withSignatures(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 64");
  }
}
