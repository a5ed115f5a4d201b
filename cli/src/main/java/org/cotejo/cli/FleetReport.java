package org.cotejo.cli;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.TallyFigures;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.fleet.InventedFigures;
import org.cotejo.station.fleet.Report;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a fleet did and what the log should come to, as JSON, for whoever compares the two.
///
/// @param figures of which the totals are
record FleetReport(
    ElectionLog log, ElectionPackage election, long seed, int compress, InventedFigures figures) {
  private static final JsonFactory JSON = new JsonFactory();

  /// @param mark what everything of it is marked with
  byte[] json(String mark, Report came) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("mark", mark);
      json.writeStringProperty("election", election.code());
      json.writeStringProperty("electionId", log.id().toString());
      json.writeNumberProperty("seed", seed);
      json.writeNumberProperty("compress", compress);
      json.writeObjectPropertyStart("stations");
      came.stations().forEach((route, n) -> json.writeNumberProperty(route.label(), n));
      json.writeEndObject();
      json.writeObjectPropertyStart("done");
      came.done().forEach((route, n) -> json.writeNumberProperty(route.label(), n));
      json.writeEndObject();
      json.writeObjectPropertyStart("answers");
      json.writeNumberProperty("new", came.taken());
      json.writeNumberProperty("known", came.known());
      json.writeNumberProperty("unheard", came.unheard());
      json.writeObjectPropertyStart("refused");
      came.problems().forEach(json::writeNumberProperty);
      json.writeEndObject();
      json.writeEndObject();
      json.writeObjectPropertyStart("expected");
      for (int contest = 0; contest < election.contests().size(); contest++) {
        json.writeObjectPropertyStart(election.contests().get(contest).code());
        totals(contest).forEach(json::writeNumberProperty);
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  /// Votes of each selection once every record has arrived, and how many records that takes.
  private Map<String, Long> totals(int contest) {
    Contest held = election.contests().get(contest);
    Map<String, Long> totals = new TreeMap<>();
    for (int station = 0; station < election.stations().size(); station++) {
      int[] ballot = election.ballot(contest, station);
      Optional<TallyFigures> counted = figures.of(contest, station);
      if (counted.isEmpty()) {
        continue;
      }
      totals.merge("records", 1L, Math::addExact);
      for (ChannelCount count : counted.get().channels()) {
        totals.merge("ballotsCast", count.ballotsCast(), Math::addExact);
        for (int position = 0; position < ballot.length; position++) {
          String selection = "votes/" + held.selections().get(ballot[position]).code();
          totals.merge(selection, count.vote(position), Math::addExact);
        }
      }
    }
    return totals;
  }
}
