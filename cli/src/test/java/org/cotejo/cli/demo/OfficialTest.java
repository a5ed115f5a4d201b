package org.cotejo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Official totals are read before the night begins, and a slip in them is told by its line.
class OfficialTest {
  private static ElectionPackage election;

  @TempDir private Path example;

  @BeforeAll
  static void makeElection() {
    var files = new SyntheticElection(2, 1, 1).packageFiles().files();
    election = ((PackageOutcome.Read) ElectionPackageReader.read(files)).electionPackage();
  }

  private Official read(String text) throws IOException, MalformedException {
    Files.write(example.resolve("official.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
    return Official.read(example, election);
  }

  @Test
  void readsVotesBySelection() throws Exception {
    String first = election.contests().getFirst().selections().getFirst().code();
    assertThat(read("selection,votes\n" + first + ",17\n").votes()).containsEntry(first, 17L);
  }

  @Test
  void anExampleMayHaveNone() throws Exception {
    assertThat(Official.read(example, election).votes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | official.csv:1: no totals
          selection,votes/                 | official.csv:1: no totals
          selection;votes/1;2              | official.csv:1: the columns are not selection,votes
          selection,votes/FIRST            | official.csv:2: not a selection and its votes
          selection,votes/FIRST,1,2        | official.csv:2: not a selection and its votes
          selection,votes/FIRST,1/x,2      | official.csv:3: no such selection
          selection,votes/FIRST,1x         | official.csv:2: votes is not a count
          selection,votes/FIRST,-1         | official.csv:2: votes is not a count
          selection,votes/FIRST,           | official.csv:2: votes is not a count
          selection,votes/FIRST,1/FIRST,1  | official.csv:3: the selection is there already
          selection,votes//FIRST,1         | official.csv:2: not a selection and its votes
          ÿþ                               | official.csv:1: the columns are not selection,votes
          """)
  void namesTheLineThatIsWrong(String text, String problem) {
    String first = election.contests().getFirst().selections().getFirst().code();
    assertThatThrownBy(() -> read(text.replace("FIRST", first).replace('/', '\n')))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(problem);
  }
}
