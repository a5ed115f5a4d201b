package org.cotejo.audit.bulk;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotejo.audit.DoesNotHoldException;
import org.cotejo.audit.PublishedBulletin;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewDirectory;
import org.cotejo.publication.TotalsRow;
import org.cotejo.publication.bulk.BulkFile;
import org.cotejo.publication.bulk.CdfReport;
import org.cotejo.publication.bulk.DataPackage;
import org.cotejo.publication.bulk.DataPackage.Field;
import org.cotejo.publication.bulk.DataPackage.Resource;
import org.cotejo.publication.bulk.Edition;
import org.cotejo.publication.bulk.EmlCount;
import org.cotejo.publication.bulk.ResultsCsv;
import org.cotejo.publication.bulk.ResultsJsonl;
import org.cotejo.publication.bulk.StationStates;
import org.cotejo.publication.bulk.Tables;
import org.cotejo.publication.bulk.TotalsCsv;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes the bulk data of the newest bulletin into a directory. Totals are gone through twice:
/// once to check them and learn the state of every station, once to write. Nothing is in place
/// before all of it is.
public final class BulkExport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DESCRIPTION = "datapackage.json";
  private static final String TOTALS = "totals.csv";
  private static final String CSV = "text/csv";

  private final PublishedBulletin source;
  private final Set<BulkFormat> formats;
  private final Optional<String> license;
  private final Progress progress;
  private final StationStates states = new StationStates();
  private long done;

  private BulkExport(
      PublishedBulletin source,
      Set<BulkFormat> formats,
      Optional<String> license,
      Progress progress) {
    this.source = source;
    this.formats = formats;
    this.license = license;
    this.progress = progress;
  }

  /// Told how far it is.
  @FunctionalInterface
  public interface Progress {
    void at(Step step, long done, long total);
  }

  /// What is being done.
  public enum Step {
    CHECKING,
    WRITING,
    ARRANGING
  }

  /// What was written.
  ///
  /// @param files all but `datapackage.json`, which lists them
  /// @param rows stations in all, each as often as it takes part in a contest
  public record Written(Edition edition, List<Resource> files, long rows) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /// @param published a published directory or a mirror of one
  /// @param target a new directory outside it: what is published is sealed by its manifest
  /// @param license identifier of the licence the data is given under
  /// @throws DoesNotHoldException if a file is not what the bulletin binds; nothing is left then
  public static Written write(
      Path published,
      Path target,
      Set<BulkFormat> formats,
      Optional<String> license,
      Progress progress)
      throws IOException, DoesNotHoldException {
    refuseInside(published, target);
    var export = new BulkExport(PublishedBulletin.read(published), formats, license, progress);
    return export.write(content -> NewDirectory.make(target, content));
  }

  /// Writes into the place of an earlier export, if there is one.
  ///
  /// @return empty if what is there is of the newest bulletin already
  /// @throws DoesNotHoldException as of [#write]; what was there is there still
  public static Optional<Written> replace(
      Path published,
      Path target,
      Set<BulkFormat> formats,
      Optional<String> license,
      Progress progress)
      throws IOException, DoesNotHoldException {
    refuseInside(published, target);
    var export = new BulkExport(PublishedBulletin.read(published), formats, license, progress);
    return export.isIn(target)
        ? Optional.empty()
        : Optional.of(export.write(content -> NewDirectory.replace(target, DESCRIPTION, content)));
  }

  /// Where the files come to be.
  @FunctionalInterface
  private interface Place {
    void fill(NewDirectory.Content content) throws IOException;
  }

  private Written write(Place place) throws IOException, DoesNotHoldException {
    check();
    var written = new ArrayList<Resource>();
    try {
      place.fill(inside -> written.addAll(files(inside)));
    } catch (ChangedException e) {
      throw e.fault;
    }
    return new Written(source.edition(), written, states.size());
  }

  /// Whether a directory holds what this would write. Bytes follow from the bulletin, so its
  /// description says it.
  private boolean isIn(Path target) throws IOException {
    Path description = target.resolve(DESCRIPTION);
    if (!Files.exists(description)) {
      return false;
    }
    try {
      JsonNode there = JSON.readTree(Files.readAllBytes(description));
      Set<String> paths = new HashSet<>();
      there.path("resources").forEach(resource -> paths.add(resource.path("path").asString("")));
      return there.path("bulletin").asLong(0) == source.edition().bulletin()
          && there.path("totalsIndex").asString("").equals("sha256:" + source.edition().index())
          && there.path("licenses").path(0).path("name").asString("").equals(license().orElse(""))
          && paths.equals(paths());
    } catch (JacksonException e) {
      throw new IOException(description + " is no description of bulk data; remove " + target, e);
    }
  }

  private Optional<String> license() {
    return license.or(source.edition().election()::licence);
  }

  private Set<String> paths() {
    Set<String> paths = new HashSet<>(packageTables(source.edition().election()).keySet());
    formats.forEach(format -> paths.add(format.file()));
    if (formats.contains(BulkFormat.CSV)) {
      paths.add(TOTALS);
    }
    return paths;
  }

  private static void refuseInside(Path published, Path target) throws IOException {
    Path root = published.toRealPath();
    Path parent = target.toAbsolutePath().normalize();
    while (!Files.exists(parent) && parent.getParent() != null) {
      parent = parent.getParent();
    }
    if (parent.toRealPath().startsWith(root)) {
      throw new IOException(
          "%s is inside the publication, which its manifest seals; choose a directory beside it"
              .formatted(target));
    }
  }

  /// A file that was sound when it was checked and is not any more.
  private static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient DoesNotHoldException fault;

    ChangedException(DoesNotHoldException fault) {
      super(fault);
      this.fault = fault;
    }
  }

  private void check() throws IOException, DoesNotHoldException {
    source.forEachRow(row -> {
      if (row.kind() == TotalsRow.Kind.STATION) {
        states.add(row);
      }
      tick(Step.CHECKING);
    });
    done = 0;
  }

  private void tick(Step step) {
    progress.at(step, ++done, source.rows());
  }

  private List<Resource> files(Path inside) throws IOException {
    var resources = new ArrayList<Resource>();
    writeRows(inside);
    for (BulkFormat format : BulkFormat.values()) {
      if (formats.contains(format)) {
        resources.add(
            resource(
                inside, format.file(), format.mediaType(), format.description(), format.fields()));
      }
    }
    if (formats.contains(BulkFormat.CSV)) {
      resources.add(
          resource(inside, TOTALS, CSV, "One row for each figure of each area.", Tables.TOTALS));
    }
    for (var table : packageTables(source.edition().election()).entrySet()) {
      Files.write(
          inside.resolve(table.getKey()), source.edition().election().files().get(table.getKey()));
      resources.add(resource(inside, table.getKey(), CSV, "As in the package.", table.getValue()));
    }
    try (OutputStream out = output(inside, DESCRIPTION)) {
      DataPackage.write(source.edition(), resources, license(), out);
    }
    return resources;
  }

  private static Map<String, List<Field>> packageTables(ElectionPackage election) {
    var tables = new LinkedHashMap<String, List<Field>>();
    tables.put("areas.csv", Tables.AREAS);
    tables.put("stations.csv", Tables.STATIONS);
    tables.put("contests.csv", Tables.CONTESTS);
    tables.put("selections.csv", Tables.selections(election.hasColours()));
    return tables;
  }

  private static OutputStream output(Path inside, String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(inside.resolve(name)), 1 << 16);
  }

  private void writeRows(Path inside) throws IOException {
    boolean cdf = formats.contains(BulkFormat.CDF_JSON) || formats.contains(BulkFormat.CDF_XML);
    try (var writers = new Writers(inside);
        var columns = cdf ? new ColumnFile(inside.resolve("columns")) : null) {
      source.forEachRow(row -> {
        for (BulkFile file : writers.files) {
          file.row(row);
        }
        if (columns != null) {
          columns.add(row);
        }
        tick(Step.WRITING);
      });
      for (BulkFile file : writers.files) {
        file.end();
      }
      if (columns != null) {
        arrange(inside, columns.finish());
      }
    } catch (DoesNotHoldException e) {
      throw new ChangedException(e);
    }
  }

  private void arrange(Path inside, List<ColumnFile.Columns> columns) throws IOException {
    progress.at(Step.ARRANGING, 0, 2);
    if (formats.contains(BulkFormat.CDF_JSON)) {
      try (OutputStream out = output(inside, BulkFormat.CDF_JSON.file())) {
        CdfReport.json(source.edition(), columns, states, out);
      }
    }
    progress.at(Step.ARRANGING, 1, 2);
    if (formats.contains(BulkFormat.CDF_XML)) {
      try (OutputStream out = output(inside, BulkFormat.CDF_XML.file())) {
        CdfReport.xml(source.edition(), columns, states, out);
      }
    }
    progress.at(Step.ARRANGING, 2, 2);
  }

  /// The files that are written row by row.
  private final class Writers implements AutoCloseable {
    private final List<BulkFile> files = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();

    Writers(Path inside) throws IOException {
      Edition edition = source.edition();
      for (BulkFormat format : formats) {
        switch (format) {
          case CSV -> {
            files.add(new ResultsCsv(edition, open(inside, BulkFormat.CSV.file())));
            files.add(new TotalsCsv(edition, open(inside, TOTALS)));
          }
          case JSONL -> files.add(new ResultsJsonl(edition, open(inside, BulkFormat.JSONL.file())));
          case EML -> files.add(new EmlCount(edition, states, open(inside, BulkFormat.EML.file())));
          case PARQUET -> {
            var parquet = new ResultsParquet(edition, inside.resolve(BulkFormat.PARQUET.file()));
            files.add(parquet);
            open.add(parquet);
          }
          case CDF_JSON, CDF_XML -> {}
        }
      }
    }

    private OutputStream open(Path inside, String name) throws IOException {
      OutputStream stream = output(inside, name);
      open.add(stream);
      return stream;
    }

    @Override
    public void close() throws IOException {
      for (Closeable stream : open) {
        stream.close();
      }
    }
  }

  private static Resource resource(
      Path inside, String name, String mediaType, String description, List<Field> fields)
      throws IOException {
    Path file = inside.resolve(name);
    return new Resource(name, mediaType, description, fields, Files.size(file), sha256(file));
  }

  /// Of what is on the disk, not of what was meant to get there.
  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var piece = new byte[1 << 16];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }
}
