package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.cotejo.cose.Hash;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.Phase;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;

/// One log in the making, with what has been logged about each `contest/station`.
final class RandomLog {
  static final int STEPS = 90;
  private static final String SELECTIONS_P = "1 2 ind none";
  private static final String SELECTIONS_M = "a none b";

  /// Areas with their stations, written out.
  private static final Map<String, String> BELOW =
      Map.of(
          "L",
          "A1 A2 B1 C1 D1",
          "N",
          "A1 A2 B1",
          "S",
          "C1",
          "N1",
          "A1 A2",
          "N2",
          "B1",
          "S1a",
          "C1");

  private static final Map<String, String> BALLOT_P =
      Map.of(
          "A1",
          "1 2 ind none",
          "A2",
          "1 2 ind none",
          "B1",
          "1 2 ind none",
          "C1",
          "1 2 none",
          "D1",
          "1 2 none");

  private static final Map<String, String> BALLOT_M =
      Map.of("A1", "a none", "A2", "a none", "B1", "a none b");

  private static final Map<String, Long> REGISTERED =
      Map.of("A1", 100L, "A2", 200L, "B1", 300L, "C1", 400L, "D1", 50L);

  final Random random;
  final SmallLog log = SmallLog.empty();
  final Map<String, SlowCount> slow = new HashMap<>();
  final Map<String, Integer> heldOf = new HashMap<>();
  final Set<String> revoked = new HashSet<>();
  final Set<String> late = new HashSet<>();
  final List<String> keys = new ArrayList<>();
  final List<String> heldFindings = new ArrayList<>();
  Phase phase = Phase.SETUP;

