package org.cotejo.audit.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotejo.audit.LogHistory;
import org.cotejo.audit.Summary;
import org.cotejo.audit.docket.Arrival;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.DocketText;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.audit.docket.Filing;
import org.cotejo.audit.evidence.bag.BagFile;
import org.cotejo.audit.evidence.bag.BagPath;
import org.cotejo.audit.evidence.bag.BagWriter;
import org.cotejo.audit.evidence.bag.DigestAlgorithm;
import org.cotejo.audit.evidence.bag.Packing;
import org.cotejo.audit.evidence.bag.RoCrate;
import org.cotejo.audit.report.DocketJson;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.log.TlogProof;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Kind;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.SealedText;

/// Takes a docket, or one case of it, out of a publication that was verified. What is confidential
/// stays out: of an exhibit that is committed to there is the commitment, of a text that was
/// withdrawn nothing.
public final class DocketBag {
  private static final int MAX_FILES = 100_000;

  private final Docket docket;
  private final Summary summary;
  private final LogHistory history;
  private final LogHistory.Place place;
  private final SortedMap<Long, byte[]> statements = new TreeMap<>();

  private DocketBag(Docket docket, Summary summary, LogHistory history, LogHistory.Place place) {
    this.docket = docket;
    this.summary = summary;
    this.history = history;
    this.place = place;
  }

  /// What was written.
  ///
  /// @param exhibits files of exhibits among them
  /// @param kept exhibits that are committed to and not disclosed
  /// @param absent exhibits whose file is known and was not found
  public record Written(
      List<BagFile> files, int statements, int exhibits, int texts, int kept, int absent) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /// @param which `all`, or the entry or leaf hash of a challenge
  /// @param summary of the publication, verified
  /// @param history of the same publication
  /// @param exhibits directory with files of exhibits, whatever they are called
  /// @param texts directory with sealed texts
  /// @param version of this program
  /// @param bag a new directory
  /// @throws IOException if there is no such case, or something cannot be read or written
  public static Written write(
      String which,
      Summary summary,
      LogHistory history,
      LogHistory.Place place,
      Optional<Path> exhibits,
      Optional<Path> texts,
      String version,
      Path bag)
      throws IOException {
    Docket docket =
        DocketSelection.of(Docket.of(summary.docket(), summary.fold()), which)
            .orElseThrow(() ->
                new IOException(
                    "no case '%s': give all, or the entry or leaf hash of a challenge"
                        .formatted(which)));
    var writing = new DocketBag(docket, summary, history, place);
    writing.collect();
    Map<Hash, Path> files = writing.files(exhibits);
    Map<Hash, byte[]> open = writing.texts(texts);
    var written = new ArrayList<Written>();
    NewDirectory.make(bag, inside -> written.add(writing.write(inside, files, open, version)));
    return written.getFirst();
  }

