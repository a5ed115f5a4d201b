package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotejo.audit.docket.Arrival;
import org.cotejo.audit.docket.Case;
import org.cotejo.audit.docket.Decided;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.DocketFinding;
import org.cotejo.audit.docket.DocketFinding.Code;
import org.cotejo.audit.docket.DocketText;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.audit.docket.Request;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.count.StationState;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Challenge;
import org.cotejo.model.Challenge.Relief;
import org.cotejo.model.Claim;
import org.cotejo.model.Custody;
import org.cotejo.model.Decision;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dockets of verified logs: what belongs to a case, what was decided of it, what does not fit.
class DocketTest {
  private static final AreaSubject WHOLE = new AreaSubject("1", "SY");
  private static final Exhibit.Salt SALT = new Exhibit.Salt(1, 2);

  @TempDir private Path directory;

  private static Hash hash(String text) {
    return Hash.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Hash say(CraftedLog log, String signer, Statement statement) {
    Sign1 signed = log.say(signer, statement);
    return Hash.sha256(new byte[1], signed.bytes());
  }

  /// The leaf hash of a station's record, which [CraftedLog#night] has.
  private static Hash record(CraftedLog log, int station) {
    byte[] bytes = log.record(station).sign(log.id(), CraftedLog.key("station " + station)).bytes();
    return Hash.sha256(new byte[1], bytes);
  }

  private static Claim claim(int selections, long stations, Optional<Hash> text) {
    return new Claim(
        WHOLE,
        stations,
        LongStream.range(0, selections).boxed().toList(),
        OptionalLong.empty(),
        Optional.of(hash("source")),
        text);
  }

  private static Challenge challenge(
      CraftedLog log, Relief relief, Optional<Hash> target, List<Hash> restsOn, int... stations) {
    return new Challenge(
        WHOLE,
        relief,
        IntStream.of(stations).mapToObj(log.election::stationCode).toList(),
        target,
        restsOn,
        Optional.of(hash("grounds of " + relief)));
  }

  private static Exhibit.File file(String content) {
    return new Exhibit.File(hash(content), content.length(), Exhibit.MediaType.PDF);
  }

  private static Evidence evidence(Hash about, Exhibit exhibit) {
    return new Evidence(about, exhibit, List.of());
  }

  private static Ruling order(Hash about, Ruling.Order order) {
    return new Ruling(new Ruling.OfStatement(about, order), Optional.empty());
  }

  private Docket docket(CraftedLog log) throws IOException {
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond() - 50, Optional.empty()));
    log.say("operator", log.draft());
    Verdict verdict = log.publish().verify(directory.resolve("of" + log.size()));
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    Summary summary = ((Verdict.Holds) verdict).summary();
    return Docket.of(summary.docket(), summary.fold());
  }

  private static int selections(CraftedLog log) {
    return log.record(0).figures().channels().getFirst().selections();
  }

  @Test
  void putsTogetherWhatBelongsToAChallenge() throws IOException {
    CraftedLog log = CraftedLog.night();
    Hash claim = say(log, "list", claim(selections(log), 6, Optional.of(hash("t"))));
    Hash other = say(log, "watch", claim(selections(log), 5, Optional.empty()));
    Hash record = record(log, 0);
    Hash challenge =
        say(log, "list", challenge(log, Relief.ANNUL, Optional.of(record), List.of(claim), 0, 1));
    Hash aboutIt = say(log, "watch", evidence(challenge, file("a")));
    Hash aboutRecord = say(log, "list", evidence(record(log, 1), file("b")));
    say(log, "list", evidence(record(log, 2), file("of another station")));
    Hash request =
        say(log, "watch", challenge(log, Relief.PRODUCE, Optional.of(challenge), List.of(), 0));
    Hash commitment =
        say(
            log,
            "list",
            evidence(request, new Exhibit.Committed(SALT.commitment(file("kept back")))));

    Docket docket = docket(log);
    assertThat(docket.cases()).hasSize(2);
    Case found = docket.cases().getFirst();
    assertThat(found.filing().signer()).isEqualTo("list");
    assertThat(found.stations()).containsExactly(0, 1);
    assertThat(found.claims()).extracting(filing -> filing.leaf()).containsExactly(claim);
    assertThat(docket.claims()).extracting(filing -> filing.leaf()).containsExactly(claim, other);
    var counted = Objects.requireNonNull(docket.counted().get(docket.claims().getFirst().entry()));
    assertThat(counted.inTotals()).isEqualTo(4);
    assertThat(counted.stations()).isEqualTo(6);
    assertThat(counted.votes().getFirst())
        .isEqualTo(
            IntStream.range(0, 4)
                .mapToLong(i -> log.record(i).figures().channels().getFirst().vote(0))
                .sum());
    assertThat(found.exhibits())
        .extracting(exhibit -> exhibit.filing().leaf())
        .containsExactly(aboutIt, aboutRecord);
    assertThat(found.requests())
        .singleElement()
        .extracting(Request::state)
        .isEqualTo(Request.State.COMMITTED);
    assertThat(found.state()).isEqualTo(Case.State.OPEN);
    assertThat(docket.exhibits()).hasSize(4);
    assertThat(docket.exhibits().getLast().filing().leaf()).isEqualTo(commitment);
    assertThat(docket.texts())
        .extracting(DocketText::digest)
        .containsExactly(hash("t"), hash("grounds of ANNUL"), hash("grounds of PRODUCE"));
    assertThat(docket.findings()).isEmpty();
  }

  @Test
  void keepsBothValuesOfARuling() throws IOException {
    CraftedLog log = CraftedLog.night();
    Hash challenge =
        say(log, "list", challenge(log, Relief.REPLACE, Optional.empty(), List.of(), 0));
    var figures = log.record(1).figures();
    var replace =
        new Ruling(
            new Ruling.OfValue(
                log.record(0).about(),
                record(log, 0),
                new Decision.Replace(figures),
                Optional.of(challenge)),
            Optional.of(hash("reasons")));
    say(log, "court", replace);
    say(log, "court", order(challenge, Ruling.Order.GRANTED));
    Case found = docket(log).cases().getFirst();

    assertThat(found.state()).isEqualTo(Case.State.GRANTED);
    assertThat(found.rulings()).hasSize(2);
    Decided.Change change = found.rulings().getFirst().change().orElseThrow();
    assertThat(change.hasEffect()).isTrue();
    assertThat(change.before().figures()).contains(log.record(0).figures());
    assertThat(change.before().state()).isEqualTo(StationState.COUNTED);
    assertThat(change.after().figures()).contains(figures);
    assertThat(change.after().state()).isEqualTo(StationState.CORRECTED);
    assertThat(found.rulings().getLast().change()).isEmpty();
  }

  @Test
  void tellsAnsweredRequestsFromOpenOnesAndDisclosuresThatFit() throws IOException {
    CraftedLog log = CraftedLog.night();
    Hash open = say(log, "list", challenge(log, Relief.PRODUCE, Optional.empty(), List.of(), 0));
    Hash asked = say(log, "list", challenge(log, Relief.PRODUCE, Optional.empty(), List.of(), 1));
    Hash fits =
        say(log, "watch", evidence(asked, new Exhibit.Committed(SALT.commitment(file("x")))));
    Hash differs =
        say(log, "watch", evidence(open, new Exhibit.Committed(SALT.commitment(file("y")))));
    say(log, "watch", evidence(fits, new Exhibit.Disclosed(file("x"), SALT)));
    say(log, "watch", evidence(differs, new Exhibit.Disclosed(file("z"), SALT)));
    Docket docket = docket(log);

    assertThat(docket.cases())
        .extracting(each -> each.requests().getFirst().state())
        .containsExactly(Request.State.COMMITTED, Request.State.ANSWERED);
    assertThat(docket.exhibits())
        .extracting(FiledExhibit::state)
        .containsExactly(FiledExhibit.State.DISCLOSED, FiledExhibit.State.DOES_NOT_MATCH);
    assertThat(docket.exhibits().getFirst().file()).contains(file("x"));
    assertThat(docket.findings())
        .extracting(DocketFinding::code, DocketFinding::detail)
        .containsExactly(tuple(Code.D103, differs.hex()));
  }

  @Test
  void tellsWhatDoesNotFit() throws IOException {
    CraftedLog log = CraftedLog.night();
    Hash unknown = hash("nowhere");
    Hash record = record(log, 0);
    say(log, "list", claim(selections(log), 7, Optional.empty()));
    Hash challenge =
        say(log, "list", challenge(log, Relief.RECOUNT, Optional.of(unknown), List.of(record), 0));
    say(log, "list", evidence(unknown, file("a")));
    say(log, "watch", evidence(challenge, new Exhibit.Disclosed(file("a"), SALT)));
    var holder = CraftedLog.key("court").verificationKey().id();
    say(
        log,
        "watch",
        new Evidence(
            challenge,
            file("b"),
            List.of(
                new Custody(Custody.Step.ACQUIRED, 100, 10, holder),
                new Custody(Custody.Step.SEALED, 81, 9, holder),
                new Custody(Custody.Step.TRANSFERRED, 69, 2, holder))));
    say(log, "court", order(record, Ruling.Order.DISMISSED));
    say(log, "court", order(unknown, Ruling.Order.GRANTED));
    say(log, "court", order(record, Ruling.Order.TEXT_WITHDRAWN));
    say(log, "court", order(challenge, Ruling.Order.TEXT_WITHDRAWN));
    say(log, "court", new Ruling(log.record(0).about(), unknown, new Decision.Annul()));
    Docket docket = docket(log);

    assertThat(docket.findings())
        .extracting(DocketFinding::code)
        .containsExactly(
            Code.D105, Code.D101, Code.D101, Code.D102, Code.D107, Code.D102, Code.D101, Code.D108,
            Code.D104);
    assertThat(docket.findings().getFirst().detail()).isEqualTo("7 / 6");
    assertThat(docket.findings().get(4).detail()).isEqualTo("81 / 69");
    assertThat(docket.texts()).singleElement().matches(DocketText::isWithdrawn);
    assertThat(docket.cases().getFirst().state()).isEqualTo(Case.State.OPEN);
    assertThat(docket.decisions().getLast().change().orElseThrow().hasEffect()).isFalse();
  }

  @Test
  void claimBeforeCountingOpenedMeansNothing() throws IOException {
    CraftedLog log = new CraftedLog();
    say(log, "list", claim(selections(log), 6, Optional.empty()));
    log.open();
    Docket docket = docket(log);
    assertThat(docket.claims()).singleElement().matches(claim -> !claim.isEffective());
    assertThat(docket.findings()).extracting(DocketFinding::code).containsExactly(Code.D106);
  }

  @Test
  void arrivalIsBetweenTheMarksAroundAStatement() throws IOException {
    CraftedLog log = new CraftedLog();
    say(log, "list", challenge(log, Relief.RECOUNT, Optional.empty(), List.of()));
    log.open();
    say(log, "list", challenge(log, Relief.ANNUL, Optional.empty(), List.of()));
    long now = CraftedLog.NOW.getEpochSecond();
    assertThat(docket(log).cases())
        .extracting(found -> found.filing().arrival())
        .containsExactly(
            new Arrival(OptionalLong.empty(), OptionalLong.of(now - 60)),
            new Arrival(OptionalLong.of(now - 60), OptionalLong.of(now - 50)));
  }

  @Test
  void aLogWithoutDisputesHasAnEmptyDocket() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", new PhaseChange(Phase.RECORDS_CLOSED));
    Docket docket = docket(log);
    assertThat(docket.filings()).isEmpty();
    assertThat(docket.cases()).isEmpty();
    assertThat(docket.findings()).isEmpty();
  }
}
