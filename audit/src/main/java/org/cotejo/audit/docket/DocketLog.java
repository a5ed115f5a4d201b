package org.cotejo.audit.docket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.Sign1;
import org.cotejo.count.Fold;
import org.cotejo.model.Claim;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.Phase;
import org.cotejo.model.Role;
import org.cotejo.model.Ruling;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.model.TallySubject;
import org.cotejo.model.TimeMark;

/// What a docket is made of, gathered while the entries of a log are folded: the statements
/// themselves, when they arrived, and what each decision found and left as the value of its
/// station.
public final class DocketLog {
  private final Function<Hash, OptionalLong> index;
  private final List<Mark> marks = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final Map<Long, Decided.Change> changes = new HashMap<>();
  private final Map<Long, CountedThen> counted = new HashMap<>();
  private OptionalLong recordsClosed = OptionalLong.empty();

  private record Mark(long entry, long seconds) {}

  /// A filing whose arrival is not known yet.
  private record Taken(
      long entry, Sign1 envelope, Statement statement, String signer, boolean isEffective) {}

  /// @param index where a leaf hash stands in the log, if it does
  public DocketLog(Function<Hash, OptionalLong> index) {
    this.index = index;
  }

  /// What a decision is about to change; to be asked before its entry is folded.
  public static Optional<StationValue> before(Fold fold, Statement statement) {
    // Whoever names a station that is not there may not say so, which the fold finds.
    return station(statement)
        .filter(about ->
            fold.election().contest(about.contest()).isPresent()
                && fold.election().station(about.station()).isPresent())
        .map(about -> StationValue.of(fold, about));
  }

  private static Optional<TallySubject> station(Statement statement) {
    return switch (statement) {
      case Ruling(Ruling.OfValue value, Optional<Hash> text) -> Optional.of(value.about());
      case Corrigendum corrigendum -> Optional.of(corrigendum.about());
      default -> Optional.empty();
    };
  }

  /// Takes an entry in that was just folded.
  ///
  /// @param before what [#before] said of it
  public void add(
      Fold fold,
      Sign1 envelope,
      Statement statement,
      Standing standing,
      Optional<StationValue> before) {
    long entry = fold.size() - 1;
    if (fold.register().phase() == Phase.RECORDS_CLOSED && recordsClosed.isEmpty()) {
      recordsClosed = OptionalLong.of(entry);
    }
    if (statement instanceof TimeMark mark) {
      long latest = marks.isEmpty() ? 0 : marks.getLast().seconds();
      marks.add(new Mark(entry, Math.max(latest, mark.seconds())));
    }
    if (statement instanceof Claim claim && !(standing instanceof Standing.NotPermitted)) {
      counted.put(entry, CountedThen.of(fold, claim.about()));
    }
    if (isFiling(statement) && standing instanceof Standing.Valid(EnrolledKey signer)) {
      taken.add(new Taken(entry, envelope, statement, name(fold, signer), true));
      station(statement)
          .ifPresent(about ->
              changes.put(
                  entry,
                  new Decided.Change(about, before.orElseThrow(), StationValue.of(fold, about))));
    } else if (isFiling(statement) && standing instanceof Standing.TooEarly) {
      EnrolledKey signer = fold.register().key(envelope.keyId()).orElseThrow();
      taken.add(new Taken(entry, envelope, statement, name(fold, signer), false));
    }
  }

  private static boolean isFiling(Statement statement) {
    return switch (statement.kind()) {
      case CLAIM, CHALLENGE, EVIDENCE, RULING, CORRIGENDUM -> true;
      case INCIDENT -> ((IncidentStatement) statement).text().isPresent();
      case ELECTION,
          ENROLMENT,
          PHASE,
          TALLY_RECORD,
          TIME_MARK,
          BULLETIN,
          LOG_KEY,
          OPENING,
          WITNESS_COPY ->
          false;
    };
  }

  /// Who holds a key of the election: an organisation's code, or a role.
  public static String holder(Fold fold, KeyId key) {
    return name(fold, fold.register().key(key).orElseThrow());
  }

  private static String name(Fold fold, EnrolledKey signer) {
    return signer.organisation() >= 0
        ? fold.register()
            .founded()
            .orElseThrow()
            .statement()
            .organisations()
            .get(signer.organisation())
            .code()
        : name(signer.role());
  }

  private static String name(Role role) {
    return switch (role) {
      case AUTHORITY -> "authority";
      case OPERATOR -> "operator";
      case COURT -> "court";
      case STATION -> "station";
      case ORGANISATION, AGENT -> "organisation";
    };
  }

  /// Every filing, in the order of the log.
  List<Filing> filings() {
    return taken.stream()
        .map(each ->
            new Filing(
                each.entry(),
                Hash.sha256(new byte[1], each.envelope().bytes()),
                each.envelope(),
                each.statement(),
                each.signer(),
                arrival(each.entry()),
                each.isEffective()))
        .toList();
  }

  /// When an entry arrived.
  Arrival arrival(long entry) {
    int low = 0;
    int high = marks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (marks.get(middle).entry() < entry) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return new Arrival(mark(low - 1), mark(low));
  }

  private OptionalLong mark(int at) {
    return at >= 0 && at < marks.size()
        ? OptionalLong.of(marks.get(at).seconds())
        : OptionalLong.empty();
  }

  /// What a decision did to a value.
  Optional<Decided.Change> change(long entry) {
    return Optional.ofNullable(changes.get(entry));
  }

  /// What was counted when each claim was logged, by its entry.
  Map<Long, CountedThen> counted() {
    return counted;
  }

  /// Where a statement stands, if the log has it.
  OptionalLong indexOf(Hash leaf) {
    return index.apply(leaf);
  }

  /// The entry that closed the taking of records.
  OptionalLong recordsClosed() {
    return recordsClosed;
  }

  /// POSIX seconds of the newest time-mark.
  OptionalLong newest() {
    return marks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(marks.getLast().seconds());
  }
}
