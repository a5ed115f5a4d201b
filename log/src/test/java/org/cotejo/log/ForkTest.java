package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two histories signed with one key. The forger here holds it.
class ForkTest {
  private static final List<byte[]> ENTRIES = Vectors.tallyRecords(300);

  private record History(SignedNote checkpoint, MerkleTree tree) {
    static History of(List<byte[]> entries) {
      return of(Vectors.LOG_NAME, entries);
    }

    static History of(String origin, List<byte[]> entries) {
      MerkleTree tree = Vectors.tree(entries);
      var checkpoint = new Checkpoint(origin, tree.size(), tree.root());
      return new History(Vectors.logSigner().sign(checkpoint.body()), tree);
    }

    Optional<Fork> and(History other) {
      return Fork.between(checkpoint, tree, other.checkpoint, other.tree);
    }
  }

  /// The first `size` entries, of which the one at `index` is another.
  private static History forged(int size, int index) {
    var entries = new ArrayList<>(ENTRIES.subList(0, size));
    entries.set(index, "not what was voted".getBytes(UTF_8));
    return History.of(entries);
  }

  private static History honest(int size) {
    return History.of(ENTRIES.subList(0, size));
  }

  @Test
  void provesAForkAtAnyIndexBetweenHistoriesOfAnySizes() throws MalformedException {
    for (int[] sizes : new int[][] {{1, 1}, {2, 3}, {7, 8}, {8, 7}, {255, 256}, {300, 257}}) {
      int common = Math.min(sizes[0], sizes[1]);
      for (int index : new int[] {0, common / 2, common - 1}) {
        History honest = honest(sizes[0]);
        History forged = forged(sizes[1], index);
        Fork fork = honest.and(forged).orElseThrow();
        assertThat(fork.index()).as(Arrays.toString(sizes)).isEqualTo(index);
        assertThat(fork.first().leaf()).isEqualTo(Merkle.leaf(ENTRIES.get(index)));
        fork.verify(Vectors.logKey());
        Fork read = Fork.parse(fork.bytes());
        assertThat(read.bytes()).isEqualTo(fork.bytes());
        read.verify(Vectors.logKey());
      }
    }
  }

  @Test
  void findsTheFirstOfManyDifferences() {
    var entries = new ArrayList<>(ENTRIES);
    entries.remove(17);
    assertThat(honest(300).and(History.of(entries)).orElseThrow().index()).isEqualTo(17);
  }

  @Test
  void aHistoryThatContinuesAnotherIsNoFork() {
    assertThat(honest(300).and(honest(300))).isEmpty();
    assertThat(honest(300).and(honest(256))).isEmpty();
    assertThat(honest(1).and(honest(300))).isEmpty();
    assertThat(honest(0).and(honest(300))).isEmpty();
    assertThat(forged(300, 260).and(honest(260))).isEmpty();
  }

  @Test
  void aTreeThatIsNotTheCheckpointsIsAMistakeOfTheCaller() {
    History honest = honest(8);
    History other = new History(honest(7).checkpoint(), honest(8).tree());
    assertThatIllegalArgumentException().isThrownBy(() -> honest.and(other));
    History forged = new History(honest.checkpoint(), forged(8, 3).tree());
    assertThatIllegalArgumentException().isThrownBy(() -> forged.and(honest));
  }

  private static Fork knownFork() throws MalformedException {
    return Fork.parse(Vectors.bytes("fork.proof"));
  }

  @Test
  void acceptsTheProofThatAnotherProgramChecked() throws MalformedException {
    Fork fork = knownFork();
    fork.verify(Vectors.logKey());
    assertThat(fork.index()).isEqualTo(5);
    assertThat(fork.first().leaf()).isEqualTo(Merkle.leaf(Vectors.RFC_ENTRIES.get(5)));
    assertThat(fork.second().checkpoint().text()).startsWith("example.com/tally\n11\n");
  }

  @Test
  void provesNothingWithoutTwoLeavesUnderTwoSignedCheckpointsOfOneLog() {
    History honest = honest(8);
    Fork.Side side = honest.and(forged(8, 3)).orElseThrow().first();
    refused(new Fork(3, side, side), "leaves are the same");
    Fork fork = honest.and(forged(9, 3)).orElseThrow();
    refused(new Fork(2, fork.first(), fork.second()), "does not lead from the leaf");
    refused(new Fork(11, fork.first(), fork.second()), "does not lead from the leaf");
    var lengthened = new ArrayList<>(side.path());
    lengthened.add(Merkle.EMPTY_ROOT);
    refused(new Fork(3, new Fork.Side(side.leaf(), lengthened, side.checkpoint()), side), "lead");
    Fork.Side elsewhere =
        History.of("example.com/other", ENTRIES).and(forged(300, 3)).orElseThrow().first();
    refused(new Fork(3, side, elsewhere), "of two logs");
    assertThatThrownBy(() -> fork.verify(List.of())).isInstanceOf(MalformedException.class);
  }

  private static void refused(Fork fork, String why) {
    assertThatThrownBy(() -> fork.verify(Vectors.logKey()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  private static Stream<String[]> malformed() {
    String proof = Vectors.text("fork.proof");
    String zeros = "path " + Hash.owning(new byte[32]).base64() + "\n";
    return Stream.of(
        new String[] {"", "does not end"},
        new String[] {proof.replace("proof/1", "proof/2"), "does not begin with"},
        new String[] {proof.replace("index 5", "index 05"), "not a decimal"},
        new String[] {proof.replace("index 5", "index -5"), "not a decimal"},
        new String[] {proof.replace("index 5\n", ""), "no line 'index'"},
        new String[] {proof.replaceFirst("leaf ", "leaf  "), ""},
        new String[] {proof.replaceFirst("leaf .*\n", ""), "no line 'leaf'"},
        new String[] {proof.replaceFirst("checkpoint [0-9]+", "checkpoint 999999"), "ends within"},
        new String[] {proof.replaceFirst("checkpoint [0-9]+", "checkpoint 3"), "note"},
        new String[] {proof.replaceFirst("path ", zeros.repeat(63) + "path "), "more than 63"},
        new String[] {proof.replace("\n", "\r\n"), "control character"},
        new String[] {"x".repeat(1000), "does not end"},
        new String[] {proof + "\n", "1 bytes after its end"},
        new String[] {proof.substring(0, proof.length() - 1), "ends within"});
  }

  @ParameterizedTest
  @MethodSource
  void malformed(String proof, String why) {
    assertThatThrownBy(() -> Fork.parse(proof.getBytes(UTF_8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void anyByteChangedIsRefused() {
    byte[] proof = honest(8).and(forged(9, 3)).orElseThrow().bytes();
    for (int at = 0; at < proof.length; at++) {
      byte[] changed = proof.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> Fork.parse(changed).verify(Vectors.logKey()))
          .as("byte %d", at)
          .isInstanceOf(MalformedException.class);
    }
  }
}
