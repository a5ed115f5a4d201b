package org.cotejo.count;

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

/// An election of five stations, small enough to add up by hand:
///
/// ```
/// L ── D1 (50 registered)
/// ├─ N ── N1 ── A1 (100), A2 (200)
/// │  └─── N2 ── B1 (300)
/// └─ S ── S1 ── S1a ── C1 (400)
/// ```
///
/// Contest `p` is held everywhere; on its ballot are 1, 2, the independent `ind` in N alone, and
/// `none`, which is a valid vote. Contest `m` is held in N with a, `none`, which is not, and b in
/// N2 alone.
final class SmallElection {
  static final List<String> STATIONS = List.of("A1", "A2", "B1", "C1", "D1");
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
                Map.of("en", "Small"),
                LocalDate.of(2026, 1, 1),
                Mode.REHEARSAL,
                List.of("paper", "machine"))
            .area("L", "", "country", "", "Land")
            .area("N", "L", "region", "", "North")
            .area("S", "L", "region", "", "South")
            .area("N1", "N", "town", "", "North 1")
            .area("N2", "N", "town", "", "North 2")
            .area("S1", "S", "town", "", "South 1")
            .area("S1a", "S1", "village", "", "South 1a")
            .station("A1", "N1", 100, "", "", "")
            .station("A2", "N1", 200, "", "", "")
            .station("B1", "N2", 300, "", "", "")
            .station("C1", "S1a", 400, "", "", "")
            .station("D1", "L", 50, "", "", "")
            .contest("p", "L", "", "President", ValidVotesBase.ALL_SELECTIONS)
            .contest("m", "N", "", "Members", ValidVotesBase.WITHOUT_NONE_OF_THESE)
            .selection("p", "1", Selection.Type.LIST, "L", "", "One")
            .selection("p", "2", Selection.Type.LIST, "L", "", "Two")
            .selection("p", "ind", Selection.Type.INDEPENDENT, "N", "", "Somebody")
            .selection("p", "none", Selection.Type.NONE_OF_THESE, "L", "", "None of these")
            .selection("m", "a", Selection.Type.LIST, "N", "", "A")
            .selection("m", "none", Selection.Type.NONE_OF_THESE, "N", "", "None of these")
            .selection("m", "b", Selection.Type.CANDIDATE, "N2", "", "B");
    for (String station : STATIONS) {
      for (String device : List.of(station, station + "-second", station + "-third")) {
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

  static long registered(String station) {
    return PACKAGE.stations().get(PACKAGE.station(station).orElseThrow()).registeredVoters();
  }

  /// Sound figures of one paper channel in which every vote is valid.
  static TallyFigures votes(String station, long... votes) {
    long sum = Arrays.stream(votes).sum();
    return sheet(station, sum, new ChannelCount(0, sum, 0, 0, sum, votes));
  }

  /// Sound figures for contest `m`: `none` comes second and is no valid vote.
  static TallyFigures memberVotes(String station, long... votes) {
    long sum = Arrays.stream(votes).sum();
    return sheet(station, sum, new ChannelCount(0, sum, 0, 0, sum - votes[1], votes));
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
