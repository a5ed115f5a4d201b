package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotejo.cose.KeyId;
import org.junit.jupiter.api.Test;

/// The compact count against a list of everything that was logged.
class QuotaTest {
  private static final int CONTESTS = 3;
  private static final int STATIONS = 4;

  private record Logged(int contest, int station, KeyId key, boolean held) {}

  private static List<Logged> about(List<Logged> all, int contest, int station) {
    return all.stream()
        .filter(entry -> entry.contest() == contest && entry.station() == station)
        .toList();
  }

  /// The first record of a station is charged to all its keys, every later one to its signer.
  private static long charged(List<Logged> all, int contest, int station, KeyId key) {
    List<Logged> subject = about(all, contest, station);
    return subject.isEmpty()
        ? 0
        : 1 + subject.stream().skip(1).filter(entry -> entry.key().equals(key)).count();
  }

  @Test
  void countsAsTheListDoes() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var quota = new Quota(CONTESTS, STATIONS);
      var all = new ArrayList<Logged>();
      for (int i = 0; i < 150; i++) {
        var next =
            new Logged(
                random.nextInt(CONTESTS),
                random.nextInt(STATIONS),
                new KeyId(random.nextInt(3)),
                random.nextBoolean());
        all.add(next);
        quota.add(next.contest(), next.station(), next.key(), next.held());
        assertEqual(quota, all);
      }
    }
  }

  private static void assertEqual(Quota quota, List<Logged> all) {
    for (int contest = 0; contest < CONTESTS; contest++) {
      for (int station = 0; station < STATIONS; station++) {
        assertThat(quota.held(contest, station))
            .isEqualTo((int) about(all, contest, station).stream().filter(Logged::held).count());
        for (int key = 0; key < 4; key++) {
          long charged = charged(all, contest, station, new KeyId(key));
          assertThat(quota.allows(contest, station, new KeyId(key), charged + 1)).isTrue();
          assertThat(quota.allows(contest, station, new KeyId(key), charged)).isFalse();
        }
      }
    }
  }
}
