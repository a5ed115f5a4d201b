package org.cotejo.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;

/// Who may sign what at this point of the log: keys with their roles, the phase, and how much each
/// signer has logged. The intake asks it before a statement is ordered, the fold at the statement's
/// index; both apply the same entries in the same order, so both give the same answer.
///
/// One writer. Only [#key], [#logKeys] and [#warm] may be called from other threads.
public final class Register {
  private final ElectionPackage election;
  private final AuthorityKeys authority;
  private final Keyring keys;
  private final Map<Hash, Set<KeyId>> pending = new HashMap<>();
  private final Quota quota;
  private final CopyQuota copyQuota = new CopyQuota();
  private final Filings filings;
  private Optional<Founded> founded = Optional.empty();
  private boolean inForce;
  private Phase phase = Phase.SETUP;
  private volatile List<VerificationKey> logKeys = List.of();
  private long entries;

  /// Entries up to and with the statement that closed the log; 0 while it is open.
  private long closedSize;

  private boolean closeIsCovered;
  private boolean ended;

  /// Entry 0 and the id every later statement must name.
  public record Founded(ElectionId id, ElectionStatement statement) {}

  public Register(ElectionPackage election, AuthorityKeys authority) {
    this.election = election;
    this.authority = authority;
    this.keys = new Keyring(election, authority);
    this.filings = new Filings(election, keys);
    this.quota = new Quota(election.contests().size(), election.stations().size());
  }

  /// The key of this id, also when it is revoked. Safe from any thread.
  public Optional<EnrolledKey> key(KeyId id) {
    return keys.key(id);
  }

  /// Works out now, for every key of the package and every other there is, what its first signature
  /// would otherwise wait for; see [VerificationKey#isUsable]. Safe from any thread.
  ///
  /// @param goesOn asked before each key, so that it can be told to stop or to wait
  public void warm(BooleanSupplier goesOn) {
    keys.warm(goesOn);
  }

  /// The keys that sign the log's checkpoints at this point. Safe from any thread.
  public List<VerificationKey> logKeys() {
    return logKeys;
  }

  public Phase phase() {
    return phase;
  }

  /// Whether the last entry was applied: the time-mark that publishes the bulletin that covers the
  /// close of the log. Nothing may follow it.
  public boolean hasEnded() {
    return ended;
  }

  /// Entry 0, once it has been applied.
  public Optional<Founded> founded() {
    return founded;
  }

  /// What `statement`, whose signature the caller has checked, is worth as the next entry. Changes
  /// nothing.
  public Standing judge(Sign1 envelope, Statement statement) {
    EnrolledKey signer = keys.key(envelope.keyId()).orElse(null);
    if (signer == null) {
      return new Standing.NotPermitted("the key " + envelope.keyId() + " is not enrolled");
    }
    if (founded.isEmpty()) {
      return statement instanceof ElectionStatement founding
          ? judgeFounding(signer, founding)
          : new Standing.NotPermitted("the first entry must be the election statement");
    }
    if (ended || (phase == Phase.LOG_CLOSED && signer.role() != Role.OPERATOR)) {
      return new Standing.NotPermitted("the log is closed");
    }
    boolean founding = statement instanceof ElectionStatement;
    if (!founding && !founded.get().id().isIssuer(envelope.issuer())) {
      return new Standing.NotPermitted("the statement was issued for another election");
    }
    if (!inForce && !founding) {
      return new Standing.NotPermitted(
          "the election statement still lacks signatures of the authority");
    }
    return judgeContent(signer, statement);
  }

  private Standing judgeFounding(EnrolledKey signer, ElectionStatement founding) {
    if (signer.role() != Role.AUTHORITY) {
      return new Standing.NotPermitted("the election statement is not signed by the authority");
    }
    return PackageFit.difference(election, founding)
        .<Standing>map(Standing.NotPermitted::new)
        .orElseGet(() -> new Standing.Valid(signer));
  }

