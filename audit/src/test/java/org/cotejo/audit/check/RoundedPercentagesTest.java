package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Known answers: counted one by one in Python with whole numbers.
class RoundedPercentagesTest {
  /// As announced on 29 July 2024.
  private static final List<Long> FIRST = List.of(5_150_092L, 4_445_978L, 462_704L);

  private static final List<Long> SECOND =
      List.of(
          6_408_844L,
          5_326_104L,
          152_360L,
          116_421L,
          92_903L,
          84_231L,
          64_452L,
          40_902L,
          29_611L,
          20_056L);

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static RoundedPercentages of(List<Long> counts, int decimals) {
    return new RoundedPercentages(sum(counts), decimals);
  }

  @ParameterizedTest
  @CsvSource({
    "10058774, 376479, 50589482279700",
    "12386669, 376533, 76714803037785",
    "1000000, 501501, 500001500001",
    "100000, 501501, 5000150001",
    "10000, 501501, 50015001",
    "2000, 501501, 2003001"
  })
  void countsEveryTripleThatFits(long total, long fitting, long all) {
    var chance = new RoundedPercentages(total, 1).chance(3, 0);
    assertThat(chance)
        .isEqualTo(
            new RoundedPercentages.Chance(
                BigInteger.valueOf(fitting), BigInteger.valueOf(all), true));
  }

  @Test
  void theFirstAnnouncementFitsToTheVote() {
    assertThat(sum(FIRST)).isEqualTo(10_058_774);
    var test = of(FIRST, 1);
    assertThat(FIRST).extracting(test::percentage).containsExactly(512L, 442L, 46L);
    assertThat(FIRST).extracting(test::residual).containsExactly(0L, 0L, 0L);
    assertThat(NumberText.chance(test.chance(3, 0).value())).isEqualTo("7.44E-9");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 7", "2, 19", "5, 91", "50, 7651", "-1, 75882581"})
  void countsTheWaysThatShowTheSamePercentages(long tolerance, long ways) {
    assertThat(of(FIRST, 1).sameRounded(FIRST, tolerance)).isEqualTo(BigInteger.valueOf(ways));
  }

  @Test
  void theSecondAnnouncementAndAnotherElectionDoNotFit() {
    assertThat(sum(SECOND)).isEqualTo(12_335_884);
    assertThat(of(SECOND, 1).matches(SECOND, 1)).isFalse();
    assertThat(of(SECOND, 2).matches(SECOND, 1)).isFalse();
    List<Long> states = List.of(81_283_501L, 74_223_975L, 2_922_155L);
    for (int decimals = 1; decimals <= 4; decimals++) {
      assertThat(of(states, decimals).matches(states, 1)).as("%d", decimals).isFalse();
    }
  }

  @Test
  void saysNothingWhereAMatchIsProbable() {
    assertThat(new RoundedPercentages(100_000, 1).isInformative(3, 0)).isTrue();
    assertThat(new RoundedPercentages(99_999, 1).isInformative(3, 0)).isFalse();
    assertThat(new RoundedPercentages(10_000_000, 1).isInformative(2, 0)).isTrue();
    assertThat(new RoundedPercentages(9_999_999, 1).isInformative(2, 0)).isFalse();
  }

  /// The bound is never below what is counted.
  @Test
  void boundsWhatItDoesNotCount() {
    var test = new RoundedPercentages(700, 0);
    long fitting = 0;
    for (long first = 0; first <= 700; first++) {
      for (long second = 0; first + second <= 700; second++) {
        fitting += test.matches(List.of(first, second, 700 - first - second), 1) ? 1 : 0;
      }
    }
    var chance = test.chance(3, 1);
    assertThat(chance.isExact()).isFalse();
    assertThat(chance.fitting()).isGreaterThanOrEqualTo(BigInteger.valueOf(fitting));
    assertThat(fitting).isGreaterThan(5_151);
  }
}
