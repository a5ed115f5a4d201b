package org.cotejo.audit;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.publication.Publication;
import org.cotejo.publication.TotalsColumns;
import org.cotejo.publication.TotalsRow;
import org.cotejo.publication.bulk.Edition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The newest bulletin of a publication in a directory, read back from the totals it names. Each
/// file is compared with the digest by which it is bound: the index with the bulletin's, a shard
/// with the index's, the package with the manifest's. That the bulletin itself follows from the log
/// is what [Verifier] checks.
public final class PublishedBulletin {
  private static final String LATEST = "latest.json";
  private static final int MAX_LATEST = 1 << 16;

  /// An index has a kibibyte for each shard; this is one of a hundred thousand.
  private static final long MAX_INDEX = 128L << 20;

  private static final long MAX_MANIFEST = 64L << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PublishedFiles files;
  private final Edition edition;
  private final List<Shard> shards;

  private record Shard(int contest, String path, Hash digest, long size, long rows) {}

  private PublishedBulletin(PublishedFiles files, Edition edition, List<Shard> shards) {
    this.files = files;
    this.edition = edition;
    this.shards = List.copyOf(shards);
  }

  /// Takes a row.
  @FunctionalInterface
  public interface RowTaker {
    void take(TotalsRow row) throws IOException;
  }

  /// Reads what the bulletin is, not yet its rows.
  ///
  /// @throws DoesNotHoldException if a file is not what it is bound to be
  public static PublishedBulletin read(Path directory) throws IOException, DoesNotHoldException {
    var files = new PublishedFiles(directory);
    if (!files.has(LATEST)) {
      throw new IOException(
          "no bulletin in %s: give the published directory, or a mirror".formatted(directory));
    }
    JsonNode latest = json(LATEST, files.read(LATEST, MAX_LATEST));
    String indexPath = text(LATEST, latest, "index");
    Hash digest = named(LATEST, indexPath, ".json");
    byte[] content = files.read(indexPath, MAX_INDEX);
    if (!Hash.sha256(content).equals(digest)) {
      throw new DoesNotHoldException(indexPath, "differs from the index the bulletin names");
    }
    JsonNode index = json(indexPath, content);
    ElectionPackage election = electionPackage(files);
    for (String same : List.of("election", "mode", "logSize", "asOf")) {
      if (!index.path(same).equals(latest.path(same))) {
        throw new DoesNotHoldException(indexPath, "has another %s than %s".formatted(same, LATEST));
      }
    }
    if (!text(indexPath, index, "election").equals(election.code())
        || !text(indexPath, index, "mode").equals(election.mode().label())) {
      throw new DoesNotHoldException(indexPath, "is of another election than the package");
    }
    var edition =
        new Edition(
            election,
            number(LATEST, latest, "bulletin"),
            number(LATEST, latest, "logSize"),
            text(LATEST, latest, "root"),
            number(LATEST, latest, "asOf"),
            digest.hex(),
            isComplete(indexPath, index));
    return new PublishedBulletin(files, edition, shards(indexPath, index, election));
  }

  public Edition edition() {
    return edition;
  }

  /// Rows that the index announces.
  public long rows() {
    return shards.stream().mapToLong(Shard::rows).sum();
  }

  /// Gives every row of every shard, contest after contest.
  ///
  /// @throws DoesNotHoldException if a shard is not the one that is bound; rows of it have been
  ///   given by then
  public void forEachRow(RowTaker taker) throws IOException, DoesNotHoldException {
    for (Shard shard : shards) {
      read(shard, taker);
    }
  }

