package org.cotejo.audit.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
  /// Twenty stations, 00000001 to 00000020, and one contest, 1.
  private static final ElectionPackage ELECTION = election();

  private static final String WIDE =
      """
      format = cotejo-mapping/1
      file = table.csv
      contest = 1
      station.column = mesa
      figure.votes.1 = uno
      figure.votes.2 = dos
      """;

  private static final String LONG =
      """
      format = cotejo-mapping/1
      file = table.csv
      contest = 1
      station.column = mesa
      selection.column = lista
      votes.column = votos
      """;

  @TempDir Path directory;

  private static ElectionPackage election() {
    var files = new TreeMap<>(new SyntheticElection(20, 1, 3).packageFiles().files());
    String stations = new String(files.get("stations.csv"), UTF_8);
    files.put("stations.csv", stations.replaceAll("(?m)^S", "0").getBytes(UTF_8));
    return ((PackageOutcome.Read) ElectionPackageReader.read(files)).electionPackage();
  }

  private Source read(String mapping, byte[] table) throws Exception {
    Path file = Files.writeString(directory.resolve("a.mapping"), mapping);
    Files.write(directory.resolve("table.csv"), table);
    return TableSource.read(file, "a.mapping", Mapping.read(file), ELECTION, "a");
  }

  private Source read(String mapping, String table) throws Exception {
    return read(mapping, table.getBytes(UTF_8));
  }

  private static long votes(Source source, String station, int selection) {
    long[] row = source.row(0, ELECTION.station(station).orElseThrow());
    return row.length == 0 ? Cells.ABSENT : row[source.cells(0).votes(0, selection)];
  }

  private static List<String> remarks(Source source) {
    return source.remarks().stream()
        .map(remark -> (remark.code() + " " + String.join(" ", remark.details())).strip())
        .toList();
  }

  @Test
  void readsARowForEachStation() throws Exception {
    Source source = read(WIDE, "mesa,uno,dos\n00000001,12,0\n00000002,,7\n");
    assertThat(votes(source, "00000001", 0)).isEqualTo(12);
    assertThat(votes(source, "00000001", 1)).isZero();
    assertThat(votes(source, "00000002", 0)).isEqualTo(Cells.ABSENT);
    assertThat(votes(source, "00000002", 1)).isEqualTo(7);
    assertThat(source.has(0, 2)).isFalse();
    assertThat(remarks(source)).containsExactly("encoding UTF-8", "rows 2");
    assertThat(source.unknown()).isEmpty();
    assertThat(source.defects()).isEmpty();
  }

  @Test
  void readsARowForEachStationAndSelection() throws Exception {
    String skipping = LONG + "selection.skip = total; blancos\n";
    Source source =
        read(
            skipping,
            "lista;mesa;votos\n1;00000001;5\n2;00000001;6\ntotal;00000001;11\n9;00000001;4\n"
                .replace(';', ','));
    assertThat(votes(source, "00000001", 0)).isEqualTo(5);
    assertThat(votes(source, "00000001", 1)).isEqualTo(6);
    assertThat(remarks(source)).contains("skipped total 1");
    assertThat(source.unknown()).containsExactly(new Source.Unknown("selection", "9", "line 5", 1));
  }

  @Test
  void tellsOfAByteOrderMarkAndDoesNotTakeItForAName() throws Exception {
    for (Charset encoding : List.of(UTF_8, UTF_16LE)) {
      Source source =
          read(
              WIDE + "encoding = " + encoding.name() + "\n",
              "\uFEFFmesa,uno,dos\n00000001,1,2\n".getBytes(encoding));
      assertThat(votes(source, "00000001", 0)).isEqualTo(1);
      assertThat(remarks(source)).contains("byte-order-mark");
    }
  }

  @Test
  void readsTheEncodingAndSeparatorThatTheMappingNames() throws Exception {
    Source source =
        read(
            """
            format = cotejo-mapping/1
            file = table.csv
            contest = 1
            encoding = iso-8859-1
            separator = ;
            station.column = sección
            figure.votes.1 = año
            """,
            "sección;año\n00000003;9\n".getBytes(ISO_8859_1));
    assertThat(votes(source, "00000003", 0)).isEqualTo(9);
  }

  @Test
  void namesTheLineThatIsNotInTheEncoding() {
    assertThatThrownBy(
            () -> read(WIDE, "mesa,uno,dos\n00000001,1,2\n\u00e1,1,2\n".getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("table.csv:")
        .hasMessageContaining("name the encoding in the mapping");
  }

  @Test
  void unpacksATable() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("mesa,uno,dos\n00000001,1,2\n".getBytes(UTF_8));
    }
    assertThat(votes(read(WIDE, packed.toByteArray()), "00000001", 1)).isEqualTo(2);
  }

  @Test
  void takesThousandsPointsAwayOnlyWhereTheMappingSaysSoAndSaysHowOften() throws Exception {
    String table = "mesa,uno,dos\n00000001,1.234,\"5,0\"\n00000002,12.34,8\n";
    Source marked = read(WIDE + "thousands = .\ndecimal = ,\n", table);
    assertThat(votes(marked, "00000001", 0)).isEqualTo(1234);
    assertThat(votes(marked, "00000001", 1)).isEqualTo(5);
    assertThat(votes(marked, "00000002", 0)).isEqualTo(Cells.ABSENT);
    assertThat(marked.defects(0, 1))
        .containsExactly(new Source.Defect("not-a-count", "line 3: '12.34'"));
    assertThat(remarks(marked)).contains("thousands 1", "fractions 1");

    Source plain = read(WIDE, table);
    assertThat(votes(plain, "00000001", 0)).isEqualTo(Cells.ABSENT);
    assertThat(plain.defects(0, 0)).hasSize(2);
  }

  @Test
  void putsLeadingZerosBackAndSaysHowOften() throws Exception {
    String table = "mesa,uno,dos\n1,3,4\n00000002,5,6\n";
    Source padded = read(WIDE + "station.width = 8\n", table);
    assertThat(votes(padded, "00000001", 0)).isEqualTo(3);
    assertThat(remarks(padded)).contains("padded 1");
    assertThat(read(WIDE, table).unknown())
        .containsExactly(new Source.Unknown("station", "1", "line 2", 1));
  }

  @Test
  void setsRowsOfTotalsApart() throws Exception {
    Source source =
        read(WIDE + "station.totals = TOTAL\n", "mesa,uno,dos\n00000001,3,4\nTOTAL,3,5\n");
    assertThat(votes(source, "00000001", 1)).isEqualTo(4);
    int area = ELECTION.contests().getFirst().area();
    assertThat(source.totals().keySet()).containsExactly(new Source.Place(0, area));
    assertThat(source.totals().values())
        .allMatch(totals -> totals[source.cells(0).votes(0, 1)] == 5);
    assertThat(remarks(source)).contains("total-rows 1");
    assertThat(source.unknown()).isEmpty();
  }

  @Test
  void countsStatusCodesAndTakesThoseNamedForDefects() throws Exception {
    Source source =
        read(
            WIDE + "status.column = estado\nstatus.defects = SIN ACTA\n",
            "mesa,uno,dos,estado\n00000001,3,4,OK\n00000002,1,1,SIN ACTA\n00000003,1,1,OK\n");
    assertThat(remarks(source)).contains("status OK 2", "status SIN ACTA 1");
    assertThat(source.defects(0, 1)).containsExactly(new Source.Defect("status", "SIN ACTA"));
    assertThat(source.defects(0, 0)).isEmpty();
  }

  @Test
  void takesTheFirstOfTwoRowsAndSaysIfTheyDiffer() throws Exception {
    Source source =
        read(WIDE, "mesa,uno,dos\n00000001,3,4\n00000001,3,4\n00000002,1,1\n00000002,1,9\n");
    assertThat(remarks(source)).contains("repeated 1");
    assertThat(votes(source, "00000002", 1)).isEqualTo(1);
    assertThat(source.defects(0, 1)).containsExactly(new Source.Defect("rows-differ", "line 5"));
    assertThat(source.defects(0, 0)).isEmpty();
  }

  @Test
  void listsWhatThePackageDoesNotHave() throws Exception {
    String byContest = WIDE.replace("contest = 1", "contest.column = cargo");
    Source source =
        read(
            byContest,
            "cargo,mesa,uno,dos\n1,99999999,1,2\n1,99999999,1,2\n7,00000001,1,2\n1,00000001,1,2\n");
    assertThat(source.unknown())
        .containsExactly(
            new Source.Unknown("station", "99999999", "line 2", 2),
            new Source.Unknown("contest", "7", "line 4", 1));
    assertThat(votes(source, "00000001", 0)).isEqualTo(1);
  }

  @Test
  void namesTheColumnsThatItDidNotUse() throws Exception {
    assertThat(remarks(read(WIDE, "mesa,uno,dos,nota\n00000001,1,2,x\n")))
        .contains("unused-columns nota");
  }

  @Test
  void saysWhichColumnIsMissingAndWhichThereAre() {
    assertThatThrownBy(() -> read(WIDE, "mesa,uno\n00000001,1\n"))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("table.csv:1: no column is called 'dos'");
    assertThatThrownBy(() -> read(WIDE, ""))
        .isInstanceOf(MalformedException.class)
        .hasMessage("table.csv:1: the table is empty");
  }

  /// The first of the two would be as good as the second: nobody may choose in silence.
  @Test
  void refusesAColumnThatIsThereTwice() {
    assertThatThrownBy(() -> read(WIDE, "mesa,uno,uno,dos\n00000001,1,2,3\n"))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("table.csv:1: two columns are called 'uno'");
  }

  @Test
  void doesNotMindAColumnTwiceThatItDoesNotRead() throws Exception {
    assertThat(votes(read(WIDE, "mesa,nota,uno,dos,nota\n00000001,x,2,3,y\n"), "00000001", 0))
        .isEqualTo(2);
  }

  @Test
  void readsHeadsThatGoOverSeveralLines() throws Exception {
    String mapping = WIDE.replace("= uno", "= lista uno");
    assertThat(votes(read(mapping, "mesa,\"lista\r\nuno\",dos\n00000001,2,3\n"), "00000001", 0))
        .isEqualTo(2);
  }

  @Test
  void readsAMappingWithAByteOrderMark() throws Exception {
    assertThat(votes(read("\uFEFF" + WIDE, "mesa,uno,dos\n00000001,2,3\n"), "00000001", 0))
        .isEqualTo(2);
  }

  @Test
  void namesTheFileThatIsNoTableAndWhatToDo() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("mesa,uno,dos\n00000001,1,2\n".getBytes(UTF_8));
    }
    byte[] cut = Arrays.copyOf(packed.toByteArray(), 20);
    assertThatThrownBy(() -> read(WIDE, cut))
        .hasMessageContaining("table.csv: packed with gzip, and cut off or damaged");
    assertThatThrownBy(() -> read(WIDE, HexFormat.of().parseHex("d0cf11e0a1b11ae1")))
        .hasMessageContaining("table.csv: a workbook of the old kind (XLS); save it as XLSX");
    Files.delete(directory.resolve("table.csv"));
    Path file = Files.writeString(directory.resolve("a.mapping"), WIDE);
    Files.createDirectory(directory.resolve("table.csv"));
    assertThatThrownBy(() -> TableSource.read(file, "a.mapping", Mapping.read(file), ELECTION, "a"))
        .hasMessageContaining("table.csv: is a directory, not a table");
  }

  @Test
  void namesTheLineOfAMappingThatIsWrong() {
    assertThatThrownBy(() -> read(WIDE + "colour = red\n", "mesa\n"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a.mapping:7: no such key: 'colour'");
    assertThatThrownBy(() -> read(WIDE + "contest = 1\n", "mesa\n"))
        .hasMessage("a.mapping:7: 'contest' is there already");
    assertThatThrownBy(() -> read(WIDE + "thousands = .\ndecimal = .\n", "mesa\n"))
        .hasMessage("a.mapping: thousands and decimal are the same mark");
    assertThatThrownBy(() -> read(WIDE + "encoding = no such\n", "mesa\n"))
        .hasMessage("a.mapping: no encoding is called 'no such'");
  }
}
