package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotejo.audit.bulk.BulkExport;
import org.cotejo.audit.bulk.BulkFormat;
import org.cotejo.audit.openness.Assessment;
import org.cotejo.audit.openness.Criterion;
import org.cotejo.audit.openness.DirectoryOffer;
import org.cotejo.audit.openness.Openness;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bulk data of a published directory.
class BulkExportTest {
  private static final Set<BulkFormat> ALL = EnumSet.allOf(BulkFormat.class);

  @TempDir private Path directory;
  private Path published;
  private Path target;

  @BeforeEach
  void publish() throws IOException {
    published = directory.resolve("public");
    target = directory.resolve("data");
    CraftedLog log = CraftedLog.night().publish();
    assertThat(log.verify(published)).isInstanceOf(Verdict.Holds.class);
  }

  private BulkExport.Written export(Path to, Set<BulkFormat> formats)
      throws IOException, DoesNotHoldException {
    return BulkExport.write(
        published, to, formats, Optional.of("CC0-1.0"), (step, done, total) -> {});
  }

  @Test
  void describesEveryFileWithTheSizeAndDigestItHas() throws IOException, DoesNotHoldException {
    BulkExport.Written written = export(target, ALL);
    assertThat(written.rows()).isEqualTo(6);
    JsonNode described =
        JsonMapper.builder().build().readTree(target.resolve("datapackage.json").toFile());
    assertThat(described.get("mode").stringValue()).isEqualTo("rehearsal");
    assertThat(described.get("licenses").get(0).get("name").stringValue()).isEqualTo("CC0-1.0");
    List<String> paths = new ArrayList<>();
    for (JsonNode resource : described.get("resources")) {
      byte[] content = Files.readAllBytes(target.resolve(resource.get("path").stringValue()));
      assertThat(resource.get("bytes").longValue()).isEqualTo(content.length);
      assertThat(resource.get("hash").stringValue())
          .isEqualTo("sha256:" + Hash.sha256(content).hex());
      paths.add(resource.get("path").stringValue());
    }
    paths.add("datapackage.json");
    try (var files = Files.list(target)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(paths)
          .hasSize(12);
    }
  }

