package org.cotejo.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;

/// A small package with nothing wrong, for tests to spoil: twenty stations, `001` in row 2, and one
/// contest in the whole country, another in its north.
final class SoundPackage {
  static final String KEY =
      SigningKey.fromSeed(Algorithm.ED25519, new byte[32]).verificationKey().toString();

  private SoundPackage() {}

  static SortedMap<String, byte[]> files() {
    PackageFiles files =
        new PackageFiles()
            .election(
                "t",
                Map.of("en", "Trial", "es", "Prueba"),
                LocalDate.of(2026, 2, 28),
                Mode.REHEARSAL,
                List.of("paper", "machine"))
            .area("X", "", "country", "", "Land")
            .area("N", "X", "region", "Север", "North")
            .area("S", "X", "region", "Юг, \"новый\"", "South")
            .area("N1", "N", "town", "", "North Town")
            .contest("c", "X", "", "Country", ValidVotesBase.WITHOUT_NONE_OF_THESE)
            .contest("n", "N", "Север", "North", ValidVotesBase.ALL_SELECTIONS)
            .selection("c", "a", Selection.Type.LIST, "X", "", "A")
            .selection("c", "b", Selection.Type.LIST, "X", "Б", "B")
            .selection("c", "i", Selection.Type.INDEPENDENT, "S", "", "I")
            .selection("c", "none", Selection.Type.NONE_OF_THESE, "X", "", "None of these")
            .selection("n", "yes", Selection.Type.ANSWER, "N", "", "Yes")
            .selection("n", "no", Selection.Type.ANSWER, "N", "", "No");
    for (int station = 1; station <= 20; station++) {
      files.station(
          "%03d".formatted(station),
          station <= 10 ? "N1" : "S",
          600,
          station <= 10 ? "41.5" : "",
          station <= 10 ? "-23.25" : "",
          "School, " + station);
    }
    return files.device("001", KEY).files();
  }

  /// The sound package with one piece of one file replaced, where it stands first.
  static SortedMap<String, byte[]> with(String file, String from, String to) {
    SortedMap<String, byte[]> files = files();
    String before = text(files, file);
    int at = before.indexOf(from);
    if (at < 0) {
      throw new AssertionError(file + " has no " + from);
    }
    String after = before.substring(0, at) + to + before.substring(at + from.length());
    files.put(file, after.getBytes(UTF_8));
    return files;
  }

  /// The package with every such piece of one file replaced.
  static SortedMap<String, byte[]> replaced(
      SortedMap<String, byte[]> files, String file, String from, String to) {
    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.put(file, text(files, file).replace(from, to).getBytes(UTF_8));
    return changed;
  }

  static String text(SortedMap<String, byte[]> files, String file) {
    return new String(files.getOrDefault(file, new byte[0]), UTF_8);
  }

  static SortedMap<String, byte[]> withFile(String file, String text) {
    SortedMap<String, byte[]> files = files();
    files.put(file, text.getBytes(UTF_8));
    return files;
  }

  /// What is wrong with a package; empty if it is sound.
  static List<String> errors(SortedMap<String, byte[]> files) {
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage election) -> List.of();
      case PackageOutcome.Refused(List<String> errors) -> errors;
    };
  }

  static ElectionPackage read(SortedMap<String, byte[]> files) {
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }
}
