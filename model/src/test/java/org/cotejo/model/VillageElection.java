package org.cotejo.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;

/// A small election for tests: stations 1 and 2, a contest `mayor` with three selections held at
/// both, a contest `school` with two held at station 1 only, channels paper and post, two
/// organisations, and one key of each role.
final class VillageElection {
  static final SigningKey AUTHORITY = key(1);
  static final SigningKey OPERATOR = key(2);
  static final SigningKey COURT = key(3);
  static final SigningKey STATION_1 = key(4);
  static final SigningKey STATION_2 = key(5);
  static final SigningKey LOG = key(6);
  static final SigningKey LIST = key(40);
  static final SigningKey OBSERVERS = key(41);
  static final SigningKey AGENT = key(42);

  static final ElectionPackage PACKAGE = read(files(Mode.REHEARSAL));
  static final TallySubject MAYOR_1 = new TallySubject("mayor", "1");
  static final TallySubject MAYOR_2 = new TallySubject("mayor", "2");

  private VillageElection() {}

  /// The key whose seed ends in this number.
  static SigningKey key(int number) {
    byte[] seed = new byte[32];
    seed[31] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  static PackageFiles files(Mode mode) {
    return new PackageFiles()
        .election(
            "village", Map.of("en", "V"), LocalDate.of(2026, 5, 3), mode, List.of("paper", "post"))
        .area("X", "", "country", "", "Land")
        .area("N", "X", "town", "", "North")
        .area("S", "X", "town", "", "South")
        .contest("mayor", "X", "", "Mayor", ValidVotesBase.ALL_SELECTIONS)
        .contest("school", "N", "", "School", ValidVotesBase.ALL_SELECTIONS)
        .selection("mayor", "a", Selection.Type.CANDIDATE, "X", "", "A")
        .selection("mayor", "b", Selection.Type.CANDIDATE, "X", "", "B")
        .selection("mayor", "c", Selection.Type.CANDIDATE, "X", "", "C")
        .selection("school", "yes", Selection.Type.ANSWER, "N", "", "Yes")
        .selection("school", "no", Selection.Type.ANSWER, "N", "", "No")
        .station("1", "N", 500, "", "", "")
        .station("2", "S", 300, "", "", "")
        .device("1", STATION_1.verificationKey().toString())
        .device("2", STATION_2.verificationKey().toString());
  }

  static ElectionPackage read(PackageFiles files) {
    return switch (ElectionPackageReader.read(files.files())) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  static ElectionStatement founding() {
    return founding(ElectionStatement.Limits.STANDARD);
  }

  static ElectionStatement founding(ElectionStatement.Limits limits) {
    return new ElectionStatement(
        "village",
        Mode.REHEARSAL,
        "example.org/village",
        List.of(LOG.verificationKey()),
        "",
        List.of(OPERATOR.verificationKey()),
        List.of(COURT.verificationKey()),
        PackageFit.digests(PACKAGE),
        limits,
        Optional.empty(),
        List.of(
            new Organisation("list-a", LIST.verificationKey()),
            new Organisation("observers", OBSERVERS.verificationKey())));
  }

  /// A sheet of one paper channel with these votes and nothing else to tell.
  static TallyFigures figures(long... votes) {
    return figuresOfChannel(0, votes);
  }

  static TallyFigures figuresOfChannel(int channel, long... votes) {
    return new TallyFigures(
        500,
        OptionalLong.empty(),
        10,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(channel, 10, 0, 0, 10, votes)));
  }

  /// A copy of the sheet that [#mayor] makes.
  static WitnessCopy copy(TallySubject about, long firstVote) {
    return new WitnessCopy(about, new WitnessCopy.Written(figures(firstVote, 2, 3)));
  }

  /// A record about `mayor` that differs from every other by its first vote.
  static TallyRecord mayor(TallySubject about, long firstVote) {
    return new TallyRecord(about, figures(firstVote, 2, 3));
  }

  /// A claim of these votes for both stations.
  static Claim claim(String contest, String area, long... votes) {
    return new Claim(
        new AreaSubject(contest, area),
        2,
        LongStream.of(votes).boxed().toList(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A challenge that asks for another count of these stations.
  static Challenge challenge(String contest, String area, String... stations) {
    return new Challenge(
        new AreaSubject(contest, area),
        Challenge.Relief.RECOUNT,
        List.of(stations),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /// A photograph.
  static Evidence evidence(Hash about) {
    return new Evidence(about, new Exhibit.File(about, 1, Exhibit.MediaType.JPEG), List.of());
  }
}
