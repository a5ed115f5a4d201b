package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.cotejo.count.Layout;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.publication.TotalsRow;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// `results.jsonl`: one object, on a line of its own, for each station and contest.
public final class ResultsJsonl implements BulkFile {
  private final Edition edition;
  private final ElectionPackage election;
  private final JsonGenerator json;

  public ResultsJsonl(Edition edition, OutputStream out) {
    this.edition = edition;
    this.election = edition.election();
    this.json = Json.LINES.createGenerator(ObjectWriteContext.empty(), out);
  }

  @Override
  public void row(TotalsRow row) throws IOException {
    if (row.kind() != TotalsRow.Kind.STATION) {
      return;
    }
    var station = election.stations().get(row.place());
    json.writeStartObject();
    json.writeStringProperty("mode", edition.mode());
    json.writeNumberProperty("bulletin", edition.bulletin());
    json.writeStringProperty("contest", election.contests().get(row.contest()).code());
    json.writeStringProperty("station", station.code());
    json.writeStringProperty("area", election.areas().get(station.area()).code());
    json.writeStringProperty("state", row.state().name());
    number("entry", row.entry());
    json.writeArrayPropertyStart("findings");
    row.findings().forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("registered", row.coverage(Figures.REGISTERED));
    if (row.hasFigures()) {
      figures(row);
    }
    json.writeEndObject();
  }

  private void figures(TotalsRow row) {
    for (int i = 0; i < Layout.SHEET.size(); i++) {
      number(Layout.SHEET.get(i), row.figure(i));
    }
    json.writeObjectPropertyStart("channels");
    for (int channel = 0; channel < row.layout().channels(); channel++) {
      if (row.figure(row.layout().box(channel, 0)) != TotalsRow.NONE) {
        json.writeObjectPropertyStart(election.channels().get(channel));
        channel(row, channel);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void channel(TotalsRow row, int channel) {
    Layout layout = row.layout();
    for (int i = 0; i < Layout.CHANNEL.size(); i++) {
      number(Layout.CHANNEL.get(i), row.figure(layout.box(channel, i)));
    }
    json.writeObjectPropertyStart(Figures.VOTES);
    List<Selection> selections = election.contests().get(row.contest()).selections();
    for (int i = 0; i < selections.size(); i++) {
      number(selections.get(i).code(), row.figure(layout.votes(channel, i)));
    }
    json.writeEndObject();
  }

  private void number(String name, long count) {
    if (count != TotalsRow.NONE) {
      json.writeNumberProperty(name, count);
    }
  }

  @Override
  public void end() {
    json.writeRaw('\n');
    json.close();
  }
}
