package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TimeZone;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same seed is the same election everywhere, and every election holds together.
class SyntheticElectionTest {
  private static List<FiguresFile.Reported> reported(int stations, int contests, long seed) {
    var election = new SyntheticElection(stations, contests, seed);
    var all = new ArrayList<FiguresFile.Reported>();
    for (int contest = 0; contest < contests; contest++) {
      for (int station = 0; station < stations; station++) {
        all.add(election.reported(contest, station));
      }
    }
    return all;
  }

  /// One digest of everything that is made.
  private static String digest(int stations, int contests, long seed) {
    SortedMap<String, byte[]> files =
        new SyntheticElection(stations, contests, seed).packageFiles().files();
    files.put(
        "figures.csv", FiguresFile.text(List.of("paper"), reported(stations, contests, seed)));
    return Hash.sha256(files.values().toArray(byte[][]::new)).hex();
  }

  private static ElectionPackage read(int stations, int contests, long seed) {
    return SoundPackage.read(
        new SyntheticElection(stations, contests, seed).packageFiles().files());
  }

  /// Pinned: a measurement names its seed, and must mean the same election a year later.
  @Test
  void makesTheSameBytesInEveryLanguageAndTimeZone() {
    String expected = "aacbd2d472d692bbdf8c2f47cc63b3cd16fde83daeb73bc781ca85e0dba31ee1";
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (String language : List.of("en", "es", "ar-EG-u-nu-arab", "tr", "th-TH-u-ca-buddhist")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        assertThat(digest(137, 3, 42)).as(language).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void makesAnotherElectionOfAnotherSeed() {
    assertThat(List.of(digest(137, 3, 1), digest(137, 3, 2), digest(137, 3, -1)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "2,64,9", "47,1,3", "1009,7,-5", "5000,2,11"})
  void makesAPackageThatReadersTakeOfTheSizeAskedFor(int stations, int contests, long seed) {
    ElectionPackage election = read(stations, contests, seed);
    assertThat(election.stations()).hasSize(stations);
    assertThat(election.contests()).hasSize(contests);
    assertThat(election.mode()).isEqualTo(Mode.REHEARSAL);
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "211,5,42"})
  void makesFiguresThatFitTheirBallotsAndBreakNoRule(int stations, int contests, long seed) {
    ElectionPackage election = read(stations, contests, seed);
    for (FiguresFile.Reported one : reported(stations, contests, seed)) {
      assertThat(PackageFit.misfit(election, one.about(), one.figures())).isEmpty();
      int contest = election.contest(one.about().contest()).orElseThrow();
      int station = election.station(one.about().station()).orElseThrow();
      Contest held = election.contests().get(contest);
      int[] ballot = election.ballot(contest, station);
      int none = -1;
      for (int i = 0; i < ballot.length; i++) {
        if (held.selections().get(ballot[i]).type() == Selection.Type.NONE_OF_THESE) {
          none = i;
        }
      }
      assertThat(
              Arithmetic.check(
                  one.figures(),
                  none,
                  held.validVotesBase(),
                  election.stations().get(station).registeredVoters()))
          .as(one.about().toString())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-1,1", "1000001,1", "1,0", "1,65", "2147483647,2147483647"})
  void refusesSizesItCannotMake(int stations, int contests) {
    assertThatThrownBy(() -> new SyntheticElection(stations, contests, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 to 1000000 stations and 1 to 64 contests");
  }
}
