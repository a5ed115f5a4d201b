package org.cotejo.count;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.Sign1;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Organisation;
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
import org.cotejo.model.WitnessCopy;

/// A log in memory and its fold. Every method signs one statement, appends it and returns its
/// index.
final class SmallLog {
  final Fold fold;
  final ElectionPackage election;
  private final List<Sign1> entries = new ArrayList<>();
  private final Set<Hash> leaves = new HashSet<>();
  private final List<Standing> standings = new ArrayList<>();
  private final ElectionStatement founding;
  private final ElectionId id;
  private long leavesAsked;

  SmallLog(ElectionPackage election, AuthorityKeys authority) {
    this.election = election;
    this.fold = new Fold(election, authority, this::askedLeaf);
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
            Optional.empty(),
            List.of(
                new Organisation("list-1", SmallElection.key("list-1").verificationKey()),
                new Organisation("watch", SmallElection.key("watch").verificationKey())));
    this.id = ElectionId.of(founding.sign(SmallElection.key("authority")).bytes());
  }

  /// A log in which nothing stands yet.
  static SmallLog empty() {
    return new SmallLog(
        SmallElection.PACKAGE, AuthorityKeys.of(SmallElection.key("authority").verificationKey()));
  }

  /// A log of two entries in which counting is open.
  static SmallLog open() {
    SmallLog log = empty();
    log.found();
    log.phase(Phase.COUNTING_OPEN);
    return log;
  }

  long found() {
    return found("authority");
  }

  long found(String signer) {
    return append(founding.sign(SmallElection.key(signer)), founding);
  }

  long phase(Phase phase) {
    return say("authority", new PhaseChange(phase));
  }

  long record(String signer, String contest, String station, TallyFigures figures) {
    return say(signer, new TallyRecord(new TallySubject(contest, station), figures));
  }

  /// An organisation's copy with these figures on it.
  long copy(String signer, String contest, String station, TallyFigures figures) {
    var content = new WitnessCopy.Written(figures);
    return say(signer, new WitnessCopy(new TallySubject(contest, station), content));
  }

  long correct(String contest, String station, Hash target, Decision decision) {
    return say("authority", new Corrigendum(new TallySubject(contest, station), target, decision));
  }

  long rule(String contest, String station, Hash target, Decision decision) {
    return say("court", new Ruling(new TallySubject(contest, station), target, decision));
  }

  long revoke(String key) {
    return say("authority", new Enrolment(id(key), new Enrolment.Revoke()));
  }

  long enrol(String station, String key) {
    var add = new Enrolment.Add(station, SmallElection.key(key).verificationKey());
    return say("authority", new Enrolment(id(key), add));
  }

  long replace(String key, String by) {
    var change = new Enrolment.ReplaceBy(SmallElection.key(by).verificationKey());
    return say("authority", new Enrolment(id(key), change));
  }

  long mark(long seconds) {
    return say("operator", new TimeMark(seconds, Optional.empty()));
  }

  private static KeyId id(String key) {
    return SmallElection.key(key).verificationKey().id();
  }

  long say(String signer, Statement statement) {
    return append(sign(signer, statement), statement);
  }

  Sign1 sign(String signer, Statement statement) {
    return statement.sign(id, SmallElection.key(signer));
  }

  /// Whether this very statement is logged already.
  boolean holds(String signer, Statement statement) {
    return leaves.contains(leaf(sign(signer, statement)));
  }

  long append(Sign1 envelope, Statement statement) {
    if (!leaves.add(leaf(envelope))) {
      throw new AssertionError("a log holds no statement twice");
    }
    entries.add(envelope);
    standings.add(fold.apply(envelope, statement));
    return entries.size() - 1L;
  }

  /// Every entry, oldest first.
  List<Sign1> entries() {
    return List.copyOf(entries);
  }

  Standing standing(long entry) {
    return standings.get((int) entry);
  }

  /// SHA-256(0x00 ‖ statement), RFC 6962.
  Hash leaf(long entry) {
    return leaf(entries.get((int) entry));
  }

  private static Hash leaf(Sign1 envelope) {
    return Hash.sha256(new byte[1], envelope.bytes());
  }

  private Hash askedLeaf(long entry) {
    leavesAsked++;
    return leaf(entry);
  }

  /// How often the fold has asked for a leaf hash.
  long leavesAsked() {
    return leavesAsked;
  }

  ContestCount count(String contest) {
    return fold.contest(election.contest(contest).orElseThrow());
  }

  StationCount station(String contest, String station) {
    return count(contest).station(election.station(station).orElseThrow());
  }

  AreaCount area(String contest, String area) {
    return count(contest).area(election.area(area).orElseThrow()).orElseThrow();
  }

  /// Leaf hash of the value in force.
  Hash inForce(String contest, String station) {
    return leaf(station(contest, station).inForce().orElseThrow());
  }

  /// Findings as `entry code subject`.
  List<String> findings() {
    return fold.findings().stream()
        .map(found -> found.entry() + " " + found.code() + " " + found.subject())
        .toList();
  }
}
