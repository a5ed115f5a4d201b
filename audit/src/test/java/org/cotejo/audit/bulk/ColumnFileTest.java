package org.cotejo.audit.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.cotejo.publication.TotalsColumns;
import org.cotejo.publication.TotalsRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Columns of more stations than are held in memory at once.
class ColumnFileTest {
  private static final int STATIONS = 70_000;
  private static final SyntheticElection ELECTION = new SyntheticElection(STATIONS, 2, 1);

  @TempDir private Path directory;

  private static ElectionPackage electionPackage() {
    return switch (ElectionPackageReader.read(ELECTION.packageFiles().files())) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  /// A row of a station that reports nothing but one figure at the end: its number.
  private static TotalsRow row(TotalsColumns columns, String kind, String code, int number)
      throws MalformedException {
    List<String> fields = new ArrayList<>(Collections.nCopies(columns.names().size(), ""));
    fields.set(0, kind);
    fields.set(1, code);
    fields.set(2, kind.equals("station") ? "COUNTED" : "");
    fields.set(fields.size() - 1, Integer.toString(number));
    return columns.read(fields);
  }

  @Test
  void givesBackWhatWasAddedInItsOrderHoweverManyThereAre() throws IOException, MalformedException {
    ElectionPackage election = electionPackage();
    try (var file = new ColumnFile(directory.resolve("columns"))) {
      for (int contest = 0; contest < 2; contest++) {
        var columns = new TotalsColumns(election, contest);
        file.add(row(columns, "area", "SY", 7));
        for (int station = 0; station < STATIONS; station++) {
          file.add(row(columns, "station", ELECTION.stationCode(station), station + contest));
        }
      }
      List<ColumnFile.Columns> contests = file.finish();
      assertThat(contests).hasSize(2);
      for (int contest = 0; contest < 2; contest++) {
        int number = contest;
        int last = contests.get(contest).total().layout().width() - 1;
        assertThat(contests.get(contest).total().figure(last)).isEqualTo(7);
        var next = new AtomicInteger();
        contests
            .get(contest)
            .forEach(
                new int[] {last, 0},
                (station, values) -> {
                  boolean isAsAdded =
                      station == next.getAndIncrement()
                          && values[0] == station + number
                          && values[1] == TotalsRow.NONE;
                  if (!isAsAdded) {
                    throw new AssertionError("station " + station);
                  }
                });
        assertThat(next).hasValue(STATIONS);
      }
    }
    assertThat(directory).isEmptyDirectory();
  }
}
