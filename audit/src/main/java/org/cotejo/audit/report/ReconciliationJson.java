package org.cotejo.audit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.PartialCopy;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Writes a reconciliation as one line of JSON, without holding it; see "Reconciliation" in
/// `docs/formats.md`.
public final class ReconciliationJson {
  private final Reconciliation reconciliation;
  private final ElectionPackage election;
  private final JsonGenerator json;

  private ReconciliationJson(Reconciliation reconciliation, JsonGenerator json) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
    this.json = json;
  }

  /// @param out is closed at the end
  public static void write(Reconciliation reconciliation, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      new ReconciliationJson(reconciliation, json).write();
      json.writeRaw('\n');
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void write() {
    json.writeStartObject();
    text("format", "cotejo-reconciliation/1");
    text("election", election.code());
    json.writeArrayPropertyStart("sources");
    for (int index = 0; index < reconciliation.sources().size(); index++) {
      Source source = reconciliation.sources().get(index);
      source(source);
      number("absentWhereOthersHaveZero", reconciliation.absentZeros(index));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("earlier");
    for (Source source : reconciliation.earlier()) {
      source(source);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("contests");
    for (int contest = 0; contest < election.contests().size(); contest++) {
      contest(contest);
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("totals");
    reconciliation.totals().forEach(this::total);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void text(String property, String value) {
    json.writeStringProperty(property, value);
  }

  private void number(String property, long value) {
    json.writeNumberProperty(property, value);
  }

  /// Leaves its object open.
  private void source(Source source) {
    json.writeStartObject();
    text("name", source.name());
    text("role", source.role().label());
    json.writeArrayPropertyStart("materials");
    for (Source.Material material : source.materials()) {
      json.writeStartObject();
      text("path", material.path());
      number("bytes", material.bytes());
      text("sha256", material.sha256().hex());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("remarks");
    for (Source.Remark remark : source.remarks()) {
      json.writeStartArray();
      json.writeString(remark.code());
      remark.details().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeEndArray();
    number("notInPackage", source.unknown().size());
  }

  private void contest(int contest) {
    json.writeStartObject();
    text("contest", election.contests().get(contest).code());
    Map<Concordance, Long> counts =
        reconciliation.counts(contest).get(election.contests().get(contest).area());
    json.writeObjectPropertyStart("stations");
    for (Concordance kind : Concordance.values()) {
      number(kind.label(), counts.getOrDefault(kind, 0L));
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("channels");
    for (int channel = 0; channel < election.channels().size(); channel++) {
      json.writeStartObject();
      text("channel", election.channels().get(channel));
      number("votesCompared", reconciliation.compared(contest, channel));
      number("votesAgreeing", reconciliation.agreeing(contest, channel));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("margins");
    reconciliation.margins().stream()
        .filter(margin -> margin.contest() == contest)
        .forEach(this::margin);
    json.writeEndArray();
    json.writeArrayPropertyStart("findings");
    reconciliation.findings().stream()
        .filter(finding -> finding.contest() == contest)
        .forEach(this::finding);
    json.writeEndArray();
    json.writeArrayPropertyStart("partial");
    reconciliation.partial().stream()
        .filter(copy -> copy.contest() == contest)
        .forEach(this::partial);
    json.writeEndArray();
    json.writeEndObject();
  }

  private String selection(int contest, int selection) {
    return election.contests().get(contest).selections().get(selection).code();
  }

  private void margin(MarginBound margin) {
    json.writeStartObject();
    text("first", selection(margin.contest(), margin.first()));
    text("second", selection(margin.contest(), margin.second()));
    number("lead", margin.lead());
    number("byDifferences", margin.byDifferences());
    number("byUncompared", margin.byUncompared());
    number("withoutBound", margin.unbounded());
    text("differences", margin.ofDifferences().label());
    text("all", margin.ofAll().label());
    json.writeEndObject();
  }

  private void finding(Finding finding) {
    json.writeStartObject();
    text("station", election.stations().get(finding.at()).code());
    text("class", finding.kind().label());
    json.writeArrayPropertyStart("sources");
    finding
        .sources()
        .forEach(source -> json.writeString(reconciliation.sources().get(source).name()));
    json.writeEndArray();
    text("detail", finding.detail());
    pairs(finding.cells(), reconciliation.sources().getFirst().cells(finding.contest()));
    json.writeEndObject();
  }

  private void pairs(Iterable<Slip.Pair> pairs, Cells cells) {
    json.writeArrayPropertyStart("figures");
    for (Slip.Pair pair : pairs) {
      json.writeStartArray();
      json.writeString(cells.name(pair.cell()));
      json.writeNumber(pair.first());
      if (pair.second() == Cells.ABSENT) {
        json.writeNull();
      } else {
        json.writeNumber(pair.second());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void partial(PartialCopy copy) {
    json.writeStartObject();
    text("source", reconciliation.sources().get(copy.source()).name());
    part("has", copy.has());
    part("lacks", copy.lacks());
    number("withoutBound", copy.unbounded());
    json.writeArrayPropertyStart("groups");
    for (PartialCopy.Group group : copy.groups()) {
      json.writeStartObject();
      switch (group.kind()) {
        case PartialCopy.Kind.InArea(int area) -> text("area", election.areas().get(area).code());
        case PartialCopy.Kind.OfSize(int quarter, long fewest, long most) -> {
          number("quarter", quarter);
          number("fewest", fewest);
          number("most", most);
        }
      }
      part("has", group.has());
      part("lacks", group.lacks());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("earlier");
    for (PartialCopy.Earlier each : copy.earlier()) {
      json.writeStartObject();
      text("source", reconciliation.earlier().get(each.earlier()).name());
      text("selection", selection(copy.contest(), each.selection()));
      number("votes", each.votes());
      number("of", each.all());
      number("votesLacking", each.votesLacking());
      number("ofLacking", each.allLacking());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("bounds");
    for (PartialCopy.Bound bound : copy.bounds()) {
      json.writeStartObject();
      text("selection", selection(copy.contest(), bound.selection()));
      number("atLeast", bound.votes());
      number("atMost", bound.votes() + bound.open());
      number("of", bound.valid() + bound.open());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("reversals");
    copy.reversals().forEach(reversal -> reversal(copy.contest(), reversal));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void part(String property, PartialCopy.Part part) {
    json.writeObjectPropertyStart(property);
    number("stations", part.stations());
    number("registered", part.registered());
    json.writeEndObject();
  }

  private void reversal(int contest, PartialCopy.Reversal reversal) {
    json.writeStartObject();
    text("first", selection(contest, reversal.first()));
    text("second", selection(contest, reversal.second()));
    number("lead", reversal.lead());
    text("remaining", reversal.shown().isPresent() ? "valid-votes" : "registered-voters");
    number("of", reversal.remaining());
    number("moreNeeded", reversal.needed());
    number("votesNeeded", reversal.votesNeeded());
    json.writeEndObject();
  }

  private void total(TotalsBeside total) {
    json.writeStartObject();
    text("contest", election.contests().get(total.contest()).code());
    text("area", election.areas().get(total.area()).code());
    text("stated", reconciliation.sources().get(total.stated()).name());
    text("stations", reconciliation.sources().get(total.summed()).name());
    number("shown", total.shown());
    number("notShown", total.notShown());
    number("registeredNotShown", total.registeredNotShown());
    text("verdict", total.verdict().label());
    pairs(total.differences(), reconciliation.sources().get(total.summed()).cells(total.contest()));
    json.writeEndObject();
  }
}
