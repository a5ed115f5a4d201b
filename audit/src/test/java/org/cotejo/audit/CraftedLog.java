package org.cotejo.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Cosigner;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Policy;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.Organisation;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TimeMark;
import org.cotejo.publication.Manifest;
import org.cotejo.publication.Publication;
import org.cotejo.publication.SiteProgram;

/// A publication by somebody who holds every key of the log and the operator and puts into it
/// whatever they like; tree, manifest and checkpoint fit whatever that is.
final class CraftedLog {
  static final String ORIGIN = "crafted.example/1";
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  final SyntheticElection election = new SyntheticElection(6, 1, 1);

  /// Every file, by path, as a reader would get it.
  final Map<String, byte[]> files = new TreeMap<>();

  private final ElectionPackage electionPackage = electionPackage();
  private final MerkleTree tree = new MerkleTree();
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Long> publishedSizes = new ArrayList<>();
  private final SiteProgram program;
  private final Publication publication;
  private final ElectionId id;

  CraftedLog() {
    this("authority");
  }

  /// @param founder who signs entry 0
  CraftedLog(String founder) {
    this(founder, SiteProgram.NONE);
  }

  private CraftedLog(String founder, SiteProgram program) {
    this.program = program;
    publication =
        new Publication(
            electionPackage,
            AuthorityKeys.of(key("authority").verificationKey()),
            program,
            tree::leaf,
            tree::root,
            files::put);
    Sign1 founding = founding().sign(key(founder));
    id = ElectionId.of(founding.bytes());
    append(founding);
  }

