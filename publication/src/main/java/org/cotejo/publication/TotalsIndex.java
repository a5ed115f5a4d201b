package org.cotejo.publication;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The index of the totals: which shards make up a bulletin, with the sums of every contest and
/// second-level area for pages to read. Its digest is what the bulletin signs.
final class TotalsIndex {
  private static final JsonFactory JSON = new JsonFactory();

  private final Fold fold;
  private final ElectionPackage election;

  TotalsIndex(Fold fold) {
    this.fold = fold;
    this.election = fold.election();
  }

  byte[] render(List<TotalsShard> shards, String findingsPath) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("format", "cotejo-totals/1");
      json.writeStringProperty("election", election.code());
      json.writeStringProperty("mode", election.mode().label());
      json.writeNumberProperty("logSize", fold.size());
      json.writeNumberProperty("asOf", fold.asOf().orElse(0));
      json.writeNumberProperty("rules", BulletinStatement.RULES);
      json.writeNumberProperty("findings", fold.findings().size());
      json.writeStringProperty("findingsFile", findingsPath);
      json.writeArrayPropertyStart("contests");
      for (int contest = 0; contest < election.contests().size(); contest++) {
        contest(json, contest, shards);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private void contest(JsonGenerator json, int contest, List<TotalsShard> shards) {
    ContestCount count = fold.contest(contest);
    json.writeStartObject();
    json.writeStringProperty("contest", count.contest().code());
    json.writeStringProperty("area", code(count.contest().area()));
    area(json, count, count.total());
    json.writeArrayPropertyStart("shards");
    for (TotalsShard shard : shards) {
      if (shard.contest() == contest) {
        json.writeStartObject();
        json.writeStringProperty("area", code(shard.area()));
        json.writeStringProperty("file", Totals.path(shard.digest(), "csv"));
        json.writeNumberProperty("size", shard.size());
        json.writeNumberProperty("rows", shard.lines());
        area(json, count, count.area(shard.area()).orElseThrow());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private String code(int area) {
    return election.areas().get(area).code();
  }

  private static void area(JsonGenerator json, ContestCount count, AreaCount totals) {
    json.writeObjectPropertyStart("stations");
    json.writeNumberProperty("all", totals.stations());
    json.writeNumberProperty("inTotals", totals.stationsInTotals());
    for (StationState state : StationState.values()) {
      json.writeNumberProperty(state.name(), totals.stations(state));
    }
    json.writeNumberProperty("LATE_KEY", totals.lateStations());
    json.writeEndObject();
    json.writeObjectPropertyStart("registered");
    json.writeNumberProperty("all", totals.registered());
    json.writeNumberProperty("inTotals", totals.registeredInTotals());
    for (StationState state : StationState.values()) {
      json.writeNumberProperty(state.name(), totals.registered(state));
    }
    json.writeNumberProperty("LATE_KEY", totals.lateRegistered());
    json.writeEndObject();
    sums(json, "totals", count, totals.totals());
    if (totals.stations(StationState.CONFLICT) > 0) {
      sums(json, "disputed", count, totals.disputed());
    }
  }

  private static void sums(JsonGenerator json, String name, ContestCount count, long[] row) {
    Layout layout = count.layout();
    json.writeObjectPropertyStart(name);
    for (int i = 0; i < Layout.SHEET.size(); i++) {
      json.writeNumberProperty(Layout.SHEET.get(i), row[i]);
    }
    for (int i = 0; i < Layout.CHANNEL.size(); i++) {
      json.writeNumberProperty(Layout.CHANNEL.get(i), layout.sum(row, i));
    }
    json.writeObjectPropertyStart("votes");
    List<Selection> selections = count.contest().selections();
    for (int i = 0; i < selections.size(); i++) {
      json.writeNumberProperty(selections.get(i).code(), layout.votes(row, i));
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
