package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final NoteSigner SIGNER = Vectors.logSigner();
  private static final List<NoteVerifier> KNOWN = List.of(SIGNER.verifier());
  private static final String NOTE = string(SIGNER.sign("text\n"));
  private static final String LINE = NOTE.substring("text\n\n".length());

  private static String string(SignedNote note) {
    return new String(note.bytes(), UTF_8);
  }

  private static SignedNote parse(String note) throws MalformedException {
    return SignedNote.parse(note.getBytes(UTF_8));
  }

  @Test
  void acceptsTheExampleOfTheSpecification() throws MalformedException {
    SignedNote note =
        parse(
            "This is an example message.\n\n— example.com/foo"
                + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");

    note.verify(
        List.of(
            NoteVerifier.parse(
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")));
    assertThat(note.text()).isEqualTo("This is an example message.\n");
  }

  @Test
  void acceptsTheExampleOfTheGoLibrary() throws MalformedException {
    SignedNote note =
        parse(
            "If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n\n— PeterNeumann"
                + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");

    note.verify(
        List.of(
            NoteVerifier.parse(
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")));
  }

  @Test
  void signsTheKnownCheckpointsToTheByte() {
    Checkpoint empty = new Checkpoint(Vectors.LOG_NAME, 0, Merkle.EMPTY_ROOT);
    Hash root = Vectors.tree(Vectors.RFC_ENTRIES).root();
    Checkpoint eight = new Checkpoint(Vectors.LOG_NAME, 8, root);

    assertThat(string(SIGNER.sign(empty.body())))
        .isEqualTo(
            "example.com/tally\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.com/tally"
                + " /PYELWWMYKHmSjqJJcDcp+ltXsuPQgd+S7xfhrm9XJprOxn0Rj5m46w+MhBKHMvCDJWEqH1nr0zqdZxwkqICy3hQ2Ag=\n");
    assertThat(string(SIGNER.sign(eight.body())))
        .isEqualTo(
            "example.com/tally\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— example.com/tally"
                + " /PYELcL75wcVo0GIcl9ofs9K6LTXirLjf5mk4Haedg3bsTGU14dxcWNZUxydIKgHhoG7ZHAk4HQoho5rMjEtaE/O7AI=\n");
  }

  @Test
  void acceptsCheckpointCosignedByWitnessesItDoesNotKnow() throws MalformedException {
    byte[] bytes = Vectors.bytes("litewitness-cosigned-70000.checkpoint");
    SignedNote note = SignedNote.parse(bytes);

    note.verify(KNOWN);
    assertThat(note.signatures())
        .extracting(SignedNote.Signature::name)
        .containsExactly("example.com/tally", "witness.example/w1", "litewitness.example/w1");
    assertThat(note.signatures().getLast().bytes()).hasSize(72);
    assertThat(note.bytes()).isEqualTo(bytes);
    assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(70_000);
  }

  @Test
  void readsTheTimesOfCosignaturesThatARealWitnessMade() throws MalformedException {
    SignedNote note = SignedNote.parse(Vectors.bytes("litewitness-cosigned-70000.checkpoint"));
    NoteVerifier ours =
        NoteVerifier.parse(
            "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X");
    NoteVerifier litewitness =
        NoteVerifier.parse(
            "litewitness.example/w1+1f4733bc+BKByxPGNRBnFOpOLpuarli5m3vxN14L1eMGzDz6TIxzx");

    assertThat(note.cosignatures(List.of(litewitness, ours)))
        .containsExactly(
            new SignedNote.Cosignature(ours, 1_700_000_000),
            new SignedNote.Cosignature(litewitness, 0x6b036fbbL));
  }

  @Test
  void splitsAtTheLastBlankLine() throws MalformedException {
    String text = "one\n\n— not a signature\n\n\n";
    SignedNote note = parse(string(SIGNER.sign(text)));

    assertThat(note.text()).isEqualTo(text);
    note.verify(KNOWN);
  }

  @Test
  void ignoresLinesOfUnknownKeysWhereverTheyStand() throws MalformedException {
    String unknown = "— example.com/tally AAAAAAE=\n— grease.example/\u00e9 /////w4=\n";
    SignedNote note = parse("text\n\n" + unknown + LINE + unknown);

    note.verify(KNOWN);
    assertThat(note.signatures()).hasSize(5);
    assertThat(string(note)).isEqualTo("text\n\n" + unknown + LINE + unknown);
  }

  @Test
  void refusesNoteThatNoKnownKeySigned() throws MalformedException {
    SigningKey key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    SignedNote sameNameOtherKey = new NoteSigner(Vectors.LOG_NAME, key).sign("text\n");
    SignedNote sameKeyOtherName =
        parse(string(SIGNER.sign("text\n")).replace("example.com/tally", "example.com/other"));

    for (SignedNote note : List.of(sameNameOtherKey, sameKeyOtherName)) {
      assertThatThrownBy(() -> note.verify(KNOWN))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("not signed by any known key");
    }
    assertThatThrownBy(() -> parse(NOTE).verify(List.of())).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesNoteWithOneInvalidLineOfAKnownKeyBesideAValidOne() throws MalformedException {
    String other = string(SIGNER.sign("other\n")).substring("other\n\n".length());
    byte[] shortened = {(byte) 0xfc, (byte) 0xf6, 0x04, 0x2d, 1};
    String cut = "— example.com/tally " + Base64.getEncoder().encodeToString(shortened) + "\n";

    for (String bad : List.of(other, cut)) {
      SignedNote before = parse("text\n\n" + bad + LINE);
      SignedNote after = parse("text\n\n" + LINE + bad);
      for (SignedNote note : List.of(before, after)) {
        assertThatThrownBy(() -> note.verify(KNOWN))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining("invalid signature");
      }
    }
    parse("text\n\n" + LINE + LINE).verify(KNOWN);
  }

  @Test
  void refusesSignatureOverAnotherText() throws MalformedException {
    SignedNote note = parse("texts\n\n" + LINE);

    assertThatThrownBy(() -> note.verify(KNOWN)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesEveryNoteWithOneByteChanged() {
    byte[] note = NOTE.getBytes(UTF_8);
    for (int i = 0; i < note.length; i++) {
      byte[] changed = note.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> SignedNote.parse(changed).verify(KNOWN))
          .as("byte %d", i)
          .isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "\n— a AAAAAAE=\n",
        "text\n— a AAAAAAE=\n",
        "text\n\n— a AAAAAAE=",
        "text\n\n— a AAAAAAE=\n\n",
        "text\n\n— a AAAAAAE=\nb\n",
        "text\n\n— a AAAAAAE= \n",
        "text\n\n— a  AAAAAAE=\n",
        "text\n\n—  a AAAAAAE=\n",
        "text\n\n - a AAAAAAE=\n",
        "text\n\n- a AAAAAAE=\n",
        "text\n\n—\n",
        "text\n\n— \n",
        "text\n\n— a\n",
        "text\n\n— a \n",
        "text\n\n—  AAAAAAE=\n",
        "text\n\n— a+b AAAAAAE=\n",
        "text\n\n— a\u00a0b AAAAAAE=\n",
        "text\n\n— a\u2028b AAAAAAE=\n",
        "text\n\n— a\u3000b AAAAAAE=\n",
        "text\n\n— a\u0085b AAAAAAE=\n",
        "text\n\n—\u00a0a AAAAAAE=\n",
        "text\n\n— a AAAAAA==\n",
        "text\n\n— a AAAAAAE\n",
        "text\n\n— a AAAAAAF=\n",
        "text\n\n— a AAAAA-E=\n",
        "text\n\n— a AAAAAAE=AAAA\n",
        "te\txt\n\n— a AAAAAAE=\n",
        "te\rxt\n\n— a AAAAAAE=\n",
        "te\0xt\n\n— a AAAAAAE=\n",
        "text\r\n\r\n— a AAAAAAE=\r\n"
      })
  void refusesNoteThatBreaksTheFormat(String note) {
    assertThatThrownBy(() -> parse(note)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[][] notUtf8 = {
      {(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
    };
    byte[] note = NOTE.getBytes(UTF_8);
    for (byte[] bad : notUtf8) {
      byte[] joined = new byte[bad.length + note.length];
      System.arraycopy(bad, 0, joined, 0, bad.length);
      System.arraycopy(note, 0, joined, bad.length, note.length);
      assertThatThrownBy(() -> SignedNote.parse(joined))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void acceptsSixtyFourSignaturesAndNoMore() throws MalformedException {
    String unknown = "— a AAAAAAE=\n";

    parse("text\n\n" + unknown.repeat(63) + LINE).verify(KNOWN);
    assertThatThrownBy(() -> parse("text\n\n" + unknown.repeat(64) + LINE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than 64 signatures");
  }

  @Test
  void refusesNoteAboveTheSizeLimit() throws MalformedException {
    int room = SignedNote.MAX_BYTES - NOTE.getBytes(UTF_8).length;
    String longest = "x".repeat(room) + NOTE;

    assertThat(parse(longest).bytes()).hasSize(SignedNote.MAX_BYTES);
    assertThatThrownBy(() -> parse("x" + longest)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "te\txt\n", "te\ud800xt\n", "text\r\n"})
  void signsNothingThatIsNotANoteText(String text) {
    assertThatThrownBy(() -> SIGNER.sign(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
