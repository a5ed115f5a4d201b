package org.cotejo.publication.bulk;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotejo.count.StationState;
import org.cotejo.model.Area;
import org.cotejo.model.Coordinates;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;

/// Areas and stations as the `GpUnit` of the NIST format. Area 17 is `a17`, station 42 is `s42`:
/// codes may start with a digit, which identifiers in XML may not.
final class CdfUnits {
  /// Kinds of area that both the format and packages have words for.
  private static final Set<String> KINDS =
      Set.of(
          "borough",
          "city",
          "country",
          "county",
          "municipality",
          "precinct",
          "state",
          "town",
          "township",
          "village",
          "ward");

  private final ElectionPackage election;
  private final CdfTree tree;
  private final CdfTexts texts;

  CdfUnits(ElectionPackage election, CdfTree tree, CdfTexts texts) {
    this.election = election;
    this.tree = tree;
    this.texts = texts;
  }

  void write(StationStates states) throws IOException {
    int areas = election.areas().size();
    Members inside = Members.of(areas, i -> election.areas().get(i).parent(), areas);
    int stations = election.stations().size();
    Members standing = Members.of(stations, i -> election.stations().get(i).area(), areas);
    StationStates.ByStation byStation = states.byStation(stations);
    tree.openList("GpUnit");
    for (int area = 0; area < areas; area++) {
      area(area, inside, standing);
    }
    for (int station = 0; station < stations; station++) {
      station(station, byStation);
    }
    tree.closeList();
  }

  private void area(int index, Members inside, Members standing) throws IOException {
    Area area = election.areas().get(index);
    tree.open("GpUnit", "ReportingUnit", "a" + index);
    var composing =
        IntStream.concat(inside.of(index), standing.of(index).map(station -> -1 - station));
    var members = composing.iterator();
    if (members.hasNext()) {
      tree.references("ComposingGpUnitIds", members, i -> i < 0 ? "s" + (-1 - i) : "a" + i);
    }
    texts.code(area.code());
    texts.name("Name", area.name(), area.nameLatin());
    type(area.level());
    tree.close("GpUnit");
  }

  private void type(String level) throws IOException {
    if (KINDS.contains(level)) {
      tree.text("Type", level);
    } else {
      tree.text("Type", "other");
      tree.text("OtherType", level);
    }
  }

  private void station(int index, StationStates.ByStation states) throws IOException {
    PollingStation station = election.stations().get(index);
    tree.open("GpUnit", "ReportingUnit", "s" + index);
    texts.code(station.code());
    texts.name("Name", station.name().isBlank() ? station.code() : station.name(), "");
    if (station.coordinates().isPresent()) {
      place(station.coordinates().get());
    }
    tree.openList("CountStatus");
    states.of(index, (at, contest, state) -> status(contest, state));
    tree.closeList();
    tree.text("Type", "polling-place");
    tree.number("VotersRegistered", station.registeredVoters());
    tree.close("GpUnit");
  }

  private void place(Coordinates coordinates) throws IOException {
    tree.open("ContactInformation", "ContactInformation");
    tree.open("LatLng", "LatLng");
    tree.decimal("Latitude", new BigDecimal(coordinates.latitude()));
    tree.decimal("Longitude", new BigDecimal(coordinates.longitude()));
    tree.close("LatLng");
    tree.close("ContactInformation");
  }

  private void status(int contest, StationState state) throws IOException {
    tree.open("CountStatus", "CountStatus");
    tree.text(
        "Status",
        switch (state) {
          case NOT_RECEIVED -> "not-processed";
          case COUNTED, CORRECTED -> "completed";
          case CONFLICT, HELD -> "in-process";
          case ANNULLED -> "unknown";
        });
    tree.text("Type", "other");
    tree.text("OtherType", election.contests().get(contest).code() + " " + state);
    tree.close("CountStatus");
  }
}
