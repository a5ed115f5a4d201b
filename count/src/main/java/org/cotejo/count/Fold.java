package org.cotejo.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Contest;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Evidence;
import org.cotejo.model.FiguresCodec;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.Opening;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Register;
import org.cotejo.model.Ruling;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.TimeMark;
import org.cotejo.model.WitnessCopy;

/// The count: a pure function of a log prefix, computed one entry at a time. Producer and verifier
/// run this same code; what it has seen is all it knows.
public final class Fold {
  private final ElectionPackage election;
  private final LongFunction<Hash> leaves;
  private final Register register;
  private final List<ContestCount> contests;
  private final List<Finding> findings = new ArrayList<>();
  private final Changes changes;
  private final WitnessCopies copies;
  private long size;
  private long asOf = -1;

  /// @param authority the keys the reader trusts
  /// @param leaves leaf hash of every entry applied so far, by index
  public Fold(ElectionPackage election, AuthorityKeys authority, LongFunction<Hash> leaves) {
    this.election = election;
    this.leaves = leaves;
    this.register = new Register(election, authority);
    this.contests =
        IntStream.range(0, election.contests().size())
            .mapToObj(contest -> new ContestCount(election, contest))
            .toList();
    this.changes = new Changes(election.contests().size(), election.stations().size());
    this.copies = new WitnessCopies(election, register, leaves);
  }

  /// Applies the next entry, whose signature the caller has checked.
  ///
  /// @return what the entry is worth; [Standing.NotPermitted] in a log is a fault of its operator
  public Standing apply(Sign1 envelope, Statement statement) {
    long entry = size++;
    Standing standing = register.judge(envelope, statement);
    boolean effective = register.apply(envelope, statement, standing);
    switch (standing) {
      case Standing.NotPermitted(String reason) ->
          find(entry, Finding.Code.F306, envelope.subject(), reason);
      case Standing.TooEarly() -> find(entry, Finding.Code.F304, envelope.subject(), "");
      case Standing.Held(EnrolledKey signer, Standing.Reason reason) ->
          hold(entry, (TallyRecord) statement, signer, reason);
      case Standing.Valid(EnrolledKey signer) -> {
        if (effective) {
          act(entry, signer, statement);
        }
      }
    }
    return standing;
  }

  private void act(long entry, EnrolledKey signer, Statement statement) {
    switch (statement) {
      case TallyRecord tally -> count(entry, signer, tally);
      case WitnessCopy copy ->
          findings.addAll(copies.add(entry, signer, copy, counted(copy.about())));
      case Opening opening -> open(entry, signer, opening);
      case Corrigendum(TallySubject about, Hash target, Decision decision) ->
          decide(entry, about, target, decision);
      case Ruling(Ruling.OfValue value, Optional<Hash> text) ->
          decide(entry, value.about(), value.target(), value.decision());
      case Ruling(Ruling.OfStatement r, Optional<Hash> text) -> {}
      case TimeMark mark -> asOf = Math.max(asOf, mark.seconds());
      case ElectionStatement e -> {}
      case Enrolment e -> {}
      case PhaseChange p -> {}
      case BulletinStatement b -> {}
      case LogKeyChange l -> {}
      case IncidentStatement i -> {}
      case Claim c -> {}
      case Challenge c -> {}
      case Evidence e -> {}
    }
  }

  private void count(long entry, EnrolledKey signer, TallyRecord tally) {
    int contest = contest(tally.about());
    int station = station(tally.about());
    byte[] figures = FiguresCodec.encode(tally.figures());
    boolean differs =
        contests.get(contest).change(station, count -> count.record(entry, figures, signer.late()));
    changes.add(contest, station);
    if (counted(tally.about()).inForce().equals(OptionalLong.of(entry))) {
      findings.addAll(copies.compare(entry, tally.about(), counted(tally.about())));
    }
    if (differs) {
      long first = contests.get(contest).station(station).inForce().orElse(-1);
      find(entry, Finding.Code.F301, tally.subject(), "entry " + first);
    }
    checkArithmetic(entry, tally.about(), tally.figures());
  }

  private void hold(long entry, TallyRecord tally, EnrolledKey signer, Standing.Reason reason) {
    int contest = contest(tally.about());
    int station = station(tally.about());
    byte[] figures = FiguresCodec.encode(tally.figures());
    contests
        .get(contest)
        .change(
            station,
            count -> {
              count.hold(entry, figures, signer.late());
              return count;
            });
    changes.add(contest, station);
    Finding.Code code =
        switch (reason) {
          case KEY_REVOKED -> Finding.Code.F302;
          case RECORDS_CLOSED -> Finding.Code.F303;
        };
    find(entry, code, tally.subject(), "");
    checkArithmetic(entry, tally.about(), tally.figures());
  }