  RandomLog(long seed) {
    random = new Random(seed);
    log.found();
    for (String station : SmallElection.STATIONS) {
      keys.addAll(List.of(station, station + "-second", station + "-third"));
      slow.put("p/" + station, new SlowCount());
    }
    BALLOT_M.keySet().forEach(station -> slow.put("m/" + station, new SlowCount()));
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  void step(int at) {
    if (at == 6) {
      phase(Phase.COUNTING_OPEN);
      String station = any(SmallElection.STATIONS);
      keys.stream()
          .filter(key -> key.startsWith(station))
          .filter(revoked::add)
          .forEach(log::revoke);
    } else if (at == STEPS * 3 / 4) {
      phase(Phase.RECORDS_CLOSED);
    }
    int dice = random.nextInt(20);
    if (dice == 0) {
      changeKeys();
    } else if (dice == 1) {
      log.mark(1_000 + at);
    } else if (dice < 12) {
      record();
    } else {
      decide();
    }
  }

  private void phase(Phase next) {
    log.phase(next);
    phase = next;
  }

  private void changeKeys() {
    String station = any(SmallElection.STATIONS);
    String key = station + "-" + log.fold.size();
    List<String> good =
        keys.stream().filter(k -> k.startsWith(station) && !revoked.contains(k)).toList();
    if (good.isEmpty() || random.nextBoolean()) {
      log.enrol(station, key);
      enrolled(key);
      return;
    }
    String old = any(good);
    revoked.add(old);
    if (random.nextBoolean()) {
      log.revoke(old);
    } else {
      log.replace(old, key);
      enrolled(key);
    }
  }

  private void enrolled(String key) {
    keys.add(key);
    if (phase != Phase.SETUP) {
      late.add(key);
    }
  }

  private void record() {
    String key = any(keys);
    String station = key.substring(0, 2);
    String subject =
        (BALLOT_M.containsKey(station) && random.nextBoolean() ? "m/" : "p/") + station;
    TallyFigures figures = figures(subject);
    var record = new TallyRecord(new TallySubject(subject.substring(0, 1), station), figures);
    if (log.holds(key, record)) {
      return;
    }
    boolean holds =
        phase == Phase.RECORDS_CLOSED || (phase != Phase.SETUP && revoked.contains(key));
    if (holds && heldOf.merge(subject, 1, Integer::sum) > 4) {
      return;
    }
    long entry = log.say(key, record);
    SlowCount history = history(subject);
    if (holds) {
      history.add(new SlowCount.Held(entry, figures, late.contains(key)));
      heldFindings.add(entry + (revoked.contains(key) ? " F302 " : " F303 ") + subject);
    } else if (phase == Phase.SETUP) {
      history.add(new SlowCount.Early(entry));
    } else {
      history.add(new SlowCount.Valid(entry, figures, late.contains(key)));
    }
  }

  private SlowCount history(String subject) {
    SlowCount history = slow.get(subject);
    if (history == null) {
      throw new AssertionError(subject);
    }
    return history;
  }

  /// Sound figures, one of few, so that records often agree.
  TallyFigures figures(String subject) {
    String station = subject.substring(2);
    boolean members = subject.startsWith("m");
    int width = ballot(subject).split(" ", -1).length;
    long[] votes = new long[width];
    for (int i = 0; i < width; i++) {
      votes[i] = 1L + random.nextInt(2);
    }
    TallyFigures paper =
        members ? SmallElection.memberVotes(station, votes) : SmallElection.votes(station, votes);
    if (random.nextInt(3) > 0) {
      return paper;
    }
    ChannelCount count = paper.channels().getFirst();
    var machine = new ChannelCount(1, count.ballotsCast(), 0, 0, count.validVotes(), count.votes());
    return SmallElection.sheet(station, 2 * count.ballotsCast(), count, machine);
  }

  private void decide() {
    String subject = any(slow.keySet().stream().sorted().toList());
    String contest = subject.substring(0, 1);
    String station = subject.substring(2);
    OptionalLong inForce = log.station(contest, station).inForce();
    SlowCount history = history(subject);
    List<Long> held = history.held();
    long target = random.nextLong(log.fold.size());
    if (inForce.isPresent() && random.nextInt(3) > 0) {
      target = inForce.getAsLong();
    } else if (!held.isEmpty() && random.nextInt(3) > 0) {
      target = any(held);
    }
    Hash leaf = log.leaf(target);
    TallyFigures figures = figures(subject);
    Decision decision =
        switch (random.nextInt(4)) {
          case 0 -> new Decision.Annul();
          case 1, 2 -> new Decision.Adopt();
          default -> new Decision.Replace(figures);
        };
    var about = new TallySubject(contest, station);
    boolean byCourt = decision instanceof Decision.Annul || random.nextBoolean();
    String signer = byCourt ? "court" : "authority";
    Statement statement =
        byCourt ? new Ruling(about, leaf, decision) : new Corrigendum(about, leaf, decision);
    if (log.holds(signer, statement)) {
      return;
    }
    long entry = log.say(signer, statement);
    history.add(
        switch (decision) {
          case Decision.Annul() -> new SlowCount.Annul(entry, target);
          case Decision.Adopt() -> new SlowCount.Adopt(entry, target);
          case Decision.Replace r -> new SlowCount.Replace(entry, target, figures);
        });
  }

  void compare() {
    slow.forEach((subject, history) -> {
      StationCount count = log.station(subject.substring(0, 1), subject.substring(2));
      assertThat(count.state()).as(subject).isEqualTo(history.state());
      assertThat(count.inForce().stream().boxed().findFirst())
          .as(subject)
          .isEqualTo(history.force().map(SlowCount.Force::entry));
      assertThat(count.figures())
          .as(subject)
          .isEqualTo(history.force().flatMap(SlowCount.Force::figures));
    });
    BELOW.forEach((area, stations) -> {
      compareArea("p", area, List.of(stations.split(" ", -1)));
      if (area.startsWith("N")) {
        compareArea("m", area, List.of(stations.split(" ", -1)));
      }
    });
  }

  private void compareArea(String contest, String area, List<String> stations) {
    AreaCount count = log.area(contest, area);
    String all = contest.equals("p") ? SELECTIONS_P : SELECTIONS_M;
    int width = 6 + 2 * (4 + all.split(" ", -1).length);
    long[] totals = new long[width];
    long[] disputed = new long[width];
    Map<StationState, Long> byState = new HashMap<>();
    Map<StationState, Long> votersByState = new HashMap<>();
    long lateStations = 0;
    long lateVoters = 0;
    for (String station : stations) {
      String subject = contest + "/" + station;
      SlowCount history = history(subject);
      StationState state = history.state();
      long registered = REGISTERED.getOrDefault(station, -1L);
      byState.merge(state, 1L, Long::sum);
      votersByState.merge(state, registered, Long::sum);
      int[] places = SlowCount.places(all, ballot(subject));
      history
          .force()
          .flatMap(SlowCount.Force::figures)
          .ifPresent(figures -> {
            SlowCount.addTo(totals, figures, places);
            if (state == StationState.CONFLICT) {
              SlowCount.addTo(disputed, figures, places);
            }
          });
      lateStations += history.isLate() ? 1 : 0;
      lateVoters += history.isLate() ? registered : 0;
    }
    assertThat(count.totals()).as(area).isEqualTo(totals);
    assertThat(count.disputed()).as(area).isEqualTo(disputed);
    for (StationState state : StationState.values()) {
      assertThat(count.stations(state)).as(area).isEqualTo(byState.getOrDefault(state, 0L));
      assertThat(count.registered(state)).as(area).isEqualTo(votersByState.getOrDefault(state, 0L));
    }
    assertThat(count.lateStations()).as(area).isEqualTo(lateStations);
    assertThat(count.lateRegistered()).as(area).isEqualTo(lateVoters);
    assertThat(count.stations()).isEqualTo(stations.size());
  }

  /// Stations whose value in force is a record that was held.
  long adoptions() {
    return slow.values().stream()
        .filter(history ->
            history.force().map(force -> history.held().contains(force.entry())).orElse(false))
        .count();
  }

  void compareFindings() {
    List<String> expected = new ArrayList<>(heldFindings);
    slow.forEach((subject, history) ->
        history.findings().forEach(found -> expected.add(found + " " + subject)));
    assertThat(log.findings()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String ballot(String subject) {
    Map<String, String> ballots = subject.startsWith("p") ? BALLOT_P : BALLOT_M;
    return ballots.getOrDefault(subject.substring(2), "");
  }
}
