package org.cotejo.station.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.model.PollingStation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every night, whatever the seed.
class NightPlanTest {
  private static final int[] SIZES = {0, 1, 2, 39, 41, 1234};

  private static List<PollingStation> stations(int count, SplittableRandom random) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new PollingStation(
                "S" + i, random.nextInt(20), random.nextInt(3000), Optional.empty(), ""))
        .toList();
  }

  private static Conditions conditions(SplittableRandom random) {
    int couriers = random.nextInt(1001);
    return new Conditions(
        random.nextInt(1001),
        Duration.ofMinutes(random.nextInt(3000)),
        couriers,
        random.nextInt(1001 - couriers),
        random.nextInt(1001),
        random.nextInt(1001),
        random.nextInt(1001));
  }

  private static long count(NightPlan plan, Predicate<Course> which) {
    return IntStream.range(0, plan.size()).mapToObj(plan::course).filter(which).count();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, -4, 0, Long.MIN_VALUE, 20261129})
  void givesEveryStationACourseAndExactlyTheSharesThatWereAskedFor(long seed) {
    var random = new SplittableRandom(seed);
    for (int size : SIZES) {
      List<PollingStation> stations = stations(size, random);
      Conditions asked = conditions(random);
      var plan = NightPlan.of(seed, stations, asked);
      assertThat(count(plan, course -> course.route() == Route.COURIER))
          .isEqualTo(size * asked.couriers() / 1000);
      assertThat(count(plan, course -> course.route() == Route.PHOTOGRAPH))
          .isEqualTo(size * asked.photographs() / 1000);
      assertThat(count(plan, Course::isFlapping)).isEqualTo(size * asked.flapping() / 1000);
      assertThat(count(plan, course -> course.copies() == 2))
          .isEqualTo(size * asked.twice() / 1000);
      assertThat(count(plan, course -> !course.clockError().isZero()))
          .isLessThanOrEqualTo(size * asked.wrongClocks() / 1000);
      for (int station = 0; station < size; station++) {
        assertThat(plan.course(station).closes())
            .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(390));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7})
  void cutsWholeAreasOffAndNoMoreOfThemThanItTakes(long seed) {
    List<PollingStation> stations = stations(1000, new SplittableRandom(seed));
    var asked = new Conditions(600, Duration.ofDays(1), 0, 0, 0, 0, 0);
    var plan = NightPlan.of(seed, stations, asked);
    Map<Integer, List<Duration>> byArea =
        IntStream.range(0, 1000)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    station -> stations.get(station).area(),
                    Collectors.mapping(
                        station -> plan.course(station).networkReturns(), Collectors.toList())));
    byArea.values().forEach(returns -> assertThat(returns.stream().distinct()).hasSize(1));
    long largest = byArea.values().stream().mapToInt(List::size).max().orElseThrow();
    assertThat(count(plan, Course::isCutOff)).isBetween(600L, 600 + largest - 1);
    assertThat(byArea.values().stream().map(List::getFirst).filter(Duration::isPositive))
        .allSatisfy(
            returns -> assertThat(returns).isBetween(Duration.ofDays(1), Duration.ofMinutes(1584)));
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9})
  void carriesEachStationOfARouteOnceAndThoseSentTwiceAgain(long seed) {
    var random = new SplittableRandom(seed);
    for (int size : SIZES) {
      var plan = NightPlan.of(seed, stations(size, random), conditions(random));
      List<Integer> carried =
          plan.loads().stream().flatMap(load -> load.stations().stream()).toList();
      assertThat(carried).doesNotHaveDuplicates();
      assertThat(carried).hasSize((int) count(plan, course -> course.route() != Route.NETWORK));
      for (Load load : plan.loads()) {
        assertThat(load.all()).doesNotHaveDuplicates().isNotEmpty();
        assertThat(load.all()).allMatch(station -> plan.course(station).route() == load.route());
        assertThat(load.all())
            .allMatch(station -> plan.course(station).closes().compareTo(load.arrives()) < 0);
        assertThat(load.again()).allMatch(station -> plan.course(station).copies() == 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11})
  void letsEveryStationArriveInOrderAndNeverBeforeItHasClosedAndHasAWay(long seed) {
    var random = new SplittableRandom(seed);
    for (int size : SIZES) {
      var plan = NightPlan.of(seed, stations(size, random), conditions(random));
      List<PlannedArrival> arrivals = plan.arrivals();
      assertThat(arrivals).extracting(PlannedArrival::moment).isSorted();
      Map<Integer, Long> copies =
          arrivals.stream()
              .collect(Collectors.groupingBy(PlannedArrival::station, Collectors.counting()));
      assertThat(copies).hasSize(size);
      for (PlannedArrival arrival : arrivals) {
        Course course = plan.course(arrival.station());
        assertThat(arrival.moment()).isGreaterThanOrEqualTo(course.closes());
        if (course.route() == Route.NETWORK) {
          assertThat(arrival.moment()).isGreaterThanOrEqualTo(course.networkReturns());
          assertThat(copies).containsEntry(arrival.station(), (long) course.copies());
        }
      }
    }
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    List<PollingStation> stations = stations(300, new SplittableRandom(1));
    List<String> first = told(NightPlan.of(7, stations, Conditions.USUAL));
    assertThat(told(NightPlan.of(7, stations, Conditions.USUAL))).isEqualTo(first);
    assertThat(told(NightPlan.of(8, stations, Conditions.USUAL))).isNotEqualTo(first);
  }

  private static List<String> told(NightPlan plan) {
    var told = new ArrayList<String>();
    IntStream.range(0, plan.size()).forEach(station -> told.add(plan.course(station).toString()));
    plan.loads().forEach(load -> told.add(load.toString()));
    return told;
  }

  @Test
  void letsEveryFlappingLinkHoldInTheEnd() {
    var plan =
        NightPlan.of(
            3,
            stations(500, new SplittableRandom(3)),
            new Conditions(0, Duration.ZERO, 0, 0, 500, 0, 0));
    List<NightPlan.Link> seen =
        IntStream.range(0, 500)
            .boxed()
            .flatMap(station -> IntStream.range(0, 6).mapToObj(n -> plan.linkOf(station, n)))
            .toList();
    assertThat(seen).contains(NightPlan.Link.values());
    for (int station = 0; station < 500; station++) {
      assertThat(plan.linkOf(station, 6)).isEqualTo(NightPlan.Link.WHOLE);
      assertThat(plan.linkOf(station, Integer.MAX_VALUE)).isEqualTo(NightPlan.Link.WHOLE);
      boolean isFlapping = plan.course(station).isFlapping();
      int own = station;
      boolean holds =
          Stream.iterate(0, n -> n + 1)
              .limit(6)
              .allMatch(n -> plan.linkOf(own, n) == NightPlan.Link.WHOLE);
      assertThat(isFlapping || holds).isTrue();
    }
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatThrownBy(() -> new Conditions(1001, Duration.ZERO, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Conditions(0, Duration.ZERO, 600, 401, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Conditions(0, Duration.ofDays(8), 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