  private void read(Shard shard, RowTaker taker) throws IOException, DoesNotHoldException {
    var columns = new TotalsColumns(edition.election(), shard.contest());
    MessageDigest digest = sha256();
    long rows = -1;
    try (var in =
            new DigestInputStream(
                new BufferedInputStream(files.open(shard.path(), shard.size()), 1 << 16), digest);
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .ofCsvRecord(
                    new InputStreamReader(
                        in,
                        StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)))) {
      for (CsvRecord record : csv) {
        if (rows++ >= 0) {
          taker.take(columns.read(record.getFields()));
        } else if (!record.getFields().equals(columns.names())) {
          throw new DoesNotHoldException(shard.path(), "has other columns than its contest");
        }
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (MalformedException e) {
      throw new DoesNotHoldException(
          shard.path(), "line %d: %s".formatted(rows + 1, e.getMessage()));
    } catch (CsvParseException | CharacterCodingException e) {
      throw new DoesNotHoldException(shard.path(), "is not CSV: " + e.getMessage());
    }
    if (!Hash.of(digest.digest()).equals(shard.digest()) || rows != shard.rows()) {
      throw new DoesNotHoldException(shard.path(), "differs from the shard the index names");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }

  private static ElectionPackage electionPackage(PublishedFiles files)
      throws IOException, DoesNotHoldException {
    Map<String, String> bound = manifest(files);
    SortedMap<String, byte[]> contents = new TreeMap<>();
    List<String> names =
        Stream.concat(
                ElectionPackageReader.FILES.stream(),
                ElectionPackageReader.OPTIONAL_FILES.stream()
                    .filter(name -> bound.containsKey("package/" + name)))
            .toList();
    for (String name : names) {
      String path = "package/" + name;
      byte[] content = files.read(path, ElectionPackageReader.MAX_FILE_BYTES);
      if (!Hash.sha256(content).hex().equals(bound.get(path))) {
        throw new DoesNotHoldException(path, "differs from the file the manifest names");
      }
      contents.put(name, content);
    }
    return switch (ElectionPackageReader.read(contents)) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new DoesNotHoldException("package/" + errors.getFirst(), "the package is invalid");
    };
  }

  /// Digests by path, of the files of the package.
  private static Map<String, String> manifest(PublishedFiles files)
      throws IOException, DoesNotHoldException {
    Map<String, String> digests = new HashMap<>();
    new String(files.read(Publication.MANIFEST, MAX_MANIFEST), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("package/"))
        .map(line -> line.split(",", -1))
        .filter(fields -> fields.length == 3)
        .forEach(fields -> digests.put(fields[0], fields[2]));
    return Collections.unmodifiableMap(digests);
  }

  private static List<Shard> shards(String path, JsonNode index, ElectionPackage election)
      throws DoesNotHoldException {
    var shards = new ArrayList<Shard>();
    int next = 0;
    for (JsonNode contest : index.path("contests")) {
      if (next == election.contests().size()
          || !text(path, contest, "contest").equals(election.contests().get(next).code())) {
        throw new DoesNotHoldException(path, "has other contests than the package");
      }
      for (JsonNode shard : contest.path("shards")) {
        String file = text(path, shard, "file");
        shards.add(
            new Shard(
                next,
                file,
                named(path, file, ".csv"),
                number(path, shard, "size"),
                number(path, shard, "rows")));
      }
      next++;
    }
    if (next != election.contests().size()) {
      throw new DoesNotHoldException(path, "has other contests than the package");
    }
    return shards;
  }

  private static boolean isComplete(String path, JsonNode index) throws DoesNotHoldException {
    for (JsonNode contest : index.path("contests")) {
      JsonNode stations = contest.path("stations");
      if (number(path, stations, "all") != number(path, stations, "inTotals")
          || number(path, stations, "CONFLICT") != 0) {
        return false;
      }
    }
    return true;
  }

  /// The digest that a file of the totals is named by.
  private static Hash named(String where, String path, String type) throws DoesNotHoldException {
    try {
      if (path.startsWith(Publication.TOTALS) && path.endsWith(type)) {
        return Hash.parseHex(
            path.substring(Publication.TOTALS.length(), path.length() - type.length()));
      }
    } catch (MalformedException e) {
      throw new DoesNotHoldException(where, "names no file of the totals: " + e.getMessage());
    }
    throw new DoesNotHoldException(where, "names no file of the totals");
  }

  private static JsonNode json(String path, byte[] content) throws DoesNotHoldException {
    try {
      return JSON.readTree(content);
    } catch (JacksonException e) {
      throw new DoesNotHoldException(path, "is not JSON: " + e.getOriginalMessage());
    }
  }

  private static String text(String path, JsonNode node, String name) throws DoesNotHoldException {
    JsonNode value = node.path(name);
    if (!value.isString()) {
      throw new DoesNotHoldException(path, name + " is missing or no text");
    }
    return value.stringValue();
  }

  private static long number(String path, JsonNode node, String name) throws DoesNotHoldException {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new DoesNotHoldException(path, name + " is missing or no count");
    }
    return value.longValue();
  }
}
