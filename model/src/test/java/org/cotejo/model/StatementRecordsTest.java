package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.VerificationKey;
import org.junit.jupiter.api.Test;

/// A statement that exists is one that its reader takes.
class StatementRecordsTest {
  private static final Hash HASH = Hash.sha256(new byte[0]);
  private static final VerificationKey KEY = VillageElection.key(1).verificationKey();
  private static final long LAST_SECOND = 253_402_300_799L;

  private static void refuses(ThrowingCallable maker) {
    assertThatIllegalArgumentException().isThrownBy(maker);
  }

  private static void takes(ThrowingCallable maker) {
    assertThatCode(maker).doesNotThrowAnyException();
  }

  /// An election whose lists have these lengths.
  private static ElectionStatement election(int logKeys, int operators, int courts, int files) {
    var digests = new TreeMap<String, Hash>();
    for (int i = 0; i < files; i++) {
      digests.put("file" + i, HASH);
    }
    return election(logKeys, operators, courts, "example.org/a", "", digests);
  }

  private static ElectionStatement election(
      int logKeys,
      int operators,
      int courts,
      String origin,
      String policy,
      SortedMap<String, Hash> files) {
    return new ElectionStatement(
        "a",
        Mode.REAL,
        origin,
        Collections.nCopies(logKeys, KEY),
        policy,
        Collections.nCopies(operators, KEY),
        Collections.nCopies(courts, KEY),
        files,
        ElectionStatement.Limits.STANDARD,
        Optional.empty());
  }

  private static ElectionStatement election(String origin, String policy, String file) {
    return election(1, 1, 0, origin, policy, new TreeMap<>(Map.of(file, HASH)));
  }

  @Test
  void refusesElectionWithTooFewOrTooManyOfAnything() {
    takes(() -> election(1, 1, 0, 1));
    takes(() -> election(8, 8, 32, 32));
    refuses(() -> election(0, 1, 0, 1));
    refuses(() -> election(1, 0, 0, 1));
    refuses(() -> election(1, 1, 0, 0));
    refuses(() -> election(9, 1, 0, 1));
    refuses(() -> election(1, 9, 0, 1));
    refuses(() -> election(1, 1, 33, 1));
    refuses(() -> election(1, 1, 0, 33));
  }

  @Test
  void refusesElectionWithNamesThatAreTooLong() {
    takes(() -> election("o".repeat(200), "p".repeat(4096), "f".repeat(64)));
    refuses(() -> election("", "", "f"));
    refuses(() -> election("o".repeat(201), "", "f"));
    refuses(() -> election("\u00e9".repeat(101), "", "f"));
    refuses(() -> election("o", "p".repeat(4097), "f"));
    refuses(() -> election("o", "", "f".repeat(65)));
    refuses(() -> election("o", "", "a/f"));
  }

  @Test
  void electionDoesNotChangeWithTheMapItWasMadeFrom() {
    var files = new TreeMap<String, Hash>();
    files.put("areas.csv", HASH);
    ElectionStatement election = election(1, 1, 0, "o", "", files);
    byte[] before = election.payload();
    files.put("more.csv", HASH);
    assertThat(election.payload()).isEqualTo(before);
  }

  @Test
  void refusesLimitsOutsideTheirRange() {
    takes(() -> new ElectionStatement.Limits(1, 0));
    takes(() -> new ElectionStatement.Limits(120, 120));
    refuses(() -> new ElectionStatement.Limits(0, 0));
    refuses(() -> new ElectionStatement.Limits(1, -1));
    refuses(() -> new ElectionStatement.Limits(121, 0));
    refuses(() -> new ElectionStatement.Limits(1, 121));
  }

  @Test
  void refusesEnrolmentOfNowhereOrOfAnotherKey() {
    takes(() -> new Enrolment.Add("s".repeat(24), KEY));
    refuses(() -> new Enrolment.Add("", KEY));
    refuses(() -> new Enrolment.Add("s".repeat(25), KEY));
    refuses(() -> new Enrolment.Add("\u00e9".repeat(13), KEY));
    refuses(() ->
        new Enrolment(VillageElection.key(2).verificationKey().id(), new Enrolment.Add("1", KEY)));
  }

