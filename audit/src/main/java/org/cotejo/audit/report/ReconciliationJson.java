package org.cotejo.audit.report;

import java.util.Map;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.Margin;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a reconciliation as one line of JSON; see "Reconciliation" in `docs/formats.md`.
public final class ReconciliationJson {
  private static final JsonMapper JSON = new JsonMapper();

  private final Reconciliation reconciliation;
  private final ElectionPackage election;

  private ReconciliationJson(Reconciliation reconciliation) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
  }

  public static String text(Reconciliation reconciliation) {
    return new ReconciliationJson(reconciliation).text();
  }

  private String text() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "cotejo-reconciliation/1");
    root.put("election", election.code());
    sources(root.putArray("sources"));
    ArrayNode contests = root.putArray("contests");
    for (int contest = 0; contest < election.contests().size(); contest++) {
      contest(contests.addObject(), contest);
    }
    totals(root.putArray("totals"));
    return JSON.writeValueAsString(root) + "\n";
  }

  private void sources(ArrayNode array) {
    for (int index = 0; index < reconciliation.sources().size(); index++) {
      Source source = reconciliation.sources().get(index);
      ObjectNode object = array.addObject();
      object.put("name", source.name()).put("role", source.role().label());
      ArrayNode materials = object.putArray("materials");
      for (Source.Material material : source.materials()) {
        materials
            .addObject()
            .put("path", material.path())
            .put("bytes", material.bytes())
            .put("sha256", material.sha256().hex());
      }
      ArrayNode remarks = object.putArray("remarks");
      for (Source.Remark remark : source.remarks()) {
        ArrayNode line = remarks.addArray().add(remark.code());
        remark.details().forEach(line::add);
      }
      object.put("notInPackage", source.unknown().size());
      object.put("absentWhereOthersHaveZero", reconciliation.absentZeros(index));
    }
  }

  private void contest(ObjectNode object, int contest) {
    object.put("contest", election.contests().get(contest).code());
    Map<Concordance, Long> counts =
        reconciliation.counts(contest).get(election.contests().get(contest).area());
    ObjectNode stations = object.putObject("stations");
    for (Concordance kind : Concordance.values()) {
      stations.put(kind.label(), counts.getOrDefault(kind, 0L));
    }
    ArrayNode channels = object.putArray("channels");
    for (int channel = 0; channel < election.channels().size(); channel++) {
      channels
          .addObject()
          .put("channel", election.channels().get(channel))
          .put("votesCompared", reconciliation.compared(contest, channel))
          .put("votesAgreeing", reconciliation.agreeing(contest, channel));
    }
    ArrayNode margins = object.putArray("margins");
    for (Margin margin : reconciliation.margins()) {
      if (margin.contest() == contest) {
        margin(margins.addObject(), margin);
      }
    }
    ArrayNode findings = object.putArray("findings");
    for (Finding finding : reconciliation.findings()) {
      if (finding.contest() == contest) {
        finding(findings.addObject(), finding);
      }
    }
  }

  private void margin(ObjectNode object, Margin margin) {
    var selections = election.contests().get(margin.contest()).selections();
    object
        .put("first", selections.get(margin.first()).code())
        .put("second", selections.get(margin.second()).code())
        .put("lead", margin.lead())
        .put("byDifferences", margin.byDifferences())
        .put("byUncompared", margin.byUncompared())
        .put("withoutBound", margin.unbounded())
        .put("differences", margin.ofDifferences().label())
        .put("all", margin.ofAll().label());
  }

  private void finding(ObjectNode object, Finding finding) {
    object
        .put("station", election.stations().get(finding.at()).code())
        .put("class", finding.kind().label());
    ArrayNode names = object.putArray("sources");
    finding.sources().forEach(source -> names.add(reconciliation.sources().get(source).name()));
    object.put("detail", finding.detail());
    Cells cells = reconciliation.sources().getFirst().cells(finding.contest());
    pairs(object.putArray("figures"), finding.cells(), cells);
  }

  private static void pairs(ArrayNode array, Iterable<Slip.Pair> pairs, Cells cells) {
    for (Slip.Pair pair : pairs) {
      ArrayNode figure = array.addArray().add(cells.name(pair.cell())).add(pair.first());
      if (pair.second() == Cells.ABSENT) {
        figure.addNull();
      } else {
        figure.add(pair.second());
      }
    }
  }

  private void totals(ArrayNode array) {
    for (TotalsBeside total : reconciliation.totals()) {
      ObjectNode object = array.addObject();
      object
          .put("contest", election.contests().get(total.contest()).code())
          .put("area", election.areas().get(total.area()).code())
          .put("stated", reconciliation.sources().get(total.stated()).name())
          .put("stations", reconciliation.sources().get(total.summed()).name())
          .put("shown", total.shown())
          .put("notShown", total.notShown())
          .put("registeredNotShown", total.registeredNotShown())
          .put("verdict", total.verdict().label());
      pairs(
          object.putArray("figures"),
          total.differences(),
          reconciliation.sources().get(total.summed()).cells(total.contest()));
    }
  }
}
