package org.cotejo.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.audit.docket.DocketLog;
import org.cotejo.audit.docket.StationValue;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Policy;
import org.cotejo.log.SignedNote;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Device;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.publication.Publication;
import org.cotejo.publication.SiteProgram;
import org.cotejo.publication.Witnessing;

/// Verifies a publication from its files alone, given nothing but the authority's keys: log keys,
/// operator keys and the digests of package and program come from entry 0, the tree from the
/// entries, and every other published byte from one fold over them.
public final class Verifier {
  private static final String CHECKPOINT = PublishedFiles.CHECKPOINT;

  private final AuthorityKeys authority;
  private final InstantSource clock;
  private final Progress progress;
  private final Seen seen;
  private final Optional<PolicyCheck> policy;

  /// A verifier that asks for no witnesses.
  ///
  /// @param clock read once, for the age of the newest time-mark
  /// @param seen the sizes and roots this reader has seen before
  public Verifier(AuthorityKeys authority, Seen seen, InstantSource clock, Progress progress) {
    this(authority, seen, clock, progress, Optional.empty());
  }

  /// @param clock read once, for the age of the newest time-mark
  /// @param seen the sizes and roots this reader has seen before
  /// @param policy what the reader demands of witnesses
  public Verifier(
      AuthorityKeys authority,
      Seen seen,
      InstantSource clock,
      Progress progress,
      Optional<Policy> policy) {
    this.authority = authority;
    this.seen = seen;
    this.clock = clock;
    this.progress = progress;
    this.policy = policy.map(PolicyCheck::new);
  }

  /// One statement, decoded and with its signature checked.
  private record Checked(Sign1 envelope, Statement statement) {}

  /// Verifies the files in a directory. If it is published into meanwhile, starts again on the
  /// newer state.
  ///
  /// @throws IOException if a file that is there cannot be read
  public Verdict verify(Path directory) throws IOException {
    var files = new PublishedFiles(directory);
    if (!files.has(CHECKPOINT) && !files.has(Publication.MANIFEST)) {
      return new Verdict.CouldNotCheck("nothing is published in " + directory);
    }
    return Moving.verify(
        new Moving() {
          @Override
          public byte[] checkpoint() throws IOException {
            return files.checkpoint();
          }

          @Override
          public boolean isUnderWay() {
            return files.has(LogDirectory.NEXT_CHECKPOINT);
          }

          @Override
          public Verdict check() throws IOException {
            return verifyOnce(files);
          }
        });
  }

  private Verdict verifyOnce(PublishedFiles files) throws IOException {
    try (var parallel = new Parallel()) {
      return new Verdict.Holds(check(files, parallel));
    } catch (DoesNotHoldException e) {
      return e.verdict();
    } catch (NoSuchFileException e) {
      // It was there a moment ago: published into, or taken away.
      return new Verdict.DoesNotHold(files.pathOf(Path.of(e.getFile())), "the file is missing");
    }
  }

  private Summary check(PublishedFiles files, Parallel parallel)
      throws IOException, DoesNotHoldException {
    var published = PublishedCheckpoint.read(files);
    Checkpoint checkpoint = published.content();
    Checked founding = founding(files, checkpoint);
    var election = (ElectionStatement) founding.statement();
    List<NoteVerifier> logKeys = published.check(election, authority);
    Optional<Witnessed> witnessed =
        policy.isPresent()
            ? Optional.of(policy.get().check(published.note(), election.origin(), logKeys))
            : Optional.empty();
    checkWitnessing(files, published.note(), checkpoint);
    ElectionId id = ElectionId.of(founding.envelope().bytes());
    seen.refuseOlder(id, checkpoint);
    ElectionPackage electionPackage = electionPackage(files, election);
    SiteProgram program = PublishedProgram.read(files, election.site());
    var log = new PublishedLog(files, checkpoint);
    log.read(parallel, progress);
    seen.refuseFork(id, log.tree());
    var comparison = new Comparison(files, parallel, checkpoint, progress);
    var docket = new DocketLog(log.tree()::indexOf);
    Publication publication =
        count(
            files,
            parallel,
            log,
            checkpoint,
            electionPackage,
            program,
            election,
            comparison,
            docket);
    published.confirm(election.origin(), publication.fold().register().logKeys());
    long compared = comparison.finish(publication, log.tree());
    seen.remember(id, checkpoint);
    Instant newest = Instant.ofEpochSecond(publication.fold().asOf().orElse(0));
    return new Summary(
        id,
        electionPackage,
        checkpoint.size(),
        Duration.between(newest, clock.instant()),
        checkpoint.size(),
        compared,
        publication.newest().map(b -> b.number()).orElse(0L),
        publication.newest(),
        publication.fold(),
        docket,
        witnessed);
  }

  private Checked founding(PublishedFiles files, Checkpoint checkpoint)
      throws IOException, DoesNotHoldException {
    EntryBundle bundle = first(files, checkpoint);
    Map<KeyId, VerificationKey> trusted = new HashMap<>();
    authority.keys().forEach(key -> trusted.put(key.id(), key));
    byte[] entry = files.entries(bundle).getFirst();
    Checked founding = check(bundle, 0, entry, trusted, "is not the authority's");
    if (!(founding.statement() instanceof ElectionStatement)) {
      throw new DoesNotHoldException(bundle.path(), "entry 0 is not an election statement");
    }
    return founding;
  }

  /// The bundle with entry 0. If it is not there as wide as the checkpoint's size makes it, that of
  /// another width tells whether the checkpoint is at fault: entry 0 has the keys to judge it.
  private static EntryBundle first(PublishedFiles files, Checkpoint checkpoint) {
    var expected = new EntryBundle(0, (int) Math.min(LogFile.FULL, checkpoint.size()));
    return IntStream.rangeClosed(1, LogFile.FULL)
        .mapToObj(width -> new EntryBundle(0, width))
        .filter(other -> !files.has(expected.path()) && files.has(other.path()))
        .findFirst()
        .orElse(expected);
  }