  static SigningKey key(String name) {
    return SigningKey.fromSeed(
        Algorithm.ED25519, Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private ElectionPackage electionPackage() {
    PackageFiles made = election.packageFiles();
    for (int station = 0; station < 6; station++) {
      made.device(
          election.stationCode(station), key("station " + station).verificationKey().toString());
    }
    return switch (ElectionPackageReader.read(made.files())) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  ElectionStatement founding() {
    return new ElectionStatement(
        electionPackage.code(),
        Mode.REHEARSAL,
        ORIGIN,
        List.of(key("log").verificationKey()),
        "",
        List.of(key("operator").verificationKey()),
        List.of(key("court").verificationKey()),
        PackageFit.digests(electionPackage),
        ElectionStatement.Limits.STANDARD,
        program.digest(),
        List.of(
            new Organisation("list", key("list").verificationKey()),
            new Organisation("watch", key("watch").verificationKey())));
  }

  /// A night of all stations but the last two with one bulletin, not published yet.
  static CraftedLog night() {
    return night(SiteProgram.NONE);
  }

  /// The same with a program of the results site.
  static CraftedLog night(SiteProgram program) {
    var log = new CraftedLog("authority", program);
    log.open();
    return log;
  }

  /// A program of two files.
  static SiteProgram program() {
    try {
      return SiteProgram.of(
          Map.of(
              "page.js", "'use strict';\n".getBytes(StandardCharsets.UTF_8),
              "es/data.html", "<!doctype html>\n".getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  void open() {
    say("authority", new PhaseChange(Phase.COUNTING_OPEN));
    for (int station = 0; station < 4; station++) {
      say("station " + station, record(station));
    }
    bulletin();
  }

  TallyRecord record(int station) {
    FiguresFile.Reported reported = election.reported(0, station);
    return new TallyRecord(reported.about(), reported.figures());
  }

  Sign1 say(String signer, Statement statement) {
    Sign1 envelope = statement.sign(id, key(signer));
    append(envelope);
    return envelope;
  }

  ElectionId id() {
    return id;
  }

  private void append(Sign1 envelope) {
    try {
      appendBytes(envelope.bytes());
      publication.apply(envelope, Statement.decode(envelope));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// An entry that the count never hears of.
  void appendBytes(byte[] entry) {
    tree.append(entry);
    entries.add(entry);
  }

  BulletinStatement draft() {
    BulletinStatement draft = publication.draft();
    publication.pages(draft);
    return draft;
  }

  void bulletin() {
    say("operator", new TimeMark(NOW.getEpochSecond() - 60, Optional.empty()));
    say("operator", draft());
  }

  byte[] manifest() {
    return Manifest.text(publication.contents().values(), List.of());
  }

  /// Publishes what the files are by now, whatever the log gives.
  CraftedLog publishAsItIs() {
    List<Manifest.Line> lines =
        publication.contents().keySet().stream()
            .map(path -> {
              byte[] content = Objects.requireNonNull(files.get(path));
              return new Manifest.Line(path, content.length, Hash.sha256(content));
            })
            .toList();
    return publish(Manifest.text(lines, List.of()));
  }

  /// Binds the manifest and signs the checkpoint.
  CraftedLog publish() {
    return publish(manifest());
  }

  CraftedLog publish(byte[] manifest) {
    files.put(Publication.MANIFEST, manifest);
    say("operator", new TimeMark(NOW.getEpochSecond() - 30, Optional.of(Hash.sha256(manifest))));
    return checkpoint("log", ORIGIN);
  }

  /// Logs another station's record, and publishes on top of what is published.
  CraftedLog grow(int station) {
    long now = NOW.getEpochSecond() - 20 + publishedSizes.size();
    publishedSizes.add(tree.size());
    say("station " + station, record(station));
    say("operator", new TimeMark(now, Optional.empty()));
    say("operator", draft());
    List<LogFile> kept = Manifest.keptPartials(publishedSizes);
    byte[] manifest =
        Manifest.text(
            publication.contents().values(),
            Manifest.lines(kept, file -> Objects.requireNonNull(files.get(file.path()))));
    files.put(Publication.MANIFEST, manifest);
    say("operator", new TimeMark(now, Optional.of(Hash.sha256(manifest))));
    return checkpoint("log", ORIGIN);
  }

  /// Signs what there is.
  CraftedLog checkpoint(String signer, String origin) {
    return checkpoint(origin, List.of(signer));
  }

  /// @param names whose keys sign
  CraftedLog checkpoint(String origin, List<String> names) {
    List<SigningKey> signers = names.stream().map(CraftedLog::key).toList();
    for (LogFile file : LogFile.of(tree.size()).toList()) {
      files.put(
          file.path(),
          switch (file) {
            case Tile(int level, long n, int width) -> tree.tile(level, n, width);
            case EntryBundle bundle -> EntryBundle.encode(entries);
          });
    }
    var checkpoint = new Checkpoint(origin, tree.size(), tree.root());
    files.put("checkpoint", new NoteSigner(origin, signers).sign(checkpoint.body()).bytes());
    return this;
  }

  /// Witnesses cosign what was published, at these times.
  CraftedLog cosigned(Map<Cosigner, Long> witnesses) {
    try {
      SignedNote note = SignedNote.parse(Objects.requireNonNull(files.get("checkpoint")));
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      List<SignedNote.Signature> lines =
          witnesses.entrySet().stream()
              .map(witness -> witness.getKey().cosign(checkpoint, witness.getValue()))
              .toList();
      files.put("checkpoint", note.withSignatures(lines).bytes());
      return this;
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  long size() {
    return tree.size();
  }

  /// What a reader says who has nothing but these files and the authority's key.
  Verdict verify(Path directory) throws IOException {
    return verify(directory, verifier());
  }

  Verdict verify(Path directory, Verifier verifier) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return verifier.verify(directory);
  }

  static Verifier verifier(String policy) throws MalformedException {
    var authority = AuthorityKeys.of(key("authority").verificationKey());
    return new Verifier(
        authority,
        Seen.NOTHING,
        InstantSource.fixed(NOW),
        Progress.SILENT,
        Optional.of(Policy.parse(policy.getBytes(StandardCharsets.UTF_8))));
  }

  static Verifier verifier() {
    var authority = AuthorityKeys.of(key("authority").verificationKey());
    return new Verifier(authority, Seen.NOTHING, InstantSource.fixed(NOW), Progress.SILENT);
  }
}
