package org.cotejo.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Figures as stations reported them: what is read is what was written, and everything else is
/// refused at its line.
class FiguresFileTest {
  private static final ElectionPackage ELECTION = SoundPackage.read(SoundPackage.files());
  private static final String HEADER =
      "contest,station,registeredVoters,votersAdded,votersAdmitted,ballotsReceived,ballotsUnused,"
          + "ballotsSpoiled,paper,machine\n";
  private static final String ROW =
      "c,001,600,5,344,600,255,1,300 1 2 290 100 90 100,44 0 0 44 0 4 40\n";
  private static final String SECOND = "n,001,600,,344,,,,344 10 4 330 300 30,\n";

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.write(directory.resolve("figures.csv"), text.getBytes(UTF_8));
  }

  private List<FiguresFile.Reported> read(String text) throws IOException, MalformedException {
    return FiguresFile.read(file(text), ELECTION);
  }

  @Test
  void readsEveryFigureWhereItStands() throws Exception {
    List<FiguresFile.Reported> reported = read(HEADER + ROW + SECOND);
    assertThat(reported)
        .containsExactly(
            new FiguresFile.Reported(
                new TallySubject("c", "001"),
                new TallyFigures(
                    600,
                    OptionalLong.of(5),
                    344,
                    OptionalLong.of(600),
                    OptionalLong.of(255),
                    OptionalLong.of(1),
                    List.of(
                        new ChannelCount(0, 300, 1, 2, 290, new long[] {100, 90, 100}),
                        new ChannelCount(1, 44, 0, 0, 44, new long[] {0, 4, 40})))),
            new FiguresFile.Reported(
                new TallySubject("n", "001"),
                new TallyFigures(
                    600,
                    OptionalLong.empty(),
                    344,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    List.of(new ChannelCount(0, 344, 10, 4, 330, new long[] {300, 30})))));
  }

  @Test
  void writesWhatItReads() throws Exception {
    List<FiguresFile.Reported> reported = read(HEADER + ROW + SECOND);
    assertThat(new String(FiguresFile.text(ELECTION.channels(), reported), UTF_8))
        .isEqualTo(HEADER + ROW + SECOND);
  }

  /// Sums that do not add up are evidence, not a mistake of the file.
  @Test
  void takesFiguresThatDoNotAddUp() throws Exception {
    assertThat(read(HEADER + ROW.replace("300 1 2 290", "1 999999999 0 3"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c,001                  | c,021                   | no station '021' in the package
          c,001                  | q,001                   | no contest 'q' in the package
          ,600,5,                | ,6O0,5,                 | registeredVoters is not a count: '6O0'
          ,600,5,                | ,,5,                    | registeredVoters is not a count: ''
          ,600,5,                | ,-1,5,                  | registeredVoters is not a count: '-1'
          ,600,5,                | ,007,5,                 | registeredVoters is not a count: '007'
          ,600,5,                | ,1000000000,5,          | registeredVoters is not a count: '1000000000'
          ,600,5,                | ,600,٥,                 | votersAdded is not a count: '٥'
          300 1 2 290            | 300  1 2 290            | paper is not a count: ''
          300 1 2 290            | 300 1 2 x              | paper is not a count: 'x'
          300 1 2 290 100 90 100 | 300 1 2 290             | paper is not cast, blank, invalid, valid and votes: '300 1 2 290'
          44 0 0 44 0 4 40       | 44 0 0 44 0 4 40,7      | 11 fields instead of 10
          300 1 2 290 100 90 100,44 0 0 44 0 4 40 | ,     | no channel has figures
          """)
  void namesTheLineAndWhatIsWrongWithIt(String from, String to, String problem) throws IOException {
    Path file = file(HEADER + SECOND + ROW.replace(from, to));
    assertThatThrownBy(() -> FiguresFile.read(file, ELECTION))
        .isInstanceOf(MalformedException.class)
        .hasMessage("figures.csv:3: " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"300 1 2 290 100 90", "300 1 2 290 100 90 100 7"})
  void refusesVotesThatAreNotThoseOfTheStationsBallot(String paper) throws IOException {
    Path file = file(HEADER + ROW.replace("300 1 2 290 100 90 100", paper));
    assertThatThrownBy(() -> FiguresFile.read(file, ELECTION))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("figures.csv:2: ");
  }

  @Test
  void refusesSecondRowForTheSameStationAndContest() throws IOException {
    Path file = file(HEADER + ROW + SECOND + ROW);
    assertThatThrownBy(() -> FiguresFile.read(file, ELECTION))
        .hasMessage("figures.csv:4: contest c at station 001 is there already");
  }

  @Test
  void refusesAnyOtherHeader() throws IOException {
    for (String header : List.of("", "\n", HEADER.replace(",machine", ""), ROW)) {
      Path file = file(header + ROW);
      assertThatThrownBy(() -> FiguresFile.read(file, ELECTION))
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith("figures.csv:1: the first line must be contest,station,");
    }
  }

  @Test
  void namesTheLineThatIsNotCsvAndTheOneThatIsNotUtf8() throws IOException {
    Path quote = file(HEADER + SECOND + "\"" + ROW);
    assertThatThrownBy(() -> FiguresFile.read(quote, ELECTION))
        .hasMessage("figures.csv:3: not CSV from here on");
    Path row = file(HEADER + SECOND + "x".repeat(70_000) + "\n");
    assertThatThrownBy(() -> FiguresFile.read(row, ELECTION))
        .hasMessage("figures.csv:3: not CSV from here on");
    Path bytes = Files.write(directory.resolve("figures.csv"), new byte[] {(byte) 0xff, '\n'});
    assertThatThrownBy(() -> FiguresFile.read(bytes, ELECTION))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void readsOrRefusesWhateverHappensToTheFile() throws IOException {
    var random = new Random(7);
    byte[] sound = (HEADER + ROW + SECOND).getBytes(UTF_8);
    var refused = new ArrayList<String>();
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = sound.clone();
      for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(directory.resolve("figures.csv"), damaged);
      try {
        assertThat(FiguresFile.read(file, ELECTION)).hasSizeLessThanOrEqualTo(2);
      } catch (MalformedException e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    assertThat(refused).hasSizeGreaterThan(1_000).allMatch(m -> m.startsWith("figures.csv:"));
  }
}
