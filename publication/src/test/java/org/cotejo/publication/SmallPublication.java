package org.cotejo.publication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.Tile;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Enrolment;
import org.cotejo.model.PackageFit;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Ruling;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.TimeMark;

/// A log in memory, published as it grows: every file as it was last handed over, and every handing
/// over in order.
final class SmallPublication {
  final Publication publication;
  final SortedMap<String, byte[]> files = new TreeMap<>();
  final List<String> handed = new ArrayList<>();
  private final ElectionPackage election;
  private final SiteProgram program;
  private final List<Sign1> entries = new ArrayList<>();
  private final List<byte[]> manifests = new ArrayList<>();
  private final MerkleTree tree = new MerkleTree();
  private final ElectionStatement founding;
  private final ElectionId id;
  private Optional<String> fault = Optional.empty();
  private Standing standing = new Standing.TooEarly();

  SmallPublication(ElectionPackage election) {
    this(election, SiteProgram.NONE);
  }

  SmallPublication(ElectionPackage election, SiteProgram program) {
    this.election = election;
    this.program = program;
    this.founding =
        new ElectionStatement(
            election.code(),
            election.mode(),
            "example.org/small",
            List.of(SmallElection.key("log").verificationKey()),
            "",
            List.of(SmallElection.key("operator").verificationKey()),
            List.of(SmallElection.key("court").verificationKey()),
            PackageFit.digests(election),
            ElectionStatement.Limits.STANDARD,
            program.digest());
    this.id = ElectionId.of(founding.sign(SmallElection.key("authority")).bytes());
    this.publication =
        new Publication(
            election,
            AuthorityKeys.of(SmallElection.key("authority").verificationKey()),
            program,
            tree::leaf,
            tree::root,
            (path, content) -> {
              files.put(path, content);
              handed.add(path);
            });
  }

  /// A log of two entries in which counting is open.
  static SmallPublication open() {
    return open(SmallElection.PACKAGE);
  }

  static SmallPublication open(ElectionPackage election) {
    return open(election, SiteProgram.NONE);
  }

  private static SmallPublication open(ElectionPackage election, SiteProgram program) {
    var made = new SmallPublication(election, program);
    made.append(made.founding.sign(SmallElection.key("authority")), made.founding);
    made.say("authority", new PhaseChange(Phase.COUNTING_OPEN));
    return made;
  }

  /// A log in which every state, finding and kind of row occurs, with three bulletins and as many
  /// publications.
  static SmallPublication whole() {
    return whole(SiteProgram.NONE);
  }

  static SmallPublication whole(SiteProgram program) {
    SmallPublication made = open(SmallElection.PACKAGE, program);
    made.mark(1_700_000_000);
    long a1 = made.record("A1", "p", "A1", SmallElection.votes("A1", 10, 20, 3, 1));
    made.bulletin();
    made.publish(1_700_000_060);
    made.record("A1-second", "p", "A1", SmallElection.votes("A1", 20, 10, 3, 1));
    made.record(
        "A2",
        "p",
        "A2",
        SmallElection.sheet(
            "A2",
            90,
            new ChannelCount(0, 60, 4, 0, 50, new long[] {9, 8, 7, 6}),
            new ChannelCount(1, 30, 0, 0, 30, new long[] {10, 10, 10, 0})));
    made.say("authority", new Enrolment(id("B1-second"), new Enrolment.Revoke()));
    made.record("B1-second", "p", "B1", SmallElection.votes("B1", 5, 5, 5, 5));
    long c1 = made.record("C1", "p", "C1", SmallElection.votes("C1", 40, 50, 6));
    BulletinStatement draft = made.draft();
    made.record(
        "A1",
        "m",
        "A1",
        SmallElection.sheet("A1", 30, new ChannelCount(0, 30, 0, 0, 20, new long[] {20, 10})));
    made.say("operator", draft);
    made.publish(1_700_000_120);
    made.correct("p", "A1", a1, new Decision.Replace(SmallElection.votes("A1", 11, 21, 3, 1)));
    made.rule("p", "C1", c1, new Decision.Annul());
    made.record("nobody", "p", "A1", SmallElection.votes("A1", 1, 1, 1, 1));
    made.record("D1", "p", "D1", SmallElection.votes("D1", 1));
    for (int votes = 1; votes <= 17; votes++) {
      made.record(
          "B1",
          "m",
          "B1",
          SmallElection.sheet(
              "B1", votes, new ChannelCount(0, votes, 0, 0, votes, new long[] {votes, 0, 0})));
    }
    made.record("C1", "v", "C1", SmallElection.votes("C1", 77));
    made.record(
        "D1",
        "p",
        "D1",
        SmallElection.sheet("D1", 0, new ChannelCount(0, 0, 0, 0, 0, new long[3])));
    made.say("authority", new PhaseChange(Phase.RECORDS_CLOSED));
    made.record("A2", "m", "A2", SmallElection.votes("A2", 1, 1));
    made.bulletin();
    made.publish(1_700_000_180);
    return made;
  }

