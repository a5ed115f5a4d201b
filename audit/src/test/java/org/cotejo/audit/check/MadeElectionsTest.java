package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Elections made by seeds: nothing is found where nothing is wrong, and what is made wrong is
/// found by its check and by no other. `bench/run check-null` does this a thousand times.
class MadeElectionsTest {
  private static final int STATIONS = 240;

  private static List<Check> found(CheckReport report) {
    return report.findings().stream().map(CheckResult::check).toList();
  }

  /// Equal stations are beyond chance only where there are enough figures to be equal.
  private static List<Long> seeds() {
    return LongStream.iterate(21, seed -> seed + 1)
        .filter(seed -> new MadeElection(2, seed).selections() >= 6)
        .limit(3)
        .boxed()
        .toList();
  }

  /// Four findings or more in 60 elections would have a chance of 0.3 % at the stated rate.
  @Test
  void findsNoMoreWhereNothingIsWrongThanTheStatedRate() throws Exception {
    int found = 0;
    for (long seed = 1; seed <= 60; seed++) {
      CheckReport report = new MadeElection(STATIONS, seed).checked(Optional.empty());
      assertThat(report.tests()).isEqualTo(4);
      found += report.findings().isEmpty() ? 0 : 1;
    }
    assertThat(found).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Check.class,
      names = {
        "C101", "C102", "C103", "C104", "C201", "C202", "C203", "C301", "C302", "C303", "C304"
      })
  void findsWhatIsMadeWrongAndNothingElse(Check planted) throws Exception {
    for (long seed : seeds()) {
      CheckReport report = new MadeElection(STATIONS, seed).checked(Optional.of(planted));
      assertThat(found(report)).as("seed %d", seed).containsExactly(planted);
    }
  }

  @Test
  void theSameSeedGivesTheSameReport() throws Exception {
    CheckReport first = new MadeElection(STATIONS, 3).checked(Optional.of(Check.C303));
    CheckReport second = new MadeElection(STATIONS, 3).checked(Optional.of(Check.C303));
    assertThat(second).isEqualTo(first);
  }
}
