package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.LogSource;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.StatementSource;
import org.cotejo.audit.source.TableSource;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.cotejo.count.Fold;
import org.cotejo.model.Enrolment;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.TimeMark;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signed sources laid side by side: a verified log with the copies filed in it, and statements as
/// bundles carry them.
class ReconciledLogTest {
  private static final String TOTALS =
      """
      format = cotejo-mapping/1
      file = totals.csv
      role = totals
      contest = 1
      figure.votes.1 = first
      """;

  @TempDir private Path directory;

  private static CraftedLog night() {
    CraftedLog log = CraftedLog.night();
    VerificationKey agent = CraftedLog.key("agent").verificationKey();
    log.say("list", new Enrolment(agent.id(), new Enrolment.AddAgent(agent)));
    return log;
  }

  /// A record of one station with the figures of another.
  private static TallyRecord record(CraftedLog log, int station, int figures) {
    return new TallyRecord(log.record(station).about(), log.record(figures).figures());
  }

  private static WitnessCopy copy(CraftedLog log, int station, int figures) {
    return new WitnessCopy(
        log.record(station).about(), new WitnessCopy.Written(log.record(figures).figures()));
  }

  private Fold fold(CraftedLog log) throws IOException {
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond() - 40, Optional.empty()));
    log.say("operator", log.draft());
    Verdict verdict = log.publish().verify(directory.resolve("public"));
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    return ((Verdict.Holds) verdict).summary().fold();
  }

  private static List<Concordance> kinds(Reconciliation found) {
    return found.findings().stream().map(Finding::kind).distinct().toList();
  }

  private static long votes(Source source, int station) {
    return source.cells(0).votes(source.row(0, station), 0);
  }

  @Test
  void theLogGivesItsValuesInForceInTheOrderTheyCame() throws IOException {
    List<Source> sources = LogSource.of(fold(night()), "log");
    assertThat(sources).hasSize(1);
    Source log = sources.getFirst();
    assertThat(log.role()).isEqualTo(Source.Role.SIGNED);
    for (int station = 0; station < 6; station++) {
      assertThat(log.has(0, station)).isEqualTo(station < 4);
      assertThat(log.arrival(0, station)).isEqualTo(station < 4 ? 2 + station : -1);
    }
    assertThat(kinds(Reconciliation.of(log.election(), sources))).isEmpty();
  }

  @Test
  void aSecondSignedRecordIsAConflictAndTheFirstStays() throws IOException {
    CraftedLog crafted = night();
    crafted.say("station 1", record(crafted, 1, 2));
    Source log = LogSource.of(fold(crafted), "log").getFirst();
    assertThat(log.defects(0, 1)).containsExactly(new Source.Defect(LogSource.SIGNED_CONFLICT, ""));
    assertThat(kinds(Reconciliation.of(log.election(), List.of(log))))
        .containsExactly(Concordance.SIGNED_CONFLICT);
    assertThat(votes(log, 1)).isNotEqualTo(votes(log, 2));
  }

  @Test
  void copiesOfSheetsAreASourceOfTheirOrganisation() throws IOException {
    CraftedLog crafted = night();
    crafted.say("agent", copy(crafted, 0, 0));
    crafted.say("agent", copy(crafted, 1, 2));
    crafted.say("agent", copy(crafted, 3, 3));
    crafted.say("list", copy(crafted, 3, 0));
    List<Source> sources = LogSource.of(fold(crafted), "log");
    assertThat(sources).extracting(Source::name).containsExactly("log", "log:list");
    Source copies = sources.getLast();
    assertThat(copies.role()).isEqualTo(Source.Role.PRINTED);
    assertThat(copies.defects(0, 3))
        .extracting(Source.Defect::code)
        .containsExactly("copies-differ");
    var found = Reconciliation.of(copies.election(), sources);
    assertThat(found.kind(0, 0)).contains(Concordance.CONCORDANT);
    assertThat(found.kind(0, 1)).contains(Concordance.PRINTED_NOT_SIGNED);
    assertThat(found.kind(0, 3)).contains(Concordance.FORM_DEFECT);
    assertThat(found.kind(0, 5)).contains(Concordance.NO_SOURCE);
  }

  private TotalsBeside.Verdict totals(Source log, long first)
      throws IOException, MalformedException {
    Files.writeString(directory.resolve("totals.csv"), "first\n" + first + "\n");
    Path file = Files.writeString(directory.resolve("totals.mapping"), TOTALS);
    Source totals =
        TableSource.read(file, "totals.mapping", Mapping.read(file), log.election(), "press");
    var found = Reconciliation.of(log.election(), List.of(log, totals));
    assertThat(found.totals()).hasSize(1);
    return found.totals().getFirst().verdict();
  }

  /// Two stations have not come: they may hold votes, but never fewer than none.
  @Test
  void aTotalThatTheLogCannotHaveIsNamed() throws Exception {
    Source log = LogSource.of(fold(night()), "log").getFirst();
    long sum = 0;
    for (int station = 0; station < 4; station++) {
      sum += votes(log, station);
    }
    assertThat(totals(log, sum)).isEqualTo(TotalsBeside.Verdict.EQUAL);
    assertThat(totals(log, sum + 1)).isEqualTo(TotalsBeside.Verdict.UNVERIFIABLE);
    assertThat(totals(log, sum - 1)).isEqualTo(TotalsBeside.Verdict.BULLETIN_NOT_LOG);
    assertThat(totals(log, sum + 10_000)).isEqualTo(TotalsBeside.Verdict.BULLETIN_NOT_LOG);
  }

  @Test
  void statementsCountByTheKeysOfThePackage() throws IOException {
    CraftedLog crafted = night();
    var reading = new StatementSource(fold(crafted).election(), "bundle");
    reading.add(record(crafted, 0, 0).sign(crafted.id(), CraftedLog.key("station 0")));
    reading.add(record(crafted, 0, 0).sign(crafted.id(), CraftedLog.key("station 0")));
    reading.add(record(crafted, 1, 1).sign(crafted.id(), CraftedLog.key("station 1")));
    reading.add(record(crafted, 1, 2).sign(crafted.id(), CraftedLog.key("station 1")));
    reading.add(record(crafted, 2, 2).sign(crafted.id(), CraftedLog.key("station 3")));
    reading.add(record(crafted, 3, 3).sign(crafted.id(), CraftedLog.key("enrolled later")));
    var elsewhere = new TallySubject("1", "S9999999");
    reading.add(
        new TallyRecord(elsewhere, crafted.record(0).figures())
            .sign(crafted.id(), CraftedLog.key("station 0")));
    reading.add(copy(crafted, 4, 4).sign(crafted.id(), CraftedLog.key("agent")));
    Path file = Files.writeString(directory.resolve("bundle"), "");
    Source bundle = reading.finish(file, "bundle");

    assertThat(bundle.role()).isEqualTo(Source.Role.SIGNED);
    assertThat(bundle.has(0, 0)).isTrue();
    assertThat(bundle.defects(0, 0)).isEmpty();
    assertThat(bundle.defects(0, 1))
        .containsExactly(new Source.Defect(LogSource.SIGNED_CONFLICT, ""));
    assertThat(bundle.has(0, 2)).isFalse();
    assertThat(bundle.defects(0, 2)).extracting(Source.Defect::code).containsExactly("signature");
    assertThat(bundle.has(0, 3)).isTrue();
    assertThat(bundle.unknown()).extracting(Source.Unknown::code).containsExactly("S9999999");
    assertThat(bundle.remarks())
        .containsExactly(
            new Source.Remark("records", List.of("7")),
            new Source.Remark("unchecked", List.of("1")),
            new Source.Remark("other-statements", List.of("1")));
    assertThat(bundle.row(0, 0)[0]).isNotEqualTo(Cells.ABSENT);
  }
}
