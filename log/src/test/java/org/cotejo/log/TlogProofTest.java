package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlogProofTest {
  private static final String PROOF = Vectors.text("logs/rfc8.tlog-proof");
  private static final Hash LEAF = Merkle.leaf(new byte[] {0x10});

  private static TlogProof parse(String text) throws MalformedException {
    return TlogProof.parse(text.getBytes(UTF_8));
  }

  private static void verify(String proof) throws MalformedException {
    parse(proof).verify(LEAF, Vectors.LOG_NAME, Vectors.logKey());
  }

  @Test
  void readsWritesAndAcceptsTheKnownProof() throws MalformedException {
    TlogProof proof = parse(PROOF);

    assertThat(proof.index()).isEqualTo(2);
    assertThat(proof.path())
        .extracting(Hash::base64)
        .containsExactly(
            "B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=",
            "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=",
            "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=");
    assertThat(proof.text()).isEqualTo(PROOF);
    proof.verify(LEAF, Vectors.LOG_NAME, Vectors.logKey());
  }

  @Test
  void makesTheKnownProofFromTheTree() throws MalformedException {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    SignedNote checkpoint = SignedNote.parse(Vectors.bytes("logs/rfc8/checkpoint"));
    TlogProof proof = new TlogProof(2, tree.inclusion(2, 8), checkpoint);

    assertThat(proof.text()).isEqualTo(PROOF);
  }

  @Test
  void acceptsTheOnlyEntryOfALogWithoutAPath() throws MalformedException {
    TlogProof proof = TlogProof.parse(Vectors.bytes("logs/rfc1.tlog-proof"));

    assertThat(proof.path()).isEmpty();
    proof.verify(Merkle.leaf(new byte[0]), Vectors.LOG_NAME, Vectors.logKey());
  }

  @Test
  void dropsTheExtraLine() throws MalformedException {
    String withExtra = PROOF.replace("v1\n", "v1\nextra AAAA\n");

    assertThat(parse(withExtra).text()).isEqualTo(PROOF);
    verify(withExtra);
  }

  @Test
  void refusesOtherLeafIndexPathOrSize() throws MalformedException {
    TlogProof proof = parse(PROOF);
    List<Hash> path = proof.path();
    SignedNote smaller = SignedNote.parse(Vectors.bytes("logs/rfc7/checkpoint"));
    Hash other = Merkle.leaf(new byte[] {0x11});

    assertThatThrownBy(() -> proof.verify(other, Vectors.LOG_NAME, Vectors.logKey()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("does not lead");
    Stream.of(
            new TlogProof(3, path, proof.checkpoint()),
            new TlogProof(8, path, proof.checkpoint()),
            new TlogProof(2, path.subList(0, 2), proof.checkpoint()),
            new TlogProof(2, path.reversed(), proof.checkpoint()),
            new TlogProof(2, path, smaller))
        .forEach(wrong ->
            assertThatThrownBy(() -> wrong.verify(LEAF, Vectors.LOG_NAME, Vectors.logKey()))
                .isInstanceOf(MalformedException.class));
  }

  @Test
  void refusesAnotherLogBeforeLookingAtSignatures() throws MalformedException {
    TlogProof proof = parse(PROOF);

    assertThatThrownBy(() -> proof.verify(LEAF, "example.com/other", List.of()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("another log");
  }

  @Test
  void refusesCheckpointThatTheLogDidNotSignBeforeLookingAtThePath() throws MalformedException {
    TlogProof proof = new TlogProof(7, List.of(), parse(PROOF).checkpoint());

    assertThatThrownBy(() -> proof.verify(LEAF, Vectors.LOG_NAME, List.of()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not signed");
    assertThatThrownBy(() -> verify(PROOF.replace("\n8\n", "\n9\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("invalid signature");
  }

  static Stream<UnaryOperator<String>> faults() {
    return Stream.of(
        proof -> "",
        proof -> proof.replace("@v1", "@v2"),
        proof -> proof.replace("@v1\n", "@v1 \n"),
        proof -> proof.replace("@v1\n", "@v1\r\n"),
        proof -> "\n" + proof,
        proof -> proof.replace("index 2\n", ""),
        proof -> proof.replace("index 2\n", "index 2\nindex 2\n"),
        proof -> proof.replace("index 2", "index 02"),
        proof -> proof.replace("index 2", "index +2"),
        proof -> proof.replace("index 2", "index  2"),
        proof -> proof.replace("index 2", "index -2"),
        proof -> proof.replace("index 2", "index 9223372036854775808"),
        proof -> proof.replace("index 2", "index \u0662"),
        proof -> proof.replace("index 2\n", "index 2\nextra AAAA\n"),
        proof -> proof.replace("index 2", "extra AAAA\nextra AAAA\nindex 2"),
        proof -> proof.replace("index 2", "extra AAAB=\nindex 2"),
        proof -> proof.replace("index 2", "extra\nindex 2"),
        proof -> proof.replace("B1Bqhf2d0vEg62lPhgEeW7RmLlxBWmKRcDPUqWJEh+c=\n", "\n"),
        proof -> proof.replace("Eh+c=", "Eh+d="),
        proof -> proof.replace("Eh+c=", "Eh+c"),
        proof -> proof.replace("Eh+c=\n", "Eh+c= \n"),
        proof ->
            proof.replace(
                "index 2\n", "index 2\n" + (Merkle.EMPTY_ROOT.base64() + "\n").repeat(61)),
        proof -> proof.replace("\n\nexample", "\nexample"),
        proof -> proof.substring(0, proof.indexOf("\n\n") + 2),
        proof -> proof + "\n",
        proof -> proof.substring(0, proof.length() - 1));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refusesProofThatBreaksTheFormat(UnaryOperator<String> fault) {
    String broken = fault.apply(PROOF);

    assertThat(broken).isNotEqualTo(PROOF);
    assertThatThrownBy(() -> verify(broken)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesProofAboveTheSizeLimit() {
    byte[] large = new byte[TlogProof.MAX_BYTES + 1];

    assertThatThrownBy(() -> TlogProof.parse(large))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("longer than");
  }
}