  @Test
  void writesTheSameBytesAgain() throws IOException, DoesNotHoldException {
    Path again = directory.resolve("again");
    export(target, ALL);
    export(again, ALL);
    try (var files = Files.list(target)) {
      for (Path file : files.toList()) {
        assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void writesOnlyWhatIsAskedFor() throws IOException, DoesNotHoldException {
    export(target, EnumSet.of(BulkFormat.JSONL));
    assertThat(target.resolve("results.jsonl")).exists();
    assertThat(target.resolve("results.csv")).doesNotExist();
    assertThat(target.resolve("totals.csv")).doesNotExist();
    assertThat(target.resolve("columns")).doesNotExist();
  }

  /// Read back by a reader of other people's making.
  @Test
  void parquetHasTheRowsOfTheTable() throws IOException, DoesNotHoldException {
    export(target, EnumSet.of(BulkFormat.CSV, BulkFormat.PARQUET));
    List<String> read = new ArrayList<>();
    try (var file = ParquetFileReader.open(InputFile.of(target.resolve("results.parquet")));
        RowReader rows = file.rowReader()) {
      assertThat(file.getFileMetaData().keyValueMetadata())
          .containsEntry("mode", "rehearsal")
          .containsEntry("bulletin", "1");
      while (rows.hasNext()) {
        rows.next();
        read.add(
            "rehearsal,%s,%s,%s,%s,%s,%s,%s,%s,%d"
                .formatted(
                    rows.getString("contest"),
                    rows.getString("station"),
                    rows.getString("area"),
                    rows.getString("state"),
                    rows.isNull("entry") ? "" : rows.getLong("entry"),
                    rows.isNull("channel") ? "" : rows.getString("channel"),
                    rows.getString("figure"),
                    rows.isNull("selection") ? "" : rows.getString("selection"),
                    rows.getLong("count")));
      }
    }
    List<String> table = Files.readAllLines(target.resolve("results.csv"));
    assertThat(table.stream().filter(line -> line.contains(",NOT_RECEIVED,,,registered,,")))
        .hasSize(2);
    assertThat(read)
        .containsExactlyElementsOf(table.subList(1, table.size()))
        .hasSizeGreaterThan(6);
  }

  /// Our own layout, which its own check knows; what it lacks is a licence.
  @Test
  void isOpenByEveryPrincipleThatAProgramCanDecideButForALicence()
      throws IOException, DoesNotHoldException {
    Map<Criterion, Assessment.Outcome> found = openness();
    assertThat(found)
        .containsEntry(Criterion.GRANULAR, Assessment.Outcome.MET)
        .containsEntry(Criterion.COMPLETE, Assessment.Outcome.MET)
        .containsEntry(Criterion.MISSING_LISTED, Assessment.Outcome.MET)
        .containsEntry(Criterion.COMPARABLE, Assessment.Outcome.MET)
        .containsEntry(Criterion.CHANGES, Assessment.Outcome.MET)
        .containsEntry(Criterion.DIGESTS, Assessment.Outcome.MET)
        .containsEntry(Criterion.LICENSE_FREE, Assessment.Outcome.NOT_MET);
    export(directory.resolve("beside"), EnumSet.of(BulkFormat.CSV));
    Files.move(directory.resolve("beside"), published.resolve("data"));
    assertThat(openness()).doesNotContainValue(Assessment.Outcome.NOT_MET);
  }

  private Map<Criterion, Assessment.Outcome> openness() throws IOException {
    return Openness.of(DirectoryOffer.read(published)).stream()
        .collect(Collectors.toMap(Assessment::criterion, Assessment::outcome));
  }

  private void refuses(String place) {
    assertThatThrownBy(() -> export(target, ALL))
        .isInstanceOfSatisfying(
            DoesNotHoldException.class,
            fault -> assertThat(fault.verdict().place()).startsWith(place));
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesAShardThatWasChangedAndLeavesNothing() throws IOException {
    Path shard;
    try (var files = Files.list(published.resolve("totals"))) {
      shard =
          files
              .filter(file -> file.toString().endsWith(".csv"))
              .filter(file -> contains(file, ",COUNTED,"))
              .findFirst()
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(shard);
    // A digit of the last figure, so that size and columns stay as they are.
    content[content.length - 2] ^= 1;
    Files.write(shard, content);
    refuses("totals/" + shard.getFileName());
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refusesAnIndexThatWasChanged() throws IOException {
    String latest = Files.readString(published.resolve("latest.json"));
    String index = latest.replaceAll("(?s).*\"index\":\"([^\"]*)\".*", "$1");
    Path file = published.resolve(index.strip());
    byte[] content = Files.readAllBytes(file);
    content[content.length - 3] ^= 1;
    Files.write(file, content);
    refuses(index.strip());
  }

  @Test
  void refusesAPackageThatWasChanged() throws IOException {
    Path file = published.resolve("package/selections.csv");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 2) + "x\n");
    refuses("package/selections.csv");
  }

  @Test
  void writesNothingIntoThePublicationThatIsSealed() {
    for (Path inside : List.of(published.resolve("data"), published.resolve("a/../b/c"))) {
      assertThatThrownBy(
              () -> BulkExport.write(published, inside, ALL, Optional.empty(), (s, d, t) -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("inside the publication");
    }
    assertThat(published.resolve("data")).doesNotExist();
  }

  @Test
  void saysWhatToGiveWhereThereIsNoBulletin() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> PublishedBulletin.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("give the published directory");
  }

  @Test
  void hasTheSameFiguresForTheSelectionsInCdfAndTable() throws IOException, DoesNotHoldException {
    export(target, EnumSet.of(BulkFormat.CSV, BulkFormat.CDF_JSON));
    long table =
        Files.readAllLines(target.resolve("results.csv")).stream()
            .filter(line -> line.contains(",votes,"))
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
            .sum();
    JsonNode report =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(target.resolve("results.cdf.json"), StandardCharsets.UTF_8));
    long listed = 0;
    for (JsonNode votes : report.findValues("VoteCounts")) {
      for (JsonNode count : votes) {
        listed +=
            count.get("GpUnitId").stringValue().startsWith("s")
                ? count.get("Count").longValue()
                : 0;
      }
    }
    assertThat(listed).isEqualTo(table).isPositive();
  }

  @Test
  void namesEachFormatOnce() {
    assertThat(Arrays.stream(BulkFormat.values()).map(BulkFormat::file)).doesNotHaveDuplicates();
  }
}