  @Test
  void refusesAgentUnderTheIdOfAnotherKey() {
    takes(() -> new Enrolment(KEY.id(), new Enrolment.AddAgent(KEY)));
    refuses(() ->
        new Enrolment(VillageElection.key(2).verificationKey().id(), new Enrolment.AddAgent(KEY)));
  }

  private static void organisations(int count) {
    List<Organisation> holders =
        IntStream.range(0, count)
            .mapToObj(i -> new Organisation("o%02d".formatted(i), KEY))
            .toList();
    Organisation.checkOrder(holders);
    if (count > 1) {
      refuses(() -> Organisation.checkOrder(holders.reversed()));
      refuses(() -> Organisation.checkOrder(List.of(holders.get(1), holders.get(1))));
    }
  }

  @Test
  void refusesOrganisationsOutOfOrderOrTooMany() {
    takes(() -> organisations(0));
    takes(() -> organisations(64));
    refuses(() -> organisations(65));
    refuses(() -> new Organisation("", KEY));
    refuses(() -> new Organisation("-a", KEY));
    refuses(() -> new Organisation("o".repeat(25), KEY));
  }

  @Test
  void refusesCopyWithTheStatementOfAnotherSheet() {
    TallyRecord record = VillageElection.mayor(VillageElection.MAYOR_1, 1);
    ElectionId election = ElectionId.of(new byte[0]);
    byte[] bytes = record.sign(election, VillageElection.STATION_1).bytes();
    takes(() -> new WitnessCopy(record.about(), WitnessCopy.Signed.of(bytes)));
    refuses(() -> new WitnessCopy(VillageElection.MAYOR_2, WitnessCopy.Signed.of(bytes)));
    refuses(() -> new Opening("-", HASH, HASH));
  }

  @Test
  void refusesBulletinWithNumbersOutOfRange() {
    takes(() -> new BulletinStatement(1, 1, HASH, 0, 0, HASH));
    takes(() ->
        new BulletinStatement(1_000_000, 1L << 40, HASH, LAST_SECOND, Integer.MAX_VALUE, HASH));
    refuses(() -> new BulletinStatement(0, 1, HASH, 0, 1, HASH));
    refuses(() -> new BulletinStatement(1_000_001, 1, HASH, 0, 1, HASH));
    refuses(() -> new BulletinStatement(1, 0, HASH, 0, 1, HASH));
    refuses(() -> new BulletinStatement(1, (1L << 40) + 1, HASH, 0, 1, HASH));
    refuses(() -> new BulletinStatement(1, 1, HASH, -1, 1, HASH));
    refuses(() -> new BulletinStatement(1, 1, HASH, LAST_SECOND + 1, 1, HASH));
    refuses(() -> new BulletinStatement(1, 1, HASH, 0, -1, HASH));
    refuses(() -> new BulletinStatement(1, 1, HASH, 0, Integer.MAX_VALUE + 1L, HASH));
  }

  @Test
  void refusesTimeOutsideTheCalendar() {
    refuses(() -> new TimeMark(-1, Optional.empty()));
    refuses(() -> new TimeMark(LAST_SECOND + 1, Optional.empty()));
  }

  @Test
  void refusesPhaseThatNobodyAnnounces() {
    refuses(() -> new PhaseChange(Phase.SETUP));
  }

  @Test
  void leavesAnnullingToTheCourt() {
    var annul = new Decision.Annul();
    takes(() -> new Ruling(VillageElection.MAYOR_1, HASH, annul));
    refuses(() -> new Corrigendum(VillageElection.MAYOR_1, HASH, annul));
  }

  private static Claim claim(long stations, List<Long> votes, OptionalLong stated) {
    return new Claim(
        new AreaSubject("a", "b"), stations, votes, stated, Optional.of(HASH), Optional.empty());
  }

