package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  @Test
  void holdsARecordOf38ListsInOneChannelInOneCode() {
    for (int seed = 0; seed < 50; seed++) {
      TallySheet sheet = PrintedElection.sheet(38, 1, Mode.REAL, seed);
      for (Paper paper : Paper.values()) {
        List<QrCode> codes = QrCode.of(sheet.statement().bytes(), paper.maxVersion(1));
        assertThat(codes).hasSize(1);
        assertThat(codes.getFirst().version()).isLessThanOrEqualTo(18);
      }
    }
  }

  /// Large counts in every field: five digits each.
  @Test
  void holdsAlsoLargeCountsOf38Lists() {
    var votes = new long[38];
    Arrays.fill(votes, 65_535);
    TallyFigures small = PrintedElection.figures(38, 1, 1);
    var large =
        new TallyFigures(
            99_999,
            small.votersAdded(),
            99_999,
            small.ballotsReceived(),
            small.ballotsUnused(),
            small.ballotsSpoiled(),
            List.of(new ChannelCount(0, 99_999, 99_999, 99_999, 99_999, votes)));
    byte[] statement = PrintedElection.signed(large, PrintedElection.STATION).bytes();
    assertThat(QrCode.of(statement, Paper.A4.maxVersion(1))).hasSize(1);
  }

  @Test
  void holdsTwoChannelsInOneCodeOnA4AndInASeriesOnARoll() {
    byte[] statement = PrintedElection.sheet(38, 2, Mode.REAL, 3).statement().bytes();
    List<QrCode> onA4 = QrCode.of(statement, Paper.A4.maxVersion(2));
    assertThat(onA4).hasSize(1);
    assertThat(onA4.getFirst().version()).isLessThanOrEqualTo(23);
    List<QrCode> onRoll = QrCode.of(statement, Paper.ROLL_80_MM.maxVersion(2));
    assertThat(onRoll).allMatch(code -> code.version() <= 18);
  }

  @Test
  void cutsWhatIsTooDenseIntoAsFewPartsAsItTakes() throws MalformedException {
    byte[] statement = PrintedElection.sheet(300, 2, Mode.REAL, 1).statement().bytes();
    List<QrCode> codes = QrCode.of(statement, 23);
    assertThat(codes).hasSizeGreaterThan(1).allMatch(code -> code.version() <= 18);
    assertThat(CodeText.join(codes.stream().map(QrCode::text).toList())).isEqualTo(statement);
    assertThat(QrCode.of(new byte[16_384], 18)).hasSizeLessThan(CodeText.MAX_PARTS);
  }

  /// One sheet in fifty of the election that comes with the program.
  @Test
  void holdsRecordsOfTheExampleInOneCodeOnA4() throws Exception {
    ElectionPackage example = PrintedElection.example();
    List<FiguresFile.Reported> all = PrintedElection.exampleFigures(example);
    for (int i = 0; i < all.size(); i += 50) {
      FiguresFile.Reported reported = all.get(i);
      byte[] statement = PrintedElection.sheet(example, reported).statement().bytes();
      int channels = reported.figures().channels().size();
      assertThat(QrCode.of(statement, Paper.A4.maxVersion(channels)))
          .as("%s", reported.about())
          .hasSize(1);
    }
  }

  @Test
  void holdsRecordsOfSyntheticElectionsInOneCodeOnARoll() {
    var synthetic = new SyntheticElection(40, 4, 9);
    for (int station = 0; station < 40; station++) {
      for (int contest = 0; contest < 4; contest++) {
        TallyFigures figures = synthetic.reported(contest, station).figures();
        byte[] statement = PrintedElection.signed(figures, PrintedElection.STATION).bytes();
        assertThat(QrCode.of(statement, Paper.ROLL_80_MM.maxVersion(1))).hasSize(1);
      }
    }
  }
}
