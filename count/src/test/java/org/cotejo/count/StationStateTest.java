package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.model.Decision;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each event makes of a station in each state, from the rules of the log: the first valid
/// record counts, and only a decision that names the value in force changes it.
class StationStateTest {
  private static final TallyFigures FIRST = SmallElection.votes("A1", 10, 20, 3, 1);
  private static final TallyFigures SECOND = SmallElection.votes("A1", 20, 10, 3, 1);
  private static final TallyFigures OTHER = SmallElection.votes("A1", 5, 5, 5, 5);
  private static final TallyFigures HELD = SmallElection.votes("A1", 40, 0, 0, 1);
  private static final TallyFigures DECIDED = SmallElection.votes("A1", 7, 7, 7, 7);
  private static final TallyFigures DECIDED_AGAIN = SmallElection.votes("A1", 8, 8, 8, 8);

  /// A log whose station A1 is in this state for contest `p`. The key `A1-third` is revoked.
  private static SmallLog in(StationState state) {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    switch (state) {
      case NOT_RECEIVED -> {}
      case HELD -> log.record("A1-third", "p", "A1", FIRST);
      case COUNTED -> log.record("A1", "p", "A1", FIRST);
      case CONFLICT -> {
        log.record("A1", "p", "A1", FIRST);
        log.record("A1-second", "p", "A1", SECOND);
      }
      case CORRECTED -> {
        long first = log.record("A1", "p", "A1", FIRST);
        log.correct("p", "A1", log.leaf(first), new Decision.Replace(DECIDED));
      }
      case ANNULLED -> {
        long first = log.record("A1", "p", "A1", FIRST);
        log.rule("p", "A1", log.leaf(first), new Decision.Annul());
      }
    }
    assertThat(log.station("p", "A1").state()).isEqualTo(state);
    return log;
  }

  /// The value in force; where none is, the only other thing there could be to name.
  private static Hash named(SmallLog log) {
    OptionalLong inForce = log.station("p", "A1").inForce();
    return log.leaf(inForce.orElse(log.fold.size() - 1));
  }

  private static long happen(SmallLog log, String event) {
    return switch (event) {
      case "same" -> log.record("A1-second", "p", "A1", inForceOrFirst(log));
      case "different" -> log.record("A1-second", "p", "A1", OTHER);
      case "held" -> log.record("A1-third", "p", "A1", HELD);
      case "corrigendum" -> log.correct("p", "A1", named(log), new Decision.Replace(DECIDED_AGAIN));
      case "ruling" -> log.rule("p", "A1", named(log), new Decision.Replace(DECIDED_AGAIN));
      case "corrigendumOfNothing" ->
          log.correct("p", "A1", log.leaf(0), new Decision.Replace(DECIDED_AGAIN));
      case "annulment" -> log.rule("p", "A1", named(log), new Decision.Annul());
      case "annulmentOfNothing" -> log.rule("p", "A1", log.leaf(0), new Decision.Annul());
      case "adoptionOfNothing" -> log.correct("p", "A1", log.leaf(0), new Decision.Adopt());
      case "adoptionOfHeld" -> {
        long held = log.record("A1-third", "p", "A1", HELD);
        yield log.correct("p", "A1", log.leaf(held), new Decision.Adopt());
      }
      case "adoptionOfHeldByCourt" -> {
        long held = log.record("A1-third", "p", "A1", HELD);
        yield log.rule("p", "A1", log.leaf(held), new Decision.Adopt());
      }
      default -> throw new AssertionError(event);
    };
  }