  @Test
  void refusesClaimWithNumbersOutOfRange() {
    OptionalLong never = OptionalLong.empty();
    takes(() -> claim(999_999_999, Collections.nCopies(1000, 999_999_999L), never));
    takes(() -> claim(0, List.of(), OptionalLong.of(LAST_SECOND)));
    refuses(() -> claim(-1, List.of(), never));
    refuses(() -> claim(1_000_000_000, List.of(), never));
    refuses(() -> claim(0, List.of(-1L), never));
    refuses(() -> claim(0, List.of(1_000_000_000L), never));
    refuses(() -> claim(0, Collections.nCopies(1001, 0L), never));
    refuses(() -> claim(0, List.of(), OptionalLong.of(-1)));
    refuses(() -> claim(0, List.of(), OptionalLong.of(LAST_SECOND + 1)));
    refuses(() -> new AreaSubject("a", ""));
    refuses(() -> new AreaSubject("a/b", "c"));
  }

  private static Challenge challenge(List<String> stations, List<Hash> restsOn) {
    return new Challenge(
        new AreaSubject("a", "b"),
        Challenge.Relief.ANNUL,
        stations,
        Optional.empty(),
        restsOn,
        Optional.empty());
  }

  @Test
  void refusesChallengeWithListsOutOfOrderOrTooLong() {
    List<String> codes = IntStream.range(100, 601).mapToObj(Integer::toString).toList();
    List<Hash> hashes =
        IntStream.range(0, 17).mapToObj(i -> Hash.sha256(new byte[i])).sorted().toList();
    takes(() -> challenge(codes.subList(0, 500), hashes.subList(0, 16)));
    refuses(() -> challenge(codes, List.of()));
    refuses(() -> challenge(List.of(), hashes));
    refuses(() -> challenge(List.of("1", "1"), List.of()));
    refuses(() -> challenge(List.of("2", "1"), List.of()));
    refuses(() -> challenge(List.of(), hashes.subList(0, 2).reversed()));
    refuses(() -> challenge(List.of("-"), List.of()));
  }

  private static Evidence evidence(long bytes, int steps, long at, long within) {
    var step = new Custody(Custody.Step.SEALED, at, within, KEY.id());
    return new Evidence(
        HASH,
        new Exhibit.File(HASH, bytes, Exhibit.MediaType.OTHER),
        Collections.nCopies(steps, step));
  }

  @Test
  void refusesEvidenceWithNumbersOutOfRange() {
    takes(() -> evidence(1, 0, 0, 0));
    takes(() -> evidence(1L << 40, 16, LAST_SECOND, 999_999_999));
    refuses(() -> evidence(0, 0, 0, 0));
    refuses(() -> evidence((1L << 40) + 1, 0, 0, 0));
    refuses(() -> evidence(1, 17, 0, 0));
    refuses(() -> evidence(1, 1, -1, 0));
    refuses(() -> evidence(1, 1, LAST_SECOND + 1, 0));
    refuses(() -> evidence(1, 1, 0, -1));
    refuses(() -> evidence(1, 1, 0, 1_000_000_000));
  }

  @Test
  void electionIsIssuedByNobodyButItself() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            VillageElection.founding().sign(ElectionId.of(new byte[0]), VillageElection.AUTHORITY));
  }

  @Test
  void refusesToSignFiguresThatNoStatementHolds() {
    var votes = new long[1000];
    Arrays.fill(votes, FiguresCodec.MAX_COUNT);
    Sheet sheet = Sheet.empty();
    for (int channel = 0; channel < 4; channel++) {
      sheet.channel(channel, 1, 0, 0, 1, votes);
    }
    var record = new TallyRecord(VillageElection.MAYOR_1, sheet.figures());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> record.sign(ElectionId.of(new byte[0]), VillageElection.STATION_1))
        .withMessageContaining("more than 16384");
  }
}
