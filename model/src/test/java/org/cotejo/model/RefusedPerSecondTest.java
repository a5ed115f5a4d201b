package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Five numbers for the counts of a window, and which five no counts can have.
class RefusedPerSecondTest {
  private static void refuses(ThrowingCallable maker) {
    assertThatIllegalArgumentException().isThrownBy(maker);
  }

  @Test
  void takesPercentilesFromThePlacesOfTheNearestRank() {
    long[] hundred = LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();
    assertThat(RefusedPerSecond.of(hundred)).isEqualTo(new RefusedPerSecond(5050, 50, 90, 99, 100));
    long[] eleven = LongStream.rangeClosed(1, 11).toArray();
    assertThat(RefusedPerSecond.of(eleven)).isEqualTo(new RefusedPerSecond(66, 6, 10, 11, 11));
    assertThat(RefusedPerSecond.of(new long[] {7})).isEqualTo(new RefusedPerSecond(7, 7, 7, 7, 7));
    assertThat(RefusedPerSecond.of(new long[] {9, 0}))
        .isEqualTo(new RefusedPerSecond(9, 0, 9, 9, 9));
  }

  @Test
  void leavesTheCountsAsTheyAre() {
    long[] counts = {3, 1, 2};
    RefusedPerSecond.of(counts);
    assertThat(counts).containsExactly(3, 1, 2);
  }

  @Test
  void refusesWindowWithoutSecondsAndCountsThatNoSecondHas() {
    refuses(() -> RefusedPerSecond.of(new long[0]));
    refuses(() -> RefusedPerSecond.of(new long[] {-1}));
    refuses(() -> RefusedPerSecond.of(new long[] {1_000_000_000}));
    refuses(() -> RefusedPerSecond.of(new long[2_678_401]));
  }

  @Test
  void refusesNumbersThatDoNotAscend() {
    refuses(() -> new RefusedPerSecond(9, -1, 0, 0, 0));
    refuses(() -> new RefusedPerSecond(9, 2, 1, 3, 4));
    refuses(() -> new RefusedPerSecond(9, 1, 4, 3, 4));
    refuses(() -> new RefusedPerSecond(9, 1, 2, 5, 4));
    refuses(() -> new RefusedPerSecond(3, 1, 2, 3, 4));
  }

  @Test
  void fitsExactlyTheWindowsWhoseCountsCanHaveTheseNumbers() {
    for (int seconds = 1; seconds <= 6; seconds++) {
      Set<RefusedPerSecond> possible = new HashSet<>();
      for (int code = 0; code < Math.pow(4, seconds); code++) {
        var counts = new long[seconds];
        for (int i = 0; i < seconds; i++) {
          counts[i] = (code >> (2 * i)) % 4;
        }
        possible.add(RefusedPerSecond.of(counts));
      }
      int n = seconds;
      assertThat(allUpToThree().filter(figures -> figures.fits(n)))
          .containsExactlyInAnyOrderElementsOf(possible);
    }
  }

  /// All figures of counts up to 3 with a sum that six of them can have.
  private static Stream<RefusedPerSecond> allUpToThree() {
    return IntStream.range(0, 256)
        .mapToObj(code -> new long[] {code % 4, code / 4 % 4, code / 16 % 4, code / 64})
        .filter(p -> p[0] <= p[1] && p[1] <= p[2] && p[2] <= p[3])
        .flatMap(p ->
            LongStream.rangeClosed(p[3], 18)
                .mapToObj(sum -> new RefusedPerSecond(sum, p[0], p[1], p[2], p[3])));
  }

  @Test
  void fitsTheWindowItWasTakenFrom() {
    var random = new Random(5);
    for (int i = 0; i < 500; i++) {
      long[] counts = random.longs(1 + random.nextInt(300), 0, 1 + random.nextInt(50)).toArray();
      RefusedPerSecond figures = RefusedPerSecond.of(counts);
      assertThat(figures.fits(counts.length)).isTrue();
      assertThat(figures.sum()).isEqualTo(Arrays.stream(counts).sum());
    }
  }
}
