package org.cotejo.sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;

/// Elections whose sheets are printed in tests, and the keys that sign for their stations.
final class PrintedElection {
  static final SigningKey STATION = key(1);
  static final SigningKey OTHER_STATION = key(2);
  static final SigningKey STRANGER = key(3);
  static final ElectionId ID = ElectionId.of(new byte[] {5});
  private static final Path EXAMPLE = Path.of("../examples/bulgaria-2021-07-11");

  private PrintedElection() {}

  static SigningKey key(int number) {
    byte[] seed = new byte[32];
    seed[31] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  /// Two stations, 0042 and 0043, and a contest `c` of so many lists.
  static PackageFiles files(Mode mode, int lists, List<String> channels) {
    var files =
        new PackageFiles()
            .election(
                "paper-2026",
                Map.of("en", "An election on paper", "es", "Una elección en papel"),
                LocalDate.of(2026, 5, 3),
                mode,
                channels)
            .area("X", "", "country", "", "Land")
            .area("N", "X", "town", "", "North")
            .contest("c", "X", "", "Assembly", ValidVotesBase.ALL_SELECTIONS);
    for (int i = 1; i <= lists; i++) {
      files.selection("c", Integer.toString(i), Selection.Type.LIST, "X", "", "List " + i);
    }
    return files
        .station("0042", "N", 900, "", "", "School by the river")
        .station("0043", "N", 300, "", "", "")
        .device("0042", STATION.verificationKey().toString())
        .device("0043", OTHER_STATION.verificationKey().toString());
  }

  static ElectionPackage read(PackageFiles files) {
    return read(ElectionPackageReader.read(files.files()));
  }

  private static ElectionPackage read(PackageOutcome outcome) {
    return switch (outcome) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  /// Station 0042: figures that agree with each other, the same for the same seed.
  static TallyFigures figures(int lists, int channels, long seed) {
    var random = new Random(seed);
    var counts = new ChannelCount[channels];
    long cast = 0;
    for (int channel = 0; channel < channels; channel++) {
      var votes = new long[lists];
      long valid = 0;
      for (int i = 0; i < lists; i++) {
        votes[i] = random.nextInt(800 / lists / channels);
        valid += votes[i];
      }
      counts[channel] = new ChannelCount(channel, valid + 3, 2, 1, valid, votes);
      cast += valid + 3;
    }
    return new TallyFigures(
        900,
        OptionalLong.of(4),
        cast,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(counts));
  }

  static Sign1 signed(TallyFigures figures, SigningKey key) {
    return new TallyRecord(new TallySubject("c", "0042"), figures).sign(ID, key);
  }

  /// A sheet of station 0042.
  static TallySheet sheet(int lists, int channels, Mode mode, long seed) {
    List<String> codes = List.of("paper", "machine", "post", "other").subList(0, channels);
    try {
      return TallySheet.of(
          signed(figures(lists, channels, seed), STATION), read(files(mode, lists, codes)));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// The re-enacted election that comes with the program.
  static ElectionPackage example() {
    return read(ElectionPackageReader.read(EXAMPLE.resolve("package")));
  }

  static List<FiguresFile.Reported> exampleFigures(ElectionPackage example)
      throws IOException, MalformedException {
    return FiguresFile.read(EXAMPLE.resolve("figures.csv"), example);
  }

  static TallySheet sheet(ElectionPackage election, FiguresFile.Reported reported)
      throws MalformedException {
    Sign1 statement = new TallyRecord(reported.about(), reported.figures()).sign(ID, STATION);
    return TallySheet.of(statement, election);
  }
}