  /// What is said of witnesses is signed by nobody; if it is there, it must at least be about this
  /// checkpoint.
  private static void checkWitnessing(PublishedFiles files, SignedNote note, Checkpoint checkpoint)
      throws IOException, DoesNotHoldException {
    if (!files.has(Witnessing.PATH)) {
      return;
    }
    try {
      Witnessing state = Witnessing.parse(files.read(Witnessing.PATH, Witnessing.MAX_BYTES));
      if (!state.fits(checkpoint.size(), note)) {
        throw new DoesNotHoldException(Witnessing.PATH, "is not about the published checkpoint");
      }
    } catch (MalformedException e) {
      throw new DoesNotHoldException(Witnessing.PATH, String.valueOf(e.getMessage()));
    }
  }

  private static ElectionPackage electionPackage(PublishedFiles files, ElectionStatement election)
      throws IOException, DoesNotHoldException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    for (var bound : election.packageDigests().entrySet()) {
      String path = "package/" + bound.getKey();
      byte[] content = files.read(path, ElectionPackageReader.MAX_FILE_BYTES);
      if (!Hash.sha256(content).equals(bound.getValue())) {
        throw new DoesNotHoldException(path, "differs from the file entry 0 binds");
      }
      contents.put(bound.getKey(), content);
    }
    return switch (ElectionPackageReader.read(contents)) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new DoesNotHoldException("package/" + errors.getFirst(), "the package is invalid");
    };
  }

  private Publication count(
      PublishedFiles files,
      Parallel parallel,
      PublishedLog log,
      Checkpoint checkpoint,
      ElectionPackage electionPackage,
      SiteProgram program,
      ElectionStatement election,
      Comparison comparison,
      DocketLog docket)
      throws IOException, DoesNotHoldException {
    Map<KeyId, VerificationKey> keys = new HashMap<>(log.enrolled());
    for (Device device : electionPackage.devices()) {
      keys.put(device.key().id(), device.key());
    }
    election.organisations().forEach(holder -> keys.put(holder.key().id(), holder.key()));
    election.courts().forEach(key -> keys.put(key.id(), key));
    election.operators().forEach(key -> keys.put(key.id(), key));
    authority.keys().forEach(key -> keys.put(key.id(), key));
    MerkleTree tree = log.tree();
    var publication =
        new Publication(electionPackage, authority, program, tree::leaf, tree::root, comparison);
    publication.expect(log.bulletinSizes());
    long bundles = (checkpoint.size() + LogFile.FULL - 1) / LogFile.FULL;
    parallel.inOrder(
        bundles,
        n -> check(files, log.bundle(n), keys),
        (n, statements) -> {
          for (Checked statement : statements) {
            refuseRepeated(tree, log.bundle(n), publication.fold().size());
            apply(publication, docket, log.bundle(n), statement);
          }
          progress.at(Progress.Step.COUNTING, publication.fold().size(), checkpoint.size());
        });
    return publication;
  }

  private static List<Checked> check(
      PublishedFiles files, EntryBundle bundle, Map<KeyId, VerificationKey> keys)
      throws IOException, DoesNotHoldException {
    var statements = new ArrayList<Checked>(bundle.width());
    long index = bundle.n() * LogFile.FULL;
    for (byte[] entry : files.entries(bundle)) {
      statements.add(check(bundle, index++, entry, keys, "is not enrolled anywhere in the log"));
    }
    return statements;
  }

  private static Checked check(
      EntryBundle bundle,
      long index,
      byte[] entry,
      Map<KeyId, VerificationKey> keys,
      String unknown)
      throws DoesNotHoldException {
    try {
      Sign1 envelope = Sign1.decode(entry);
      VerificationKey key = keys.get(envelope.keyId());
      if (key == null) {
        throw new DoesNotHoldException(
            bundle.path(),
            "entry %d is signed by key %s, which %s".formatted(index, envelope.keyId(), unknown));
      }
      if (!envelope.isSignedBy(key)) {
        throw new DoesNotHoldException(
            bundle.path(), "entry %d: the signature does not verify".formatted(index));
      }
      return new Checked(envelope, Statement.decode(envelope));
    } catch (MalformedException e) {
      throw new DoesNotHoldException(
          bundle.path(), "entry %d: %s".formatted(index, e.getMessage()));
    }
  }

  /// The sequencer logs a statement once; whoever logged it again would make an old one look new.
  private static void refuseRepeated(MerkleTree tree, EntryBundle bundle, long index)
      throws DoesNotHoldException {
    long first = tree.indexOf(tree.leaf(index)).orElseThrow();
    if (first != index) {
      throw new DoesNotHoldException(
          bundle.path(), "entry %d is entry %d again".formatted(index, first));
    }
  }

  private static void apply(
      Publication publication, DocketLog docket, EntryBundle bundle, Checked statement)
      throws DoesNotHoldException {
    long index = publication.fold().size();
    Optional<StationValue> before = DocketLog.before(publication.fold(), statement.statement());
    Publication.Applied applied = publication.apply(statement.envelope(), statement.statement());
    Optional<String> fault =
        applied.standing() instanceof Standing.NotPermitted(String reason)
            ? Optional.of(reason)
            : applied.fault();
    if (fault.isPresent()) {
      throw new DoesNotHoldException(bundle.path(), "entry %d: %s".formatted(index, fault.get()));
    }
    docket.add(
        publication.fold(),
        statement.envelope(),
        statement.statement(),
        applied.standing(),
        before);
  }
}
