package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How often the checks find something where nothing is wrong, and what they find where something
/// is. `bench/run check-null` runs this.
class ChecksMeasured {
  private static final int ELECTIONS = Integer.getInteger("cotejo.check.elections", 1_000);
  private static final int STATIONS = 240;
  private static final int PLANTED = Math.max(1, ELECTIONS / 50);
  private static final List<Check> PLANTS =
      List.of(
          Check.C101,
          Check.C102,
          Check.C103,
          Check.C104,
          Check.C201,
          Check.C202,
          Check.C203,
          Check.C301,
          Check.C302,
          Check.C303,
          Check.C304);

  @Test
  void electionsInWhichNothingIsWrong() throws Exception {
    int found = 0;
    Map<Check, Integer> byCheck = new TreeMap<>();
    for (long seed = 1; seed <= ELECTIONS; seed++) {
      var findings = new MadeElection(STATIONS, seed).checked(Optional.empty()).findings();
      found += findings.isEmpty() ? 0 : 1;
      findings.forEach(finding -> byCheck.merge(finding.check(), 1, Integer::sum));
    }
    System.out.printf(
        "check-null: %d elections of %d stations in which nothing is wrong: findings in %d %s%n",
        ELECTIONS, STATIONS, found, byCheck);
    // At the stated rate, more than this has a chance below 1 in 1,000.
    double most =
        CheckReport.ERROR_RATE * ELECTIONS
            + 3.1 * Math.sqrt(CheckReport.ERROR_RATE * ELECTIONS)
            + 1;
    assertThat((double) found).isLessThanOrEqualTo(most);
  }

  @Test
  void electionsInWhichOneThingIsWrong() throws Exception {
    for (Check planted : PLANTS) {
      Map<Check, Integer> found = new TreeMap<>();
      int elections = 0;
      for (long seed = ELECTIONS + 1L; elections < PLANTED; seed++) {
        if (new MadeElection(2, seed).selections() >= 6) {
          elections++;
          new MadeElection(STATIONS, seed)
              .checked(Optional.of(planted))
              .findings()
              .forEach(finding -> found.merge(finding.check(), 1, Integer::sum));
        }
      }
      System.out.printf("check-null: planted %s in %d: found %s%n", planted, elections, found);
      assertThat(found).as("%s", planted).containsEntry(planted, elections);
    }
  }
}
