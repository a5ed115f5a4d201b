package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.bulk.BulkExport;
import org.cotejo.audit.bulk.BulkFormat;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.CdfSource;
import org.cotejo.audit.source.EmlSource;
import org.cotejo.audit.source.LogSource;
import org.cotejo.audit.source.Source;
import org.cotejo.cose.MalformedException;
import org.cotejo.count.Fold;
import org.cotejo.model.ElectionPackage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was exported of a night, read again and laid beside the log it was exported from.
class ExportedSourcesTest {
  @TempDir private Path directory;
  private Path exported;
  private Fold fold;
  private ElectionPackage election;

  @BeforeEach
  void export() throws IOException, DoesNotHoldException {
    Path published = directory.resolve("public");
    Verdict verdict = CraftedLog.night().publish().verify(published);
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    fold = ((Verdict.Holds) verdict).summary().fold();
    election = fold.election();
    exported = directory.resolve("data");
    BulkExport.write(
        published,
        exported,
        EnumSet.of(BulkFormat.CDF_JSON, BulkFormat.CDF_XML, BulkFormat.EML),
        Optional.empty(),
        (step, done, total) -> {});
  }

  private List<Source> sources() throws IOException, MalformedException {
    Path json = exported.resolve(BulkFormat.CDF_JSON.file());
    Path xml = exported.resolve(BulkFormat.CDF_XML.file());
    Path eml = exported.resolve(BulkFormat.EML.file());
    List<Source> sources = new ArrayList<>(LogSource.of(fold, "log"));
    sources.add(CdfSource.read(json, "a", false, election, "json"));
    sources.add(CdfSource.read(xml, "b", true, election, "xml"));
    sources.add(EmlSource.read(eml, "c", election, "eml"));
    return sources;
  }

  @Test
  void agreesInEveryFigureThatTheFormatHas() throws IOException, MalformedException {
    List<Source> sources = sources();
    Source log = sources.getFirst();
    Source json = sources.get(1);
    Source eml = sources.get(3);
    int votes = election.contests().getFirst().selections().size();
    for (int station = 0; station < election.stations().size(); station++) {
      assertThat(eml.row(0, station)).isEqualTo(log.row(0, station));
      assertThat(json.row(0, station)).isEqualTo(sources.get(2).row(0, station));
      long[] row = json.row(0, station);
      int told = 0;
      for (int cell = 0; cell < row.length; cell++) {
        if (row[cell] >= 0) {
          told++;
          assertThat(row[cell]).isEqualTo(log.row(0, station)[cell]);
        }
      }
      assertThat(told).isEqualTo(log.has(0, station) ? votes + 1 : 0);
    }
  }

  @Test
  void isConcordantInStationsAndTotals() throws IOException, MalformedException {
    var found = Reconciliation.of(election, sources());
    assertThat(found.findings()).isEmpty();
    assertThat(found.counts(0).getFirst())
        .containsEntry(Concordance.CONCORDANT, 4L)
        .containsEntry(Concordance.NO_SOURCE, 2L);
    assertThat(found.totals()).hasSize(3);
    assertThat(found.totals())
        .extracting(TotalsBeside::verdict)
        .containsOnly(TotalsBeside.Verdict.EQUAL);
    assertThat(found.sources()).allSatisfy(each -> assertThat(each.unknown()).isEmpty());
  }
}
