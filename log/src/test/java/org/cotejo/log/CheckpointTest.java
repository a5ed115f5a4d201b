package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String ROOT = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
  private static final String BODY = "example.com/tally\n8\n" + ROOT + "\n";

  @Test
  void readsAndWritesTheThreeLines() throws MalformedException {
    Checkpoint checkpoint = new Checkpoint("example.com/tally", 8, Hash.parseBase64(ROOT));

    assertThat(checkpoint.body()).isEqualTo(BODY);
    assertThat(Checkpoint.parse(BODY)).isEqualTo(checkpoint);
  }

  @Test
  void readsTheLargestSize() throws MalformedException {
    String body = BODY.replace("\n8\n", "\n9223372036854775807\n");

    assertThat(Checkpoint.parse(body).size()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+8",
        "-1",
        "08",
        "00",
        "8 ",
        " 8",
        "8.0",
        "٨",
        "0x8",
        "9223372036854775808",
        "99999999999999999999"
      })
  void refusesSizeThatIsNotAPlainDecimal(String size) {
    String body = BODY.replace("\n8\n", "\n" + size + "\n");

    assertThatThrownBy(() -> Checkpoint.parse(body)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "a\nb", "a\0b", "a\ud800b"})
  void refusesOriginThatIsNotALineOfANote(String origin) {
    String body = BODY.replace("example.com/tally", origin);

    assertThatThrownBy(() -> Checkpoint.parse(body)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Checkpoint(origin, 0, Merkle.EMPTY_ROOT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsExtensionLinesAndRefusesEmptyOnes() throws MalformedException {
    Checkpoint read = Checkpoint.parse(BODY + "one\ntwo\n");

    assertThat(read.extensions()).containsExactly("one", "two");
    for (String line : List.of("", "a\nb", "a\r")) {
      assertThatThrownBy(() -> new Checkpoint("a", 0, Merkle.EMPTY_ROOT, List.of(line)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/tally",
        "example.com/tally\n8\n",
        "example.com/tally\n8\n" + ROOT,
        BODY + "\n",
        "\n" + BODY
      })
  void refusesAnyOtherNumberOfLines(String body) {
    assertThatThrownBy(() -> Checkpoint.parse(body)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesRootThatIsNotCanonical() {
    String body = BODY.replace("yg=", "yh=");

    assertThatThrownBy(() -> Checkpoint.parse(body))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("canonical");
  }

  @Test
  void refusesEmptyLogWithAnotherRoot() throws MalformedException {
    String body = BODY.replace("\n8\n", "\n0\n");
    Hash root = Hash.parseBase64(ROOT);

    assertThatThrownBy(() -> Checkpoint.parse(body)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new Checkpoint("a", 0, root))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checkpoint("a", -1, root))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