  /// The statements of the docket, those they name, entry 0 and the enrolments of their signers.
  private void collect() throws IOException {
    Set<Hash> named = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Filing filing : docket.filings()) {
      statements.put(filing.entry(), filing.envelope().bytes());
      named.addAll(DocketSelection.named(filing.statement()));
      keys.add(filing.envelope().keyId().toString());
    }
    history.forEachEntry(
        place,
        (index, entry) -> {
          if (index == 0 || named.contains(Merkle.leaf(entry)) || isEnrolment(entry, keys)) {
            statements.put(index, entry);
          }
        });
  }

  private static boolean isEnrolment(byte[] entry, Set<String> keys) throws IOException {
    try {
      Sign1 statement = Sign1.decode(entry);
      return statement.type().equals(Kind.ENROLMENT.label()) && keys.contains(statement.subject());
    } catch (MalformedException e) {
      throw new IOException("an entry that was verified is no statement", e);
    }
  }

  /// Files in a directory that are exhibits whose hash is in the log.
  private Map<Hash, Path> files(Optional<Path> directory) throws IOException {
    Map<Hash, Path> found = new HashMap<>();
    if (directory.isEmpty()) {
      return found;
    }
    Set<Hash> wanted = new HashSet<>();
    docket.exhibits().forEach(each -> each.file().ifPresent(file -> wanted.add(file.sha256())));
    try (var all = Files.walk(directory.get().toRealPath())) {
      for (Path file : all.filter(Files::isRegularFile).limit(MAX_FILES).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          Hash digest = Hash.parseHex(DigestAlgorithm.SHA256.digest(in));
          if (wanted.contains(digest)) {
            found.putIfAbsent(digest, file);
          }
        } catch (MalformedException e) {
          throw new IllegalStateException("a digest of ours", e);
        }
      }
    }
    return found;
  }

  /// Texts in a directory that the docket has the digests of, and that nobody withdrew.
  private Map<Hash, byte[]> texts(Optional<Path> directory) throws IOException {
    Map<Hash, byte[]> found = new TreeMap<>();
    if (directory.isEmpty()) {
      return found;
    }
    Set<Hash> wanted = new HashSet<>();
    docket.texts().stream()
        .filter(text -> !text.isWithdrawn())
        .map(DocketText::digest)
        .forEach(wanted::add);
    try (var all = Files.list(directory.get())) {
      for (Path file : all.filter(Files::isRegularFile).limit(MAX_FILES).toList()) {
        if (Files.size(file) <= SealedText.SALT_BYTES + SealedText.MAX_TEXT_BYTES) {
          byte[] bytes = Files.readAllBytes(file);
          Hash digest = Hash.sha256(bytes);
          if (wanted.contains(digest)) {
            found.put(digest, bytes);
          }
        }
      }
    }
    return found;
  }

  private Written write(Path inside, Map<Hash, Path> files, Map<Hash, byte[]> texts, String version)
      throws IOException {
    var writer = new BagWriter(inside);
    var descriptions = new HashMap<BagPath, String>();
    for (Map.Entry<Long, byte[]> entry : statements.entrySet()) {
      long index = entry.getKey();
      Hash leaf = Merkle.leaf(entry.getValue());
      var receipt =
          new TlogProof(
              index, history.tree().inclusion(index, history.tree().size()), history.checkpoint());
      add(
          writer,
          descriptions,
          DocketBagPaths.statement(leaf),
          entry.getValue(),
          "Entry %d of the log, to the byte.".formatted(index));
      add(
          writer,
          descriptions,
          DocketBagPaths.receipt(leaf),
          receipt.bytes(),
          "Proof that entry %d is in the log (C2SP tlog-proof).".formatted(index));
    }
    add(
        writer,
        descriptions,
        DocketBagPaths.ELECTION,
        founding(),
        "The election statement, entry 0.");
    add(
        writer,
        descriptions,
        DocketBagPaths.CHECKPOINT,
        history.checkpoint().bytes(),
        "The signed checkpoint that the receipts are of.");
    for (Map.Entry<Hash, byte[]> text : texts.entrySet()) {
      add(
          writer,
          descriptions,
          DocketBagPaths.text(text.getKey()),
          text.getValue(),
          "A sealed text: 16 bytes of salt, then UTF-8.");
    }
    Set<Hash> packed = new HashSet<>();
    for (FiledExhibit each : docket.exhibits()) {
      Optional<Path> file = each.file().map(Exhibit.File::sha256).map(files::get);
      if (file.isPresent() && packed.add(each.file().orElseThrow().sha256())) {
        BagPath path = DocketBagPaths.file(each.file().orElseThrow());
        writer.copy(path, file.get());
        descriptions.put(path, "An exhibit whose hash is in the log.");
      }
    }
    add(
        writer,
        descriptions,
        DocketBagPaths.DOCKET,
        DocketJson.text(docket, summary.fold(), Map.of()).getBytes(StandardCharsets.UTF_8),
        "What the log has of the docket, for programs.");
    add(
        writer,
        descriptions,
        DocketBagPaths.EXHIBITS,
        ExhibitTable.csv(docket.exhibits(), packed).getBytes(StandardCharsets.UTF_8),
        "Every exhibit, also those committed to and not disclosed.");
    Packing.finish(
        writer,
        crate(version),
        writer.files().stream()
            .map(file -> RoCrate.Item.of(file, descriptions.getOrDefault(file.path(), "A file.")))
            .toList());
    return written(writer.files(), packed.size(), texts.size());
  }

  private Written written(List<BagFile> files, int exhibits, int texts) {
    int known =
        (int)
            docket.exhibits().stream()
                .flatMap(each -> each.file().stream())
                .map(Exhibit.File::sha256)
                .distinct()
                .count();
    int kept = (int) docket.exhibits().stream().filter(each -> each.file().isEmpty()).count();
    return new Written(files, statements.size(), exhibits, texts, kept, known - exhibits);
  }

  private static void add(
      BagWriter writer,
      Map<BagPath, String> descriptions,
      BagPath path,
      byte[] bytes,
      String description)
      throws IOException {
    writer.add(path, bytes);
    descriptions.put(path, description);
  }

  private byte[] founding() throws IOException {
    byte[] founding = statements.get(0L);
    if (founding == null) {
      throw new IOException("the log has no entry 0");
    }
    return founding;
  }

  private RoCrate crate(String version) {
    SortedSet<String> signers = new TreeSet<>();
    long newest = 0;
    for (Filing filing : docket.filings()) {
      signers.add(filing.signer());
      Arrival arrival = filing.arrival();
      newest = Math.max(newest, arrival.before().orElse(arrival.after().orElse(0)));
    }
    String code = summary.electionPackage().code();
    if (signers.isEmpty()) {
      signers.add(code);
    }
    String date =
        newest == 0
            ? summary.electionPackage().date().toString()
            : Instant.ofEpochSecond(newest).atZone(ZoneOffset.UTC).toLocalDate().toString();
    return new RoCrate(
        "Docket of " + code,
        "%d cases of the log of %s at %d entries: statements as signed, with receipts, and exhibits."
            .formatted(docket.cases().size(), code, history.tree().size()),
        date,
        List.copyOf(signers),
        version);
  }
}