  private static KeyId id(String key) {
    return SmallElection.key(key).verificationKey().id();
  }

  long record(String signer, String contest, String station, TallyFigures figures) {
    return say(signer, new TallyRecord(new TallySubject(contest, station), figures));
  }

  long correct(String contest, String station, long target, Decision decision) {
    return say(
        "authority",
        new Corrigendum(new TallySubject(contest, station), tree.leaf(target), decision));
  }

  long rule(String contest, String station, long target, Decision decision) {
    return say(
        "court", new Ruling(new TallySubject(contest, station), tree.leaf(target), decision));
  }

  long mark(long seconds) {
    return say("operator", new TimeMark(seconds, Optional.empty()));
  }

  BulletinStatement draft() {
    BulletinStatement draft = publication.draft();
    publication.pages(draft);
    return draft;
  }

  /// Drafts, shows and logs a bulletin of everything so far.
  BulletinStatement bulletin() {
    BulletinStatement draft = draft();
    say("operator", draft);
    return draft;
  }

  /// Logs the time-mark that binds the manifest.
  byte[] publish(long seconds) {
    List<LogFile> kept = Manifest.keptPartials(publication.publishedSizes());
    byte[] manifest =
        Manifest.text(publication.contents().values(), Manifest.lines(kept, this::content));
    manifests.add(manifest);
    say("operator", new TimeMark(seconds, Optional.of(Hash.sha256(manifest))));
    return manifest;
  }

  /// Tiles as they are; bundles are stood in for by their path, since no test here reads them.
  private byte[] content(LogFile file) {
    return file instanceof Tile(int level, long n, int width)
        ? tree.tile(level, n, width)
        : file.path().getBytes(StandardCharsets.US_ASCII);
  }

  long say(String signer, Statement statement) {
    return append(statement.sign(id, SmallElection.key(signer)), statement);
  }

  private long append(Sign1 envelope, Statement statement) {
    long entry = tree.append(envelope.bytes());
    entries.add(envelope);
    Publication.Applied applied = publication.apply(envelope, statement);
    fault = applied.fault();
    standing = applied.standing();
    return entry;
  }

  /// What was wrong with the last entry as a bulletin.
  Optional<String> fault() {
    return fault;
  }

  /// What the signer of the last entry may say.
  Standing standing() {
    return standing;
  }

  Hash root(long size) {
    return tree.root(size);
  }

  long size() {
    return tree.size();
  }

  List<byte[]> manifests() {
    return List.copyOf(manifests);
  }

  /// What a reader makes of the finished log: all entries again, knowing where bulletins will be.
  SmallPublication replay() {
    var again = new SmallPublication(election, program);
    Set<Long> sizes = new HashSet<>();
    try {
      for (Sign1 entry : entries) {
        if (Statement.decode(entry) instanceof BulletinStatement bulletin) {
          sizes.add(bulletin.logSize());
        }
      }
      again.publication.expect(sizes);
      for (Sign1 entry : entries) {
        again.append(entry, Statement.decode(entry));
        if (again.fault().isPresent()) {
          throw new AssertionError(again.fault().get());
        }
      }
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    return again;
  }

  String text(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new AssertionError("no file " + path);
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /// Path of the totals index of the newest bulletin.
  String index() {
    return "totals/" + publication.newest().orElseThrow().index().hex() + ".json";
  }
}
