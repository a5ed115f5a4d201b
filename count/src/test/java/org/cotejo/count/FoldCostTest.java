package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Sign1;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Decision;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Phase;
import org.cotejo.model.Statement;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.junit.jupiter.api.Test;

/// What one more entry costs does not depend on how many stations there are. Measured in stations
/// handed to the publisher, areas whose figures move, leaf hashes asked for and bytes allocated,
/// not in time.
class FoldCostTest {
  private static final int SMALL = 200;
  private static final int LARGE = 20_000;
  private static final int DEPTH = 4;
  private static final int RECORDS = 64;

  private static SmallLog open(int stations, SyntheticElection synthetic) {
    PackageFiles files = synthetic.packageFiles();
    for (int station = 0; station < RECORDS; station++) {
      String key = SmallElection.key("device" + station).verificationKey().toString();
      files.device(synthetic.stationCode(station), key);
    }
    var authority = AuthorityKeys.of(SmallElection.key("authority").verificationKey());
    var log = new SmallLog(SmallElection.read(files), authority);
    assertThat(log.election.stations()).hasSize(stations);
    log.found();
    log.phase(Phase.COUNTING_OPEN);
    return log;
  }

  private static List<Integer> taken(SmallLog log) {
    var stations = new ArrayList<Integer>();
    log.fold.changes().take(0, stations::add);
    return stations;
  }

  private static List<long[]> areas(SmallLog log) {
    var totals = new ArrayList<long[]>();
    for (int area = 0; area < log.election.areas().size(); area++) {
      totals.add(log.count("1").area(area).orElseThrow().totals());
    }
    return totals;
  }

  @Test
  void aRecordMovesOneStationAndTheAreasAboveItAlone() {
    for (int stations : List.of(SMALL, LARGE)) {
      var synthetic = new SyntheticElection(stations, 1, 1);
      SmallLog log = open(stations, synthetic);
      assertThat(taken(log)).isEmpty();
      List<long[]> before = areas(log);
      FiguresFile.Reported reported = synthetic.reported(0, 17);
      log.record("device17", "1", reported.about().station(), reported.figures());
      assertThat(taken(log)).containsExactly(17);
      assertThat(taken(log)).isEmpty();
      List<long[]> after = areas(log);
      int moved = 0;
      for (int area = 0; area < after.size(); area++) {
        moved += Arrays.equals(before.get(area), after.get(area)) ? 0 : 1;
      }
      assertThat(moved).isEqualTo(DEPTH);
    }
  }

  @Test
  void aDecisionAsksForTheLeavesOfItsStationAlone() {
    for (int stations : List.of(SMALL, LARGE)) {
      var synthetic = new SyntheticElection(stations, 1, 1);
      SmallLog log = open(stations, synthetic);
      for (int station = 0; station < RECORDS; station++) {
        FiguresFile.Reported reported = synthetic.reported(0, station);
        log.record("device" + station, "1", reported.about().station(), reported.figures());
      }
      assertThat(log.leavesAsked()).isZero();
      assertThat(taken(log)).hasSize(RECORDS);
      String station = synthetic.stationCode(40);
      log.rule("1", station, log.inForce("1", station), new Decision.Annul());
      assertThat(log.station("1", station).state()).isEqualTo(StationState.ANNULLED);
      assertThat(log.leavesAsked()).isEqualTo(1);
      assertThat(taken(log)).containsExactly(40);
    }
  }

  /// The least that applying any of the later records allocates, once the code is loaded.
  private static long bytesPerRecord(int stations) {
    var synthetic = new SyntheticElection(stations, 1, 1);
    SmallLog log = open(stations, synthetic);
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int station = 0; station < RECORDS; station++) {
      FiguresFile.Reported reported = synthetic.reported(0, station);
      Statement record = new TallyRecord(reported.about(), reported.figures());
      Sign1 envelope = log.sign("device" + station, record);
      long before = memory.getCurrentThreadAllocatedBytes();
      log.fold.apply(envelope, record);
      least = Math.min(least, memory.getCurrentThreadAllocatedBytes() - before);
    }
    String last = synthetic.stationCode(RECORDS - 1);
    assertThat(log.station("1", last).state()).isEqualTo(StationState.COUNTED);
    return least;
  }

  @Test
  void aRecordAllocatesNoMoreInALargeElectionThanInASmallOne() {
    bytesPerRecord(SMALL);
    long inSmall = bytesPerRecord(SMALL);
    long inLarge = bytesPerRecord(LARGE);
    assertThat(inLarge).isLessThan(inSmall + LARGE / 10);
  }
}
