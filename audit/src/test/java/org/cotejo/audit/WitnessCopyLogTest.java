package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.cotejo.count.Finding;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Opening;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TimeMark;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that holds copies of sheets: they are an organisation's to tell, are published as findings
/// where they differ, and no total depends on them.
class WitnessCopyLogTest {
  @TempDir private Path directory;

  private static CraftedLog withAgent() {
    CraftedLog log = CraftedLog.night();
    VerificationKey agent = CraftedLog.key("agent").verificationKey();
    log.say("list", new Enrolment(agent.id(), new Enrolment.AddAgent(agent)));
    return log;
  }

  /// The copy of one station's sheet with the figures of another, of the same ballot.
  private static WitnessCopy copy(CraftedLog log, int station, int read) {
    return new WitnessCopy(
        log.record(station).about(), new WitnessCopy.Written(log.record(read).figures()));
  }

  private Summary summary(CraftedLog log) throws IOException {
    Verdict verdict = log.verify(directory.resolve("of" + log.size()));
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    return ((Verdict.Holds) verdict).summary();
  }

  private static CraftedLog published(CraftedLog log) {
    long seconds = CraftedLog.NOW.getEpochSecond() - 40;
    log.say("operator", new TimeMark(seconds, Optional.empty()));
    log.say("operator", log.draft());
    return log.publish();
  }

  @Test
  void holdsWithCopiesAndTheTotalsStayWhatTheyWere() throws IOException, MalformedException {
    CraftedLog log = withAgent();
    log.say("agent", copy(log, 0, 0));
    log.say("agent", copy(log, 1, 0));
    log.say("list", copy(log, 5, 5));
    TallyRecord record = log.record(2);
    byte[] statement = record.sign(log.id(), CraftedLog.key("station 2")).bytes();
    log.say("agent", new WitnessCopy(record.about(), WitnessCopy.Signed.of(statement)));
    Summary summary = summary(published(log));
    Summary other = summary(published(CraftedLog.night()));

    assertThat(summary.fold().findings().stream().map(Finding::code))
        .filteredOn(code -> code.startsWith("F"))
        .containsExactly("F307", "F308");
    assertThat(summary.fold().contest(0).total().totals())
        .isEqualTo(other.fold().contest(0).total().totals());
    assertThat(
            log.files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".csv"))
                .map(file -> new String(file.getValue(), StandardCharsets.UTF_8)))
        .anyMatch(text -> text.contains(",F307,") && text.contains("votersAdmitted "));
  }

  @Test
  void holdsWithAnOpening() throws IOException {
    CraftedLog log = CraftedLog.night();
    String station = log.election.stationCode(5);
    log.say("station 5", new Opening(station, Hash.sha256(new byte[0]), Hash.sha256(new byte[1])));
    assertThat(summary(published(log)).fold().findings().stream().map(Finding::code))
        .contains("F311")
        .doesNotContain("F312");
  }

  private String fault(CraftedLog log) throws IOException {
    Verdict verdict = published(log).verify(directory.resolve("of" + log.size()));
    assertThat(verdict).isInstanceOf(Verdict.DoesNotHold.class);
    return Objects.requireNonNull(((Verdict.DoesNotHold) verdict).reason());
  }

  @Test
  void doesNotHoldWithACopyOfSomebodyElseOrAFourth() throws IOException {
    CraftedLog operator = withAgent();
    operator.say("operator", copy(operator, 0, 0));
    assertThat(fault(operator)).contains("OPERATOR may not sign this");
    CraftedLog fourth = withAgent();
    for (int read = 0; read < 4; read++) {
      fourth.say("agent", copy(fourth, 0, read));
    }
    assertThat(fault(fourth)).contains("3 copies of this sheet already");
    CraftedLog stranger = CraftedLog.night();
    stranger.say("agent", copy(stranger, 0, 0));
    assertThat(fault(stranger)).contains("not enrolled anywhere");
  }
}
