package org.cotejo.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mappings proposed for tables as people make them; each can be read as it was printed.
class MappingGuessTest {
  private static final ElectionPackage ELECTION = election();

  @TempDir private Path directory;

  private static ElectionPackage election() {
    var files = new PackageFiles();
    files.election(
        "e",
        Map.of("en", "Election"),
        LocalDate.of(2026, 1, 1),
        Mode.REHEARSAL,
        List.of("paper", "machine"));
    files.area("SY", "", "country", "Synthetia", "Synthetia");
    files.contest("1", "SY", "", "Contest", ValidVotesBase.ALL_SELECTIONS);
    files.selection("1", "22", Selection.Type.LIST, "SY", "Águila", "Aguila");
    files.selection("1", "5", Selection.Type.LIST, "SY", "Río", "Rio");
    for (int station = 1; station <= 9; station++) {
      files.station("010000" + station, "SY", 2000, "", "", "");
    }
    return ((PackageOutcome.Read) ElectionPackageReader.read(files.files())).electionPackage();
  }

  private List<String> proposed(String table, Charset encoding) throws Exception {
    Path file = Files.write(directory.resolve("t.csv"), table.getBytes(encoding));
    String text = MappingGuess.propose(file, "t.csv", ELECTION);
    Path mapping = Files.writeString(directory.resolve("t.mapping"), text);
    Source read = TableSource.read(mapping, "m", Mapping.read(mapping), ELECTION, "t");
    assertThat(read.unknown()).isEmpty();
    assertThat(read.defects()).isEmpty();
    assertThat(read.has(0, 0)).isTrue();
    return text.lines().toList();
  }

  @Test
  void proposesForATableOfAnOffice() throws Exception {
    String table =
        """
        Mesa;Inscritos;Votos nulos;Águila;lista 5;Observación
        100001;1.609;3;1.200;33;
        100002;559;3;41;33;x
        Total;2.168;6;1.241;66;
        """;
    assertThat(proposed(table, Charset.forName("windows-1252")))
        .containsExactly(
            "# Proposed from the first rows. Read every line and mend it before use.",
            "# Columns not used: Observación",
            "format = cotejo-mapping/1",
            "file = t.csv",
            "encoding = windows-1252",
            "separator = ;",
            "station.column = Mesa",
            "station.width = 7",
            "station.totals = Total",
            "contest = 1",
            "figure.registeredVoters = Inscritos",
            "figure.invalidVotes = Votos nulos",
            "figure.votes.22 = Águila",
            "figure.votes.5 = lista 5",
            "thousands = .");
  }

  @Test
  void proposesForARowForEachSelectionAndForChannels() throws Exception {
    assertThat(
            proposed(
                "\uFEFFparty\tvotes\tid\n22\t7\t0100001\n5\t3\t0100001\n22\t1\t0100002\n5\t0\t0100002\n",
                StandardCharsets.UTF_16LE))
        .contains(
            "encoding = utf-16le",
            "separator = tab",
            "station.column = id",
            "selection.column = party",
            "votes.column = votes");
    assertThat(proposed("id,paper 22,machine votes 22\n0100001,4,5\n", StandardCharsets.UTF_8))
        .contains("figure.paper.votes.22 = paper 22")
        .contains("figure.machine.votes.22 = machine votes 22");
  }

  /// As spreadsheets write heads with a line end in the cell; and coordinates are no counts.
  @Test
  void proposesOneLineForAHeadOfSeveralAndNoMarkOfOtherColumns() throws Exception {
    assertThat(
            proposed(
                "id,\"votos\n22\",latitud,\"no\nusada\"\n0100001,4,18.486,x\n",
                StandardCharsets.UTF_8))
        .contains("figure.votes.22 = votos 22", "# Columns not used: latitud, no usada")
        .noneMatch(line -> line.startsWith("thousands"));
  }

  @Test
  void refusesATableOfAnotherElection() throws Exception {
    Path file = Files.writeString(directory.resolve("t.csv"), "id,22\n900,5\n901,6\n");
    assertThatThrownBy(() -> MappingGuess.propose(file, "t.csv", ELECTION))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("t.csv: no column has codes of this election's stations");
    Path empty = Files.writeString(directory.resolve("e.csv"), "");
    assertThatThrownBy(() -> MappingGuess.propose(empty, "e.csv", ELECTION))
        .hasMessageContaining("no table");
  }
}
