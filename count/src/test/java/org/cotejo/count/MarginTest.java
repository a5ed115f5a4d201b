package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotejo.model.Decision;
import org.junit.jupiter.api.Test;

/// The first two places, and whether open stations could still change the first.
class MarginTest {
  private static Margin margin(SmallLog log, String contest, String area) {
    int held = log.election.contests().stream().map(c -> c.code()).toList().indexOf(contest);
    int place = log.election.areas().stream().map(a -> a.code()).toList().indexOf(area);
    return Margin.of(log.election, log.fold.contest(held), place).orElseThrow();
  }

  @Test
  void isSureOnlyWhenTheOpenRollIsSmallerThanWhatIsApart() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", SmallElection.votes("A1", 80, 20, 0, 0));
    log.record("A2", "p", "A2", SmallElection.votes("A2", 150, 20, 10, 20));
    log.record("C1", "p", "C1", SmallElection.votes("C1", 300, 10, 1));
    log.record("D1", "p", "D1", SmallElection.votes("D1", 1, 40, 1));
    // B1 is open, with 300 on its roll, and 441 votes lie between 531 and 90.
    assertThat(margin(log, "p", "L")).isEqualTo(new Margin(0, 1, 441, 1, 300, 141));
    assertThat(margin(log, "p", "L").isFirstSure()).isTrue();
    // In N 190 votes lie between 230 and 40.
    assertThat(margin(log, "p", "N")).isEqualTo(new Margin(0, 1, 190, 1, 300, -110));
    assertThat(margin(log, "p", "N").isFirstSure()).isFalse();
    // In D1 alone nothing is open; in S the independent is on no ballot.
    assertThat(margin(log, "p", "S")).isEqualTo(new Margin(0, 1, 290, 1, 0, 290));
  }

  @Test
  void countsWhatAnAnnulledOrHeldStationCouldStillBring() {
    SmallLog log = SmallLog.open();
    long c1 = log.record("C1", "p", "C1", SmallElection.votes("C1", 300, 10, 1));
    log.rule("p", "C1", log.leaf(c1), new Decision.Annul());
    log.revoke("B1-third");
    log.record("B1-third", "p", "B1", SmallElection.votes("B1", 30, 1, 1, 1));
    assertThat(margin(log, "p", "S").reach()).isEqualTo(400);
    assertThat(margin(log, "p", "N2").reach()).isEqualTo(300);
    assertThat(margin(log, "p", "L").reach()).isEqualTo(1050);
  }

  @Test
  void takesBackWhatStationsInConflictHold() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", SmallElection.votes("A1", 60, 30, 0, 0));
    log.record("A1-second", "p", "A1", SmallElection.votes("A1", 30, 60, 0, 0));
    log.record("A2", "p", "A2", SmallElection.votes("A2", 110, 30, 0, 0));
    // 170 to 60; A1 could be 0 to 100, which leaves 110 to 130.
    assertThat(margin(log, "p", "N1")).isEqualTo(new Margin(0, 1, 110, 1, 100, -20));
  }

  @Test
  void namesAThirdThatCouldComeFurtherThanTheSecond() {
    var places =
        List.of(
            new Margin.Place(4, 80, 0, 15),
            new Margin.Place(5, 100, 0, 15),
            new Margin.Place(6, 90, 90, 15));
    assertThat(Margin.of(places)).hasValue(new Margin(5, 6, 10, 4, 15, 5));
  }

  @Test
  void isNotSureOfATieEvenWhenNothingIsOpen() {
    var places = List.of(new Margin.Place(0, 7, 0, 0), new Margin.Place(1, 7, 0, 0));
    assertThat(Margin.of(places)).hasValue(new Margin(0, 1, 0, 1, 0, 0));
    assertThat(Margin.of(places).orElseThrow().isFirstSure()).isFalse();
  }

  @Test
  void givesNoneOfTheseNoPlaceAndNeedsTwo() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 90));
    assertThat(margin(log, "p", "N1")).isEqualTo(new Margin(2, 1, 1, 1, 200, -199));
    // In N1 only a and "none" are on the ballot of contest m; b is on that of N2 alone.
    assertThat(
            Margin.of(
                log.election,
                log.fold.contest(1),
                log.election.areas().stream().map(a -> a.code()).toList().indexOf("N1")))
        .isEmpty();
    assertThat(margin(log, "m", "N")).isEqualTo(new Margin(0, 2, 0, 2, 300, -300));
  }

  /// A station of the brute force: what it holds now, if anything, and who is on its ballot.
  private record Station(boolean isOpen, List<Long> votes, long registered, List<Boolean> ballot) {}

  private static Station station(SplittableRandom random, int selections) {
    List<Boolean> ballot = new ArrayList<>();
    List<Long> votes = new ArrayList<>();
    long left = random.nextInt(4);
    long registered = left;
    boolean isEmpty = random.nextInt(3) == 0;
    for (int s = 0; s < selections; s++) {
      ballot.add(random.nextInt(4) > 0);
      long here = isEmpty || !ballot.get(s) ? 0 : random.nextLong(left + 1);
      votes.add(here);
      left -= here;
    }
    return new Station(isEmpty || random.nextInt(3) == 0, votes, registered, ballot);
  }

  /// Whether anything that open stations may say puts another level with the first, or ahead.
  private static boolean canLose(List<Station> stations, int at, long[] sums, int first) {
    if (at == stations.size()) {
      return IntStream.range(0, sums.length).anyMatch(s -> s != first && sums[s] >= sums[first]);
    }
    Station here = stations.get(at);
    return here.isOpen()
        ? anySheet(stations, at, sums, first, 0, here.registered())
        : canLose(stations, at + 1, plus(sums, here.votes()), first);
  }

  private static boolean anySheet(
      List<Station> stations, int at, long[] sums, int first, int selection, long left) {
    if (selection == sums.length) {
      return canLose(stations, at + 1, sums, first);
    }
    long most = stations.get(at).ballot().get(selection) ? left : 0;
    for (long votes = 0; votes <= most; votes++) {
      long[] with = sums.clone();
      with[selection] += votes;
      if (anySheet(stations, at, with, first, selection + 1, left - votes)) {
        return true;
      }
    }
    return false;
  }

  private static long[] plus(long[] sums, List<Long> votes) {
    return IntStream.range(0, sums.length).mapToLong(s -> sums[s] + votes.get(s)).toArray();
  }

  @Test
  void isSureExactlyWhenNoSheetsOfOpenStationsCouldChangeTheFirst() {
    var random = new SplittableRandom(7);
    int sure = 0;
    for (int run = 0; run < 3000; run++) {
      int selections = 2 + random.nextInt(2);
      List<Station> stations = new ArrayList<>();
      for (int station = 0; station < 5; station++) {
        stations.add(station(random, selections));
      }
      List<Margin.Place> places =
          IntStream.range(0, selections)
              .mapToObj(s ->
                  new Margin.Place(
                      s,
                      stations.stream().mapToLong(at -> at.votes().get(s)).sum(),
                      stations.stream()
                          .filter(Station::isOpen)
                          .mapToLong(at -> at.votes().get(s))
                          .sum(),
                      stations.stream()
                          .filter(at -> at.isOpen() && at.ballot().get(s))
                          .mapToLong(Station::registered)
                          .sum()))
              .toList();
      Margin margin = Margin.of(places).orElseThrow();
      boolean canLose = canLose(stations, 0, new long[selections], margin.first());
      assertThat(margin.isFirstSure()).as("%s", stations).isEqualTo(!canLose);
      sure += margin.isFirstSure() ? 1 : 0;
    }
    assertThat(sure).isBetween(300, 2700);
  }
}
