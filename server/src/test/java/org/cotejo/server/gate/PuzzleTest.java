package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PuzzleTest {
  private static final Hash LEAF = Hash.sha256("leaf".getBytes(US_ASCII));

  /// From Python: `hashlib.sha256(b"cotejo-puzzle/1" + sha256(b"leaf") + n.to_bytes(8, "big"))`
  /// begins with `0000d738` for this n and with fewer zeros for all below.
  private static final String NONCE = "0000000000000ca7";

  private static final int ZEROS = 16;

  @Test
  void knowsAnAnswerThatAnotherProgramFound() {
    assertThat(Puzzle.isSolved(LEAF, NONCE, ZEROS)).isTrue();
    assertThat(Puzzle.isSolved(LEAF, NONCE, 0)).isTrue();
    assertThat(Puzzle.isSolved(LEAF, NONCE, ZEROS + 1)).isFalse();
    assertThat(Puzzle.solve(LEAF, ZEROS)).isEqualTo(NONCE);
  }

  @Test
  void anAnswerIsGoodForOneStatementAlone() {
    var random = new Random(4);
    int good = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] other = new byte[Hash.BYTES];
      random.nextBytes(other);
      good += Puzzle.isSolved(Hash.of(other), NONCE, ZEROS) ? 1 : 0;
    }
    assertThat(good).isZero();
  }

  @Test
  void findsAnAnswerToEveryPuzzle() {
    for (int bits = 0; bits <= 12; bits++) {
      Hash leaf = Hash.sha256(new byte[] {(byte) bits});
      String nonce = Puzzle.solve(leaf, bits);
      assertThat(nonce).matches("[0-9a-f]{16}");
      assertThat(Puzzle.isSolved(leaf, nonce, bits)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ca7",
        "000000000000ca7",
        "00000000000000ca7",
        "0000000000000CA7",
        "0x00000000000ca7",
        " 000000000000ca7",
        "0000000000000ca\u0667",
        "-000000000000ca7",
        "000000000000ca7g",
      })
  void refusesWhatIsNoNonce(String nonce) {
    assertThat(Puzzle.isSolved(LEAF, nonce, 0)).isFalse();
  }
}
