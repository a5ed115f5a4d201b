package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Disputed elections made by seeds: every defect is found in its class at its station, and nothing
/// else is. `bench/run planted` does this with 10,000 stations.
class PlantedDefectsTest {
  private static final int STATIONS = 300;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyDefectIsFoundInItsClassAtItsStationAndNothingElseIs(long seed)
      throws IOException, MalformedException {
    var planted = new PlantedElection(STATIONS, seed, directory).reconciled();
    assertThat(planted.matrix()).containsKeys("concordant", "signed-conflict", "total equal");
    assertThat(planted.matrix())
        .allSatisfy((expected, found) -> assertThat(found).containsOnlyKeys(expected));
  }
}