  private Standing judgeContent(EnrolledKey signer, Statement statement) {
    return switch (statement) {
      case ElectionStatement again ->
          again.equals(founded.orElseThrow().statement())
              ? Standing.role(signer, Role.AUTHORITY)
              : new Standing.NotPermitted("an election is founded once");
      case Enrolment enrolment -> keys.judge(signer, enrolment);
      case LogKeyChange change -> judgeLogKey(signer, change);
      case PhaseChange change ->
          change.phase() == phase.next()
              ? Standing.role(signer, Role.AUTHORITY)
              : new Standing.NotPermitted(
                  "phase %s cannot follow %s".formatted(change.phase().label(), phase.label()));
      case Corrigendum corrigendum ->
          judgeDecision(signer, Role.AUTHORITY, corrigendum.about(), corrigendum.decision());
      case Ruling(Ruling.OfValue value, Optional<Hash> text) ->
          judgeDecision(signer, Role.COURT, value.about(), value.decision());
      case Ruling(Ruling.OfStatement about, Optional<Hash> text) ->
          Standing.role(signer, Role.COURT);
      case TimeMark mark -> Standing.role(signer, Role.OPERATOR);
      case BulletinStatement bulletin -> Standing.role(signer, Role.OPERATOR);
      case IncidentStatement incident ->
          phase == Phase.LOG_CLOSED
              ? new Standing.NotPermitted("the log is closed")
              : Standing.role(signer, Role.OPERATOR);
      case TallyRecord tally -> judgeRecord(signer, tally);
      case Opening opening -> judgeOpening(signer, opening);
      case WitnessCopy copy -> judgeCopy(signer, copy);
      case Claim claim -> filings.judge(signer, claim, phase, perKey());
      case Challenge challenge -> filings.judge(signer, challenge, perKey());
      case Evidence evidence -> filings.judge(signer, evidence, perKey());
    };
  }

  private long perKey() {
    return founded.orElseThrow().statement().limits().perKeyAndSubject();
  }

  private Standing judgeLogKey(EnrolledKey signer, LogKeyChange statement) {
    boolean signs = logKeys.stream().anyMatch(key -> key.id().equals(statement.about()));
    Optional<String> problem =
        switch (statement.change()) {
          case LogKeyChange.Add add when signs -> Optional.of("the key signs the log already");
          case LogKeyChange.Add add ->
              logKeys.size() < ElectionStatement.MAX_SERVER_KEYS
                  ? Optional.empty()
                  : Optional.of("more keys than " + ElectionStatement.MAX_SERVER_KEYS);
          case LogKeyChange.Retire() when !signs -> Optional.of("the key does not sign the log");
          case LogKeyChange.Retire() ->
              logKeys.size() > 1
                  ? Optional.empty()
                  : Optional.of("it is the log's last key; add another one first");
        };
    return problem
        .<Standing>map(Standing.NotPermitted::new)
        .orElseGet(() -> Standing.role(signer, Role.AUTHORITY));
  }

  private Standing judgeDecision(
      EnrolledKey signer, Role needed, TallySubject about, Decision decision) {
    Optional<String> misfit =
        decision instanceof Decision.Replace(TallyFigures figures)
            ? PackageFit.misfit(election, about, figures)
            : PackageFit.unknown(election, about);
    return misfit
        .<Standing>map(Standing.NotPermitted::new)
        .orElseGet(() -> Standing.role(signer, needed));
  }

  private Standing judgeRecord(EnrolledKey signer, TallyRecord tally) {
    if (signer.role() != Role.STATION) {
      return Standing.role(signer, Role.STATION);
    }
    TallySubject about = tally.about();
    if (!election.stations().get(signer.station()).code().equals(about.station())) {
      return new Standing.NotPermitted("the key is enrolled for another station");
    }
    Optional<String> misfit = PackageFit.misfit(election, about, tally.figures());
    if (misfit.isPresent()) {
      return new Standing.NotPermitted(misfit.get());
    }
    ElectionStatement.Limits limits = founded.orElseThrow().statement().limits();
    int contest = election.contest(about.contest()).orElseThrow();
    if (!quota.allows(contest, signer.station(), signer.key().id(), limits.perKeyAndSubject())) {
      return new Standing.NotPermitted(
          "the key has logged " + limits.perKeyAndSubject() + " statements about this already");
    }
    if (phase == Phase.SETUP) {
      return new Standing.TooEarly();
    }
    if (phase == Phase.RECORDS_CLOSED || signer.revoked()) {
      return quota.held(contest, signer.station()) >= limits.heldPerSubject()
          ? new Standing.NotPermitted(
              limits.heldPerSubject() + " records are held for this already")
          : new Standing.Held(
              signer,
              signer.revoked() ? Standing.Reason.KEY_REVOKED : Standing.Reason.RECORDS_CLOSED);
    }
    return new Standing.Valid(signer);
  }

  private Standing judgeOpening(EnrolledKey signer, Opening opening) {
    if (signer.role() != Role.STATION) {
      return Standing.role(signer, Role.STATION);
    }
    if (!election.stations().get(signer.station()).code().equals(opening.station())) {
      return new Standing.NotPermitted("the key is enrolled for another station");
    }
    long limit = perKey();
    if (!copyQuota.allowsOpening(signer.key().id(), limit)) {
      return new Standing.NotPermitted(
          "the key has logged " + limit + " statements about this already");
    }
    return unlessRevoked(signer);
  }

