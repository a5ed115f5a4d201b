package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of many planted defects is found as what. `bench/run planted` runs this.
class PlantedMeasured {
  private static final int ELECTIONS = Integer.getInteger("cotejo.planted.elections", 20);
  private static final int STATIONS = 10_000;

  @TempDir private Path directory;

  @Test
  void electionsWithDefectsOfEveryKind() throws IOException, MalformedException {
    Map<String, Map<String, Long>> matrix = new TreeMap<>();
    long wrong = 0;
    for (long seed = 1; seed <= ELECTIONS; seed++) {
      var planted = new PlantedElection(STATIONS, seed, directory).reconciled();
      wrong += planted.wrong();
      planted
          .matrix()
          .forEach((expected, found) ->
              found.forEach((as, times) ->
                  matrix
                      .computeIfAbsent(expected, row -> new TreeMap<>())
                      .merge(as, times, Long::sum)));
    }
    matrix.forEach(
        (expected, found) -> System.out.printf("planted: %-32s found as %s%n", expected, found));
    System.out.printf(
        "planted: %d elections of %,d stations, %d found in another class%n",
        ELECTIONS, STATIONS, wrong);
    assertThat(wrong).isZero();
  }
}
