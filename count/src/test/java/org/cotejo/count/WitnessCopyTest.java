package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.count.SmallElection.votes;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Opening;
import org.cotejo.model.PackageFit;
import org.cotejo.model.Phase;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.api.Test;

/// What copies of sheets and openings of stations bring to light, and that it is never more than
/// that they differ.
class WitnessCopyTest {
  private static final TallySubject A1 = new TallySubject("p", "A1");
  private static final TallyFigures X = votes("A1", 10, 20, 30, 4);
  private static final TallyFigures Y = votes("A1", 10, 22, 30, 4);

  private final SmallLog log = SmallLog.open();

  private static String detail(SmallLog log) {
    return log.fold.findings().getLast().detail();
  }

  @Test
  void aCopyThatAgreesFindsNothing() {
    log.record("A1", "p", "A1", X);
    log.copy("list-1", "p", "A1", X);
    assertThat(log.findings()).isEmpty();
  }

  @Test
  void f307SaysInWhichFiguresCopyAndCountDiffer() {
    long record = log.record("A1", "p", "A1", X);
    long copy = log.copy("list-1", "p", "A1", Y);
    assertThat(log.findings()).containsExactly(copy + " F307 p/A1");
    assertThat(detail(log))
        .isEqualTo(
            "copy %d / entry %d: ".formatted(copy, record)
                + "votersAdmitted 66 / 64; ballotsCast paper 66 / 64; validVotes paper 66 / 64;"
                + " votes paper 2 22 / 20");
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.station("p", "A1").figures()).hasValue(X);
  }

  @Test
  void f308IsACopyBeforeAnythingIsCountedAndTheRecordIsComparedWhenItComes() {
    long copy = log.copy("list-1", "p", "A1", Y);
    assertThat(log.fold.findings())
        .containsExactly(new Finding(copy, "F308", "p/A1", "NOT_RECEIVED"));
    log.copy("watch", "p", "A1", X);
    long record = log.record("A1", "p", "A1", X);
    assertThat(log.findings()).hasSize(3).last().isEqualTo(record + " F307 p/A1");
    assertThat(detail(log)).startsWith("copy %d / entry %d: ".formatted(copy, record));
  }

  @Test
  void f308SaysThatWhatThereIsIsHeldOrAnnulled() {
    log.record("A2", "p", "A2", votes("A2", 1, 1, 1, 1));
    log.rule("p", "A2", log.inForce("p", "A2"), new Decision.Annul());
    log.copy("list-1", "p", "A2", votes("A2", 1, 1, 1, 1));
    assertThat(detail(log)).isEqualTo("ANNULLED");
    log.phase(Phase.RECORDS_CLOSED);
    log.record("A1", "p", "A1", X);
    log.copy("list-1", "p", "A1", X);
    assertThat(detail(log)).isEqualTo("HELD");
  }

  @Test
  void copiesAreComparedAgainWithEveryValueThatComesIntoForce() {
    log.record("A1", "p", "A1", X);
    long copy = log.copy("list-1", "p", "A1", X);
    long correction = log.correct("p", "A1", log.inForce("p", "A1"), new Decision.Replace(Y));
    assertThat(log.findings()).containsExactly(correction + " F307 p/A1");
    assertThat(detail(log)).startsWith("copy %d / entry %d: ".formatted(copy, correction));
    log.correct("p", "A1", log.leaf(copy), new Decision.Replace(X));
    assertThat(log.findings()).last().asString().contains("F305");
    log.rule("p", "A1", log.inForce("p", "A1"), new Decision.Replace(X));
    assertThat(log.findings()).hasSize(2);
  }

  @Test
  void anAdoptedRecordIsComparedWithTheCopies() {
    log.phase(Phase.RECORDS_CLOSED);
    long held = log.record("A1", "p", "A1", X);
    long copy = log.copy("list-1", "p", "A1", Y);
    long adoption = log.correct("p", "A1", log.leaf(held), new Decision.Adopt());
    assertThat(log.findings())
        .containsExactly(held + " F303 p/A1", copy + " F308 p/A1", adoption + " F307 p/A1");
    assertThat(detail(log)).startsWith("copy %d / entry %d: ".formatted(copy, held));
  }

  @Test
  void aRecordThatIsNotCountedIsNotCompared() {
    log.record("A1", "p", "A1", X);
    log.copy("list-1", "p", "A1", X);
    long rival = log.record("A1", "p", "A1", Y);
    assertThat(log.findings()).containsExactly(rival + " F301 p/A1");
  }

  @Test
  void f309NamesTheOrganisationAndItsEarlierCopiesThatDiffer() {
    log.record("A1", "p", "A1", X);
    log.copy("watch", "p", "A1", Y);
    long first = log.copy("list-1", "p", "A1", X);
    long second = log.copy("list-1", "p", "A1", Y);
    assertThat(log.findings()).last().isEqualTo(second + " F309 p/A1");
    assertThat(detail(log)).isEqualTo("list-1: " + first);
    long third = log.copy("list-1", "p", "A1", votes("A1", 0, 0, 0, 0));
    assertThat(detail(log)).isEqualTo("list-1: " + first + " " + second);
    long fourth = log.copy("list-1", "p", "A1", votes("A1", 0, 0, 0, 1));
    assertThat(log.findings()).last().isEqualTo(fourth + " F306 p/A1");
    assertThat(third).isEqualTo(fourth - 1);
  }

  private void copyOf(String signer, TallyFigures figures) throws MalformedException {
    byte[] statement = log.sign(signer, new TallyRecord(A1, figures)).bytes();
    log.say("list-1", new WitnessCopy(A1, WitnessCopy.Signed.of(statement)));
  }

  @Test
  void theStationsOwnStatementOnACopyFindsNothing() throws MalformedException {
    log.record("A1", "p", "A1", X);
    copyOf("A1", X);
    copyOf("A1-second", X);
    assertThat(log.findings()).isEmpty();
  }

  @Test
  void f310SaysWhyAStatementOnACopyIsNotOneOfItsStation() throws MalformedException {
    log.record("A1", "p", "A1", X);
    copyOf("nobody", X);
    assertThat(log.findings()).last().asString().contains("F310 p/A1");
    assertThat(detail(log)).isEqualTo("unknown-key");
    copyOf("A2", X);
    assertThat(detail(log)).isEqualTo("other-signer");
    var record = new TallyRecord(A1, X);
    byte[] rehearsal = record.sign(ElectionId.of(new byte[1]), SmallElection.key("A1")).bytes();
    log.say("watch", new WitnessCopy(A1, WitnessCopy.Signed.of(rehearsal)));
    assertThat(detail(log)).isEqualTo("other-election");
    byte[] changed = log.sign("A1-second", record).bytes().clone();
    changed[changed.length - 1] ^= 1;
    log.say("watch", new WitnessCopy(A1, WitnessCopy.Signed.of(changed)));
    assertThat(detail(log)).isEqualTo("signature");
    assertThat(log.findings()).hasSize(4);
  }

  @Test
  void aCopySignedByAStationIsNotPermitted() {
    long entry = log.copy("A1", "p", "A1", X);
    assertThat(log.findings()).containsExactly(entry + " F306 p/A1");
    assertThat(detail(log)).isEqualTo("a key enrolled as STATION may not sign this");
  }

  @Test
  void figuresThatOneDoesNotHaveAreDashes() {
    ChannelCount paper = X.channels().getFirst();
    var machine = new ChannelCount(1, 5, 0, 0, 5, new long[] {5, 0, 0, 0});
    var copy =
        new TallyFigures(
            100,
            OptionalLong.of(3),
            64,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(paper, machine));
    List<String> ballot = List.of("1", "2", "ind", "none");
    assertThat(Differences.between(copy, X, List.of("paper", "machine"), ballot))
        .isEqualTo(
            "votersAdded 3 / -; ballotsCast machine 5 / -; blankVotes machine 0 / -;"
                + " invalidVotes machine 0 / -; validVotes machine 5 / -; votes machine 1 5 / -;"
                + " votes machine 2 0 / -; votes machine ind 0 / -; votes machine none 0 / -");
    assertThat(Differences.between(X, X, List.of("paper"), ballot)).isEmpty();
  }

  @Test
  void namesADozenDifferencesAndCountsTheRest() {
    var one = new long[20];
    var other = new long[20];
    Arrays.fill(other, 1);
    List<String> ballot = Arrays.stream(one).mapToObj(i -> "s").toList();
    String text =
        Differences.between(
            SmallElection.sheet("A1", 0, new ChannelCount(0, 0, 0, 0, 0, one)),
            SmallElection.sheet("A1", 0, new ChannelCount(0, 0, 0, 0, 0, other)),
            List.of("paper"),
            ballot);
    assertThat(text.split("; ", -1)).hasSize(13).endsWith("+8");
  }

  private void open(String station, Hash packageDigest) {
    log.say(station, new Opening(station, Hash.sha256(new byte[] {9}), packageDigest));
  }

  @Test
  void anOpeningWithTheElectionsPackageBeforeAnyRecordFindsNothing() {
    open("A1", PackageFit.digest(PackageFit.digests(log.election)));
    log.record("A1", "p", "A1", X);
    assertThat(log.findings()).isEmpty();
  }

  @Test
  void f311IsAnOpeningWithAnotherPackageAndF312OneAfterARecord() {
    Hash other = Hash.sha256(new byte[] {7});
    open("A1", other);
    assertThat(log.fold.findings()).containsExactly(new Finding(2, "F311", "A1", other.hex()));
    log.record("A2", "p", "A2", votes("A2", 1, 1, 1, 1));
    log.record("A2", "m", "A2", SmallElection.memberVotes("A2", 1, 1));
    open("A2", PackageFit.digest(PackageFit.digests(log.election)));
    assertThat(log.fold.findings())
        .hasSize(2)
        .last()
        .isEqualTo(new Finding(5, "F312", "A2", "p m"));
  }
}