  private void decide(long entry, TallySubject about, Hash target, Decision decision) {
    int contest = contest(about);
    int station = station(about);
    boolean effective =
        contests.get(contest).change(station, count -> decide(entry, count, target, decision));
    changes.add(contest, station);
    if (effective) {
      findings.addAll(copies.compare(entry, about, counted(about)));
    } else {
      find(entry, Finding.Code.F305, about.toString(), target.hex());
    }
    if (decision instanceof Decision.Replace(TallyFigures figures)) {
      checkArithmetic(entry, about, figures);
    }
  }

  private boolean decide(long entry, StationCount count, Hash target, Decision decision) {
    OptionalLong inForce = count.inForce();
    boolean hitsInForce = inForce.isPresent() && leaves.apply(inForce.getAsLong()).equals(target);
    return switch (decision) {
      case Decision.Replace(TallyFigures figures) -> {
        if (hitsInForce) {
          count.replace(entry, FiguresCodec.encode(figures));
        }
        yield hitsInForce;
      }
      case Decision.Annul() -> {
        if (hitsInForce) {
          count.annul(entry);
        }
        yield hitsInForce;
      }
      case Decision.Adopt() ->
          count.heldEntries().stream()
              .filter(held -> leaves.apply(held).equals(target))
              .findFirst()
              .map(count::adopt)
              .orElse(false);
    };
  }

  private void open(long entry, EnrolledKey signer, Opening opening) {
    Hash bound = PackageFit.digest(register.founded().orElseThrow().statement().packageDigests());
    if (!opening.packageDigest().equals(bound)) {
      find(entry, Finding.Code.F311, opening.station(), opening.packageDigest().hex());
    }
    String recorded =
        contests.stream()
            .filter(count -> count.station(signer.station()).state() != StationState.NOT_RECEIVED)
            .map(count -> count.contest().code())
            .collect(Collectors.joining(" "));
    if (!recorded.isEmpty()) {
      find(entry, Finding.Code.F312, opening.station(), recorded);
    }
  }

  private StationCount counted(TallySubject about) {
    return contests.get(contest(about)).station(station(about));
  }

  private void checkArithmetic(long entry, TallySubject about, TallyFigures figures) {
    for (Arithmetic.Breach breach : breaches(contest(about), station(about), figures)) {
      String where = breach.channel() < 0 ? "" : " " + election.channels().get(breach.channel());
      findings.add(
          new Finding(
              entry,
              breach.rule().name(),
              about.toString(),
              breach.found() + " / " + breach.expected() + where));
    }
  }

  /// The arithmetic rules these figures of a station break.
  public List<Arithmetic.Breach> breaches(int contest, int station, TallyFigures figures) {
    Contest held = election.contests().get(contest);
    return Arithmetic.check(
        figures,
        contests.get(contest).noneOfThese(station),
        held.validVotesBase(),
        election.stations().get(station).registeredVoters());
  }

  private void find(long entry, Finding.Code code, String subject, String detail) {
    findings.add(new Finding(entry, code.name(), subject, detail));
  }

  private int contest(TallySubject about) {
    return election.contest(about.contest()).orElseThrow();
  }

  private int station(TallySubject about) {
    return election.station(about.station()).orElseThrow();
  }

  public ElectionPackage election() {
    return election;
  }

  /// Entries applied.
  public long size() {
    return size;
  }

  /// POSIX seconds of the newest time-mark; empty before the first.
  public OptionalLong asOf() {
    return asOf < 0 ? OptionalLong.empty() : OptionalLong.of(asOf);
  }

  public Register register() {
    return register;
  }

  /// @param contest its index in the package
  public ContestCount contest(int contest) {
    return contests.get(contest);
  }

  /// Is handed the copies of sheets that were filed.
  @FunctionalInterface
  public interface CopyVisitor {
    /// @param organisation its place in the election statement
    void copy(long entry, int organisation, TallySubject about, TallyFigures figures);
  }

  /// Gives every copy, in the order of the entries.
  public void copies(CopyVisitor visitor) {
    copies.visit(visitor);
  }

  /// All findings so far, in the order of their entries.
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /// Which stations changed since this was last taken; the one piece of state readers share, so a
  /// fold has one publisher.
  public Changes changes() {
    return changes;
  }
}