  private static TallyFigures inForceOrFirst(SmallLog log) {
    return log.station("p", "A1").figures().orElse(FIRST);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_RECEIVED, same, COUNTED, ''",
    "NOT_RECEIVED, different, COUNTED, ''",
    "NOT_RECEIVED, held, HELD, F302",
    "NOT_RECEIVED, corrigendum, NOT_RECEIVED, F305",
    "NOT_RECEIVED, ruling, NOT_RECEIVED, F305",
    "NOT_RECEIVED, corrigendumOfNothing, NOT_RECEIVED, F305",
    "NOT_RECEIVED, annulment, NOT_RECEIVED, F305",
    "NOT_RECEIVED, annulmentOfNothing, NOT_RECEIVED, F305",
    "NOT_RECEIVED, adoptionOfNothing, NOT_RECEIVED, F305",
    "NOT_RECEIVED, adoptionOfHeld, COUNTED, ''",
    "NOT_RECEIVED, adoptionOfHeldByCourt, COUNTED, ''",
    "HELD, same, COUNTED, ''",
    "HELD, different, COUNTED, ''",
    "HELD, held, HELD, F302",
    "HELD, corrigendum, HELD, F305",
    "HELD, ruling, HELD, F305",
    "HELD, corrigendumOfNothing, HELD, F305",
    "HELD, annulment, HELD, F305",
    "HELD, annulmentOfNothing, HELD, F305",
    "HELD, adoptionOfNothing, HELD, F305",
    "HELD, adoptionOfHeld, COUNTED, ''",
    "HELD, adoptionOfHeldByCourt, COUNTED, ''",
    "COUNTED, same, COUNTED, ''",
    "COUNTED, different, CONFLICT, F301",
    "COUNTED, held, COUNTED, F302",
    "COUNTED, corrigendum, CORRECTED, ''",
    "COUNTED, ruling, CORRECTED, ''",
    "COUNTED, corrigendumOfNothing, COUNTED, F305",
    "COUNTED, annulment, ANNULLED, ''",
    "COUNTED, annulmentOfNothing, COUNTED, F305",
    "COUNTED, adoptionOfNothing, COUNTED, F305",
    "COUNTED, adoptionOfHeld, COUNTED, F305",
    "COUNTED, adoptionOfHeldByCourt, COUNTED, F305",
    "CONFLICT, same, CONFLICT, ''",
    "CONFLICT, different, CONFLICT, F301",
    "CONFLICT, held, CONFLICT, F302",
    "CONFLICT, corrigendum, CORRECTED, ''",
    "CONFLICT, ruling, CORRECTED, ''",
    "CONFLICT, corrigendumOfNothing, CONFLICT, F305",
    "CONFLICT, annulment, ANNULLED, ''",
    "CONFLICT, annulmentOfNothing, CONFLICT, F305",
    "CONFLICT, adoptionOfNothing, CONFLICT, F305",
    "CONFLICT, adoptionOfHeld, CONFLICT, F305",
    "CONFLICT, adoptionOfHeldByCourt, CONFLICT, F305",
    "CORRECTED, same, CORRECTED, ''",
    "CORRECTED, different, CONFLICT, F301",
    "CORRECTED, held, CORRECTED, F302",
    "CORRECTED, corrigendum, CORRECTED, ''",
    "CORRECTED, ruling, CORRECTED, ''",
    "CORRECTED, corrigendumOfNothing, CORRECTED, F305",
    "CORRECTED, annulment, ANNULLED, ''",
    "CORRECTED, annulmentOfNothing, CORRECTED, F305",
    "CORRECTED, adoptionOfNothing, CORRECTED, F305",
    "CORRECTED, adoptionOfHeld, CORRECTED, F305",
    "CORRECTED, adoptionOfHeldByCourt, CORRECTED, F305",
    "ANNULLED, same, ANNULLED, ''",
    "ANNULLED, different, ANNULLED, F301",
    "ANNULLED, held, ANNULLED, F302",
    "ANNULLED, corrigendum, CORRECTED, ''",
    "ANNULLED, ruling, CORRECTED, ''",
    "ANNULLED, corrigendumOfNothing, ANNULLED, F305",
    "ANNULLED, annulment, ANNULLED, ''",
    "ANNULLED, annulmentOfNothing, ANNULLED, F305",
    "ANNULLED, adoptionOfNothing, ANNULLED, F305",
    "ANNULLED, adoptionOfHeld, ANNULLED, F305",
    "ANNULLED, adoptionOfHeldByCourt, ANNULLED, F305"
  })
  void becomesWhatTheRulesSay(StationState from, String event, StationState to, String finding) {
    SmallLog log = in(from);
    StationCount station = log.station("p", "A1");
    OptionalLong inForceBefore = station.inForce();

    long entry = happen(log, event);

    station = log.station("p", "A1");
    assertThat(station.state()).isEqualTo(to);
    List<String> found =
        log.findings().stream().filter(line -> line.startsWith(entry + " ")).toList();
    assertThat(found)
        .isEqualTo(finding.isEmpty() ? List.of() : List.of(entry + " " + finding + " p/A1"));
    assertThat(station.figures().isPresent()).isEqualTo(to.isInTotals());
    assertThat(log.area("p", "L").stations(to)).isEqualTo(to == StationState.NOT_RECEIVED ? 5 : 1);
    if (!finding.isEmpty()) {
      assertThat(station.inForce()).isEqualTo(inForceBefore);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTED, corrigendum, 8 8 8 8", "COUNTED, ruling, 8 8 8 8",
    "COUNTED, different, 10 20 3 1", "COUNTED, same, 10 20 3 1",
    "COUNTED, held, 10 20 3 1", "COUNTED, corrigendumOfNothing, 10 20 3 1",
    "CONFLICT, same, 10 20 3 1", "CONFLICT, different, 10 20 3 1",
    "CONFLICT, corrigendum, 8 8 8 8", "CORRECTED, different, 7 7 7 7",
    "CORRECTED, ruling, 8 8 8 8", "ANNULLED, corrigendum, 8 8 8 8",
    "ANNULLED, different, 0 0 0 0", "COUNTED, annulment, 0 0 0 0",
    "NOT_RECEIVED, held, 0 0 0 0", "NOT_RECEIVED, adoptionOfHeld, 40 0 0 1",
    "HELD, different, 5 5 5 5", "HELD, adoptionOfHeldByCourt, 40 0 0 1"
  })
  void putsTheValueInForceInTheTotals(StationState from, String event, String votes) {
    SmallLog log = in(from);
    happen(log, event);
    Layout layout = log.count("p").layout();
    long[] totals = log.area("p", "L").totals();
    String counted =
        "%d %d %d %d"
            .formatted(
                layout.votes(totals, 0),
                layout.votes(totals, 1),
                layout.votes(totals, 2),
                layout.votes(totals, 3));
    assertThat(counted).isEqualTo(votes);
  }

  @Test
  void namesTheEntryWhoseValueIsInForce() {
    SmallLog log = SmallLog.open();
    assertThat(log.station("p", "A1").inForce()).isEmpty();
    long first = log.record("A1", "p", "A1", FIRST);
    log.record("A1-second", "p", "A1", FIRST);
    log.record("A1-second", "p", "A1", SECOND);
    assertThat(log.station("p", "A1").inForce()).hasValue(first);
    long corrigendum = log.correct("p", "A1", log.leaf(first), new Decision.Replace(DECIDED));
    assertThat(log.station("p", "A1").inForce()).hasValue(corrigendum);
    long annulment = log.rule("p", "A1", log.leaf(corrigendum), new Decision.Annul());
    assertThat(log.station("p", "A1").inForce()).hasValue(annulment);
  }

  @Test
  void namesTheHeldRecordAndNotItsAdoption() {
    SmallLog log = in(StationState.HELD);
    long held = log.fold.size() - 1;
    assertThat(log.station("p", "A1").inForce()).isEmpty();
    log.rule("p", "A1", log.leaf(held), new Decision.Adopt());
    assertThat(log.station("p", "A1").inForce()).hasValue(held);
  }

  @Test
  void leavesOtherContestsAndStationsAlone() {
    SmallLog log = in(StationState.CONFLICT);
    assertThat(log.station("m", "A1").state()).isEqualTo(StationState.NOT_RECEIVED);
    assertThat(log.station("p", "A2").state()).isEqualTo(StationState.NOT_RECEIVED);
  }
}
