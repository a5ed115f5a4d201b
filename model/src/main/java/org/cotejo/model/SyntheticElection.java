package org.cotejo.model;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// A consistent election of any size, the same for the same seed on every machine: for rehearsing
/// with full volume and for measuring.
public final class SyntheticElection {
  public static final int MAX_STATIONS = 1_000_000;
  public static final int MAX_CONTESTS = 64;
  private static final int REGIONS = 30;
  private static final int STATIONS_PER_SETTLEMENT = 4;
  private static final int SETTLEMENTS_PER_MUNICIPALITY = 12;
  private static final double LOG_MEAN = 6.2; // about 490 voters
  private static final double LOG_DEVIATION = 0.6;

  private final int stations;
  private final int contests;
  private final long seed;

  /// @param stations 1 to 1,000,000
  /// @param contests 1 to 64, each held everywhere
  public SyntheticElection(int stations, int contests, long seed) {
    if (stations < 1 || stations > MAX_STATIONS || contests < 1 || contests > MAX_CONTESTS) {
      throw new IllegalArgumentException(
          "1 to %d stations and 1 to %d contests".formatted(MAX_STATIONS, MAX_CONTESTS));
    }
    this.stations = stations;
    this.contests = contests;
    this.seed = seed;
  }

  /// The files of its package; no devices.
  public PackageFiles packageFiles() {
    var files = new PackageFiles();
    files.election(
        "synthetic-" + stations + "-" + contests,
        Map.of("en", "Synthetic election " + seed, "es", "Elección sintética " + seed),
        LocalDate.of(2026, 1, 1),
        Mode.REHEARSAL,
        List.of("paper"));
    areas(files);
    for (int contest = 0; contest < contests; contest++) {
      contest(files, contest);
    }
    for (int station = 0; station < stations; station++) {
      var random = new Mix(seed, 1, station);
      files.station(
          stationCode(station),
          settlementCode(station / STATIONS_PER_SETTLEMENT),
          registered(station),
          degrees(random, 60),
          degrees(random, 120),
          "");
    }
    return files;
  }

  private void areas(PackageFiles files) {
    files.area("SY", "", "country", "Synthetia", "Synthetia");
    int settlements = (stations - 1) / STATIONS_PER_SETTLEMENT + 1;
    int municipalities = (settlements - 1) / SETTLEMENTS_PER_MUNICIPALITY + 1;
    int regions = Math.min(REGIONS, municipalities);
    for (int region = 0; region < regions; region++) {
      String name = "Region " + (region + 1);
      files.area(regionCode(region), "SY", "region", name, name);
    }
    for (int municipality = 0; municipality < municipalities; municipality++) {
      String name = "Municipality " + (municipality + 1);
      int region = (int) ((long) municipality * regions / municipalities);
      files.area(municipalityCode(municipality), regionCode(region), "municipality", name, name);
    }
    for (int settlement = 0; settlement < settlements; settlement++) {
      String name = "Settlement " + (settlement + 1);
      files.area(
          settlementCode(settlement),
          municipalityCode(settlement / SETTLEMENTS_PER_MUNICIPALITY),
          "settlement",
          name,
          name);
    }
  }

  private void contest(PackageFiles files, int contest) {
    String code = Integer.toString(contest + 1);
    files.contest(code, "SY", "", "Contest " + code, base(contest));
    int choices = choices(contest);
    for (int choice = 0; choice < choices; choice++) {
      boolean none = hasNoneOfThese(contest) && choice == choices - 1;
      files.selection(
          code,
          none ? "none" : Integer.toString(choice + 1),
          none ? Selection.Type.NONE_OF_THESE : Selection.Type.LIST,
          "SY",
          "",
          none ? "None of these" : "List " + (choice + 1));
    }
  }

  private int choices(int contest) {
    return 3 + new Mix(seed, 2, contest).below(6);
  }

  private boolean hasNoneOfThese(int contest) {
    return new Mix(seed, 3, contest).below(3) == 0;
  }

  private ValidVotesBase base(int contest) {
    return new Mix(seed, 4, contest).below(2) == 0
        ? ValidVotesBase.ALL_SELECTIONS
        : ValidVotesBase.WITHOUT_NONE_OF_THESE;
  }

  private long registered(int station) {
    var random = new Mix(seed, 5, station);
    // The sum of twelve uniforms is close to normal; exact on every machine.
    double normal = -6;
    for (int i = 0; i < 12; i++) {
      normal += random.below(1 << 20) / (double) (1 << 20);
    }
    return Math.clamp((long) StrictMath.exp(LOG_MEAN + LOG_DEVIATION * normal), 50, 1500);
  }

  /// Digits of the root locale: those of the machine's own may not be ASCII.
  private static String code(String form, int number) {
    return String.format(Locale.ROOT, form, number);
  }

  private static String degrees(Mix random, int below) {
    return String.format(Locale.ROOT, "%d.%06d", random.below(below), random.below(1_000_000));
  }

  public String stationCode(int station) {
    return code("S%07d", station + 1);
  }

  private static String regionCode(int region) {
    return code("R%02d", region + 1);
  }

  private static String municipalityCode(int municipality) {
    return code("M%05d", municipality + 1);
  }

  private static String settlementCode(int settlement) {
    return code("P%06d", settlement + 1);
  }

  /// What a station reports for a contest: figures that agree with each other.
  public FiguresFile.Reported reported(int contest, int station) {
    long registered = registered(station);
    var random = new Mix(seed, 6 + contest, station);
    long cast = registered * (300 + random.below(500)) / 1000;
    long blank = cast * random.below(20) / 1000;
    long invalid = cast * random.below(20) / 1000;
    var votes = new long[choices(contest)];
    long left = cast - blank - invalid;
    for (int choice = 0; choice < votes.length - 1; choice++) {
      votes[choice] = left * random.below(600) / 1000;
      left -= votes[choice];
    }
    votes[votes.length - 1] = left;
    boolean apart =
        hasNoneOfThese(contest) && base(contest) == ValidVotesBase.WITHOUT_NONE_OF_THESE;
    long valid = Arrays.stream(votes).sum() - (apart ? votes[votes.length - 1] : 0);
    return new FiguresFile.Reported(
        new TallySubject(Integer.toString(contest + 1), stationCode(station)),
        new TallyFigures(
            registered,
            OptionalLong.empty(),
            cast,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(new ChannelCount(0, cast, blank, invalid, valid, votes))));
  }

  /// SplitMix64 (Steele, Lea, Flood 2014), started from what the number is for.
  private static final class Mix {
    private long state;

    Mix(long seed, long purpose, long item) {
      state = seed * 0x9E3779B97F4A7C15L + purpose * 0xD1B54A32D192ED03L + item;
      next();
    }

    private long next() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    int below(int bound) {
      return (int) Long.remainderUnsigned(next(), bound);
    }
  }
}
