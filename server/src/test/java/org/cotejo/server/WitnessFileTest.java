package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitnessFileTest {
  private static final String WITNESSES =
      """
      # three witnesses
      log whatever
      witness a %s http://127.0.0.1:1/a
       \t witness b\t%s https://b.example

      witness c %s http://c.example/
      """
          .formatted(vkey("a"), vkey("b"), vkey("c"));

  @TempDir private Path directory;

  private static String vkey(String name) {
    return TestWitness.cosigner(name).verifier().vkey();
  }

  private Witnesses read(String text) throws IOException {
    return WitnessFile.read(Files.writeString(directory.resolve("w.policy"), text));
  }

  private static SignedNote cosigned(String by) {
    var checkpoint = new Checkpoint("log.example", 1, Hash.of(new byte[32]));
    var note = new StringBuilder(checkpoint.body()).append('\n');
    var log = new NoteSigner("log.example", TestElection.key("log"));
    note.append(log.sign(checkpoint.body()).signatures().getFirst().line()).append('\n');
    for (String name : by.split("", -1)) {
      if (!name.isEmpty()) {
        note.append(TestWitness.cosigner(name).cosign(checkpoint, 1).line()).append('\n');
      }
    }
    try {
      return SignedNote.parse(note.toString().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quorum none, '', true",
    "quorum a, a, true",
    "quorum a, bc, false",
    "group g any a b c;quorum g, c, true",
    "group g any a b c;quorum g, '', false",
    "group g all a b c;quorum g, ab, false",
    "group g all a b c;quorum g, abc, true",
    "group g 2 a b c;quorum g, ac, true",
    "group g 2 a b c;quorum g, b, false",
    "group g any a b;group h all g c;quorum h, bc, true",
    "group g any a b;group h all g c;quorum h, ab, false"
  })
  void saysWhichCosignaturesAreEnough(String rule, String by, boolean enough) throws IOException {
    Witnesses witnesses = read(WITNESSES + rule.replace(';', '\n') + "\n");

    assertThat(witnesses.peers())
        .extracting(peer -> peer.key().vkey())
        .containsExactly(vkey("a"), vkey("b"), vkey("c"));
    assertThat(witnesses.patience()).isEqualTo(WitnessClient.PATIENCE);
    assertThat(witnesses.quorum().holdsFor(cosigned(by))).isEqualTo(enough);
  }

  @Test
  void saysWhichLineIsNone() throws IOException {
    var wrong =
        new ArrayList<>(
            List.of("quorum", "quorum d", "quorum a\nquorum a", "group g 0 a", "group g 4 a b c"));
    wrong.addAll(List.of("group g x a", "group g any d", "group g any", "group a any b"));
    wrong.addAll(List.of("group none any b", "witness d", "witness d e http://f", "observer a"));
    wrong.addAll(List.of("witness d " + vkey("d"), "witness d " + vkey("d") + " ftp://d"));
    for (String line : wrong) {
      assertThatThrownBy(() -> read(WITNESSES + line + "\n"))
          .as(line)
          .isInstanceOf(IOException.class)
          .hasMessageMatching("(?s).*w\\.policy: line [78]: .*");
    }
    assertThatThrownBy(() -> read(WITNESSES)).hasMessageContaining("has no quorum line");
    assertThatThrownBy(() -> read("#".repeat(70_000))).hasMessageContaining("longer");
  }
}
