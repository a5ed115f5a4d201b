package org.cotejo.station;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.cotejo.station.delivery.ElectionLog;

/// Two stations, two channels, two contests; of the mayor's, "none of these" is no valid vote.
public final class SmallElection {
  public static final ElectionPackage PACKAGE = read();

  private SmallElection() {}

  private static ElectionPackage read() {
    var files = new PackageFiles();
    files.election(
        "small",
        Map.of("en", "Small"),
        LocalDate.of(2026, 1, 1),
        Mode.REHEARSAL,
        List.of("paper", "machine"));
    files.area("T", "", "country", "Town", "Town");
    for (String contest : List.of("mayor", "council")) {
      files.contest(contest, "T", "", contest, ValidVotesBase.WITHOUT_NONE_OF_THESE);
      files.selection(contest, "A", Selection.Type.LIST, "T", "", "Ada");
      files.selection(contest, "B", Selection.Type.LIST, "T", "", "Bea");
    }
    files.selection("mayor", "none", Selection.Type.NONE_OF_THESE, "T", "", "None of these");
    files.station("1", "T", 500, "0.000000", "0.000000", "");
    files.station("2", "T", 500, "0.000000", "0.000000", "");
    files.device("1", TestLog.key(4).verificationKey().toString());
    try {
      Path directory = Files.createTempDirectory("small");
      for (var file : files.files().entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      return switch (ElectionPackageReader.read(directory)) {
        case PackageOutcome.Read(ElectionPackage found) -> found;
        case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its log.
  static ElectionLog log() {
    var election =
        new ElectionStatement(
            PACKAGE.code(),
            PACKAGE.mode(),
            "log.example/small",
            List.of(TestLog.key(6).verificationKey()),
            "",
            List.of(TestLog.key(2).verificationKey()),
            List.of(),
            new TreeMap<>(PackageFit.digests(PACKAGE)),
            ElectionStatement.Limits.STANDARD,
            Optional.empty());
    try {
      return ElectionLog.read(election.sign(TestLog.key(1)).bytes());
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
