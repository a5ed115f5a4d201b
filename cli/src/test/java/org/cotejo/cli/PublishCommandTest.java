package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `cotejo publish check` and what `cotejo export` refuses.
class PublishCommandTest {
  private static final String ROWS = "mesa,region,status,votes\n1,N,counted,10\n2,S,missing,20\n";

  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  private Path results(String rows) throws IOException {
    Files.writeString(directory.resolve("results.csv"), rows);
    Files.writeString(directory.resolve("README.md"), "CC0, made 2026-01-01T20:00:00Z");
    Files.writeString(directory.resolve("SHA256SUMS"), "ab".repeat(32) + "  results.csv\n");
    return directory;
  }

  @Test
  void saysWhereItSawWhatAndWhatToAsk() throws IOException {
    Run run = Run.cotejo("publish", "check", results(ROWS + "3,S,2026-01-01T20:00:00Z,1\n"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("results.csv: column mesa has 3 different stations")
        .contains("SHA256SUMS: has SHA-256 digests")
        .contains("Ask: Who keeps these files")
        .contains("0 not met");
  }

  @Test
  void endsWithOneIfSomethingIsNotMet() throws IOException {
    Run run = Run.cotejo("publish", "check", results("list,votes\nA,10\nB,20\n"), "--json");
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    JsonNode told = JsonMapper.builder().build().readTree(run.out());
    assertThat(told.get("criteria")).hasSize(18);
    JsonNode granular = told.get("criteria").get(1);
    assertThat(granular.get("criterion").stringValue()).isEqualTo("granular");
    assertThat(granular.get("outcome").stringValue()).isEqualTo("not met");
    assertThat(granular.has("question")).isFalse();
    assertThat(told.get("criteria").get(0).get("question").stringValue()).endsWith("?");
  }

  @Test
  void endsWithTwoIfNothingCanBeRead() throws IOException {
    assertThat(Run.cotejo("publish", "check", directory).code()).isEqualTo(2);
    assertThat(Run.cotejo("publish", "check", directory.resolve("none")).code()).isEqualTo(2);
    assertThat(Run.cotejo("publish", "check", Run.deserted()).code()).isEqualTo(2);
    assertThat(Run.cotejo("publish", "check", "http://x/?y").code()).isEqualTo(2);
    assertThat(Run.cotejo("publish").code()).isEqualTo(2);
  }

  @Test
  void exportsNothingThatIsNoPublication() throws IOException {
    Path out = elsewhere.resolve("data");
    assertThat(Run.cotejo("export", results(ROWS), out).err()).contains("no bulletin");
    assertThat(Run.cotejo("export", directory, out, "--format=xls").err())
        .contains("no format 'xls'", "cdf-json");
    assertThat(Run.cotejo("export", directory, out, "--license=free for all").code()).isEqualTo(2);
    assertThat(out).doesNotExist();
  }
}