  private Standing judgeCopy(EnrolledKey signer, WitnessCopy copy) {
    if (signer.organisation() < 0) {
      return Standing.role(signer, Role.AGENT);
    }
    Optional<String> misfit = PackageFit.misfit(election, copy.about(), copy.content().figures());
    if (misfit.isPresent()) {
      return new Standing.NotPermitted(misfit.get());
    }
    if (!copyQuota.allowsCopy(signer.organisation(), copy.about())) {
      return new Standing.NotPermitted(
          "the organisation has logged " + CopyQuota.MAX_COPIES + " copies of this sheet already");
    }
    return phase == Phase.SETUP ? new Standing.TooEarly() : unlessRevoked(signer);
  }

  private static Standing unlessRevoked(EnrolledKey signer) {
    return signer.revoked()
        ? new Standing.NotPermitted("the key is revoked")
        : new Standing.Valid(signer);
  }

  /// Takes an entry into account, each of the log in its order, and says whether the fold may act
  /// on it: an authority's statement acts only once `threshold` of its keys have logged the same
  /// one.
  ///
  /// @param standing what [#judge] said of the same statement just before
  public boolean apply(Sign1 envelope, Statement statement, Standing standing) {
    entries++;
    if (countsAgainstQuota(standing)) {
      charge(envelope.keyId(), statement, standing instanceof Standing.Held);
    }
    if (!(standing instanceof Standing.Valid(EnrolledKey signer))) {
      return standing instanceof Standing.Held;
    }
    if (statement instanceof ElectionStatement founding && founded.isEmpty()) {
      founded = Optional.of(new Founded(ElectionId.of(envelope.bytes()), founding));
    }
    if (signer.role() == Role.AUTHORITY && !reachesThreshold(envelope, signer)) {
      return false;
    }
    switch (statement) {
      case ElectionStatement founding -> found(founding);
      case PhaseChange change -> enter(change.phase());
      case Enrolment enrolment -> keys.enrol(signer, enrolment, phase != Phase.SETUP);
      case LogKeyChange change -> changeLogKeys(change);
      case TallyRecord t -> {}
      case Opening o -> {}
      case WitnessCopy w -> {}
      case Claim c -> {}
      case Challenge c -> {}
      case Evidence e -> {}
      case Corrigendum c -> {}
      case Ruling r -> {}
      case IncidentStatement i -> {}
      case TimeMark mark -> ended |= closeIsCovered && mark.manifest().isPresent();
      case BulletinStatement bulletin ->
          closeIsCovered |= closedSize > 0 && bulletin.logSize() >= closedSize;
    }
    return true;
  }

  private void charge(KeyId signer, Statement statement, boolean isHeld) {
    if (statement instanceof TallyRecord(TallySubject about, TallyFigures figures)) {
      quota.add(
          election.contest(about.contest()).orElseThrow(),
          election.station(about.station()).orElseThrow(),
          signer,
          isHeld);
    } else if (statement instanceof WitnessCopy copy) {
      copyQuota.addCopy(keys.key(signer).orElseThrow().organisation(), copy.about());
    } else if (statement instanceof Opening) {
      copyQuota.addOpening(signer);
    } else if (statement instanceof Claim
        || statement instanceof Challenge
        || statement instanceof Evidence) {
      filings.add(keys.key(signer).orElseThrow(), statement);
    }
  }

  private void enter(Phase next) {
    phase = next;
    closedSize = next == Phase.LOG_CLOSED ? entries : 0;
  }

  private static boolean countsAgainstQuota(Standing standing) {
    return switch (standing) {
      case Standing.Valid v -> true;
      case Standing.Held h -> true;
      case Standing.TooEarly t -> true;
      case Standing.NotPermitted n -> false;
    };
  }

  private boolean reachesThreshold(Sign1 envelope, EnrolledKey signer) {
    if (authority.threshold() == 1) {
      return true;
    }
    Hash what =
        Hash.sha256(
            (envelope.type() + "\n" + envelope.subject() + "\n").getBytes(StandardCharsets.UTF_8),
            envelope.payload());
    Set<KeyId> signers = pending.computeIfAbsent(what, w -> new HashSet<>());
    return signers.add(signer.key().id()) && signers.size() == authority.threshold();
  }

  private void found(ElectionStatement founding) {
    inForce = true;
    logKeys = founding.logKeys();
    keys.found(founding);
  }

  private void changeLogKeys(LogKeyChange statement) {
    var changed = new ArrayList<>(logKeys);
    switch (statement.change()) {
      case LogKeyChange.Add(VerificationKey key) -> changed.add(key);
      case LogKeyChange.Retire() -> changed.removeIf(key -> key.id().equals(statement.about()));
    }
    logKeys = List.copyOf(changed);
  }
}
