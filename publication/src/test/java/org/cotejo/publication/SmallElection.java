package org.cotejo.publication;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// An election of five stations whose names are as unkind to pages as a package may make them:
///
/// ```
/// L ── D1 (50 registered)
/// ├─ N ── N1 ── A1 (100), A2 (200)
/// │  └─── N2 ── B1 (300)
/// └─ S ── S1 ── S1a ── C1 (400)
/// ```
///
/// Contest `p` is held everywhere, `m` in N, `v` in the village S1a, which is too deep for a page
/// of its own.
final class SmallElection {
  static final List<String> STATIONS = List.of("A1", "A2", "B1", "C1", "D1");
  static final String SCRIPT = "<script>alert('x')</script>";
  static final String QUOTES = "\"Q\" & <b>'q'</b>";

  static final ElectionPackage PACKAGE = read(files());

  private SmallElection() {}

  static ElectionPackage read(PackageFiles files) {
    return switch (ElectionPackageReader.read(files.files())) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  private static PackageFiles files() {
    PackageFiles files =
        new PackageFiles()
            .election(
                "small",
                Map.of("en", "Small {0} " + QUOTES, "es", "Pequeña " + SCRIPT),
                LocalDate.of(2026, 1, 1),
                Mode.REHEARSAL,
                List.of("paper", "machine"))
            .area("L", "", "country", "", "Land")
            .area("N", "L", "region", SCRIPT, "North")
            .area("S", "L", "region", "", QUOTES)
            .area("N1", "N", "town", "Север", "North 1")
            .area("N2", "N", "town", "", "North 2")
            .area("S1", "S", "town", "", "South 1")
            .area("S1a", "S1", "village", "", "South 1a")
            .station("A1", "N1", 100, "", "", SCRIPT)
            .station("A2", "N1", 200, "", "", QUOTES)
            .station("B1", "N2", 300, "", "", "=HYPERLINK(\"x\")")
            .station("C1", "S1a", 400, "", "", "")
            .station("D1", "L", 50, "", "", "")
            .contest("p", "L", QUOTES, "President", ValidVotesBase.ALL_SELECTIONS)
            .contest("m", "N", "", "Members " + SCRIPT, ValidVotesBase.WITHOUT_NONE_OF_THESE)
            .contest("v", "S1a", "", "Village", ValidVotesBase.ALL_SELECTIONS)
            .selection("p", "1", Selection.Type.LIST, "L", "", SCRIPT)
            .selection("p", "2", Selection.Type.LIST, "L", QUOTES, "Two")
            .selection("p", "ind", Selection.Type.INDEPENDENT, "N", "", "Somebody")
            .selection("p", "none", Selection.Type.NONE_OF_THESE, "L", "", "None of these")
            .selection("m", "a", Selection.Type.LIST, "N", "", "A")
            .selection("m", "none", Selection.Type.NONE_OF_THESE, "N", "", "None of these")
            .selection("m", "b", Selection.Type.CANDIDATE, "N2", "", "B")
            .selection("v", "yes", Selection.Type.ANSWER, "S1a", "", "Yes");
    for (String station : STATIONS) {
      for (String device : List.of(station, station + "-second")) {
        files.device(station, key(device).verificationKey().toString());
      }
    }
    return files;
  }

  /// The key of this name: the same in every run.
  static SigningKey key(String name) {
    return SigningKey.fromSeed(
        Algorithm.ED25519, Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private static long registered(String station) {
    return PACKAGE.stations().get(PACKAGE.station(station).orElseThrow()).registeredVoters();
  }

  /// Sound figures of one paper channel in which every vote is valid.
  static TallyFigures votes(String station, long... votes) {
    long sum = Arrays.stream(votes).sum();
    return sheet(station, sum, new ChannelCount(0, sum, 0, 0, sum, votes));
  }

  /// A sheet that says nothing of its paper.
  static TallyFigures sheet(String station, long admitted, ChannelCount... channels) {
    return new TallyFigures(
        registered(station),
        OptionalLong.empty(),
        admitted,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(channels));
  }
}
