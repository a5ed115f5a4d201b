package org.cotejo.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cotejo.cose.MalformedException;
import org.cotejo.count.Layout;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// Reads a count message (510) of the OASIS Election Markup Language: votes of reporting units
/// whose identifier is the code of a station, and the totals of each contest.
public final class EmlSource extends Elements {
  private static final Map<String, String> REJECTED =
      Map.of("blank", "blankVotes", "invalid", "invalidVotes");

  private final ElectionPackage election;
  private final Source source;
  private final CountText counts = CountText.plain();
  private int contest = -1;
  private Place place = new Place.None();
  private Optional<String> selection = Optional.empty();
  private long left;

  /// What figures are of.
  private sealed interface Place {
    record None() implements Place {}

    record Station(int index) implements Place {}

    record Area(int index) implements Place {}
  }

  private EmlSource(ElectionPackage election, String name) {
    this.election = election;
    this.source = new Source(election, name, Source.Role.TABLE);
  }

  /// @param shown the file as it is called in what is written about it
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static Source read(Path file, String shown, ElectionPackage election, String name)
      throws IOException, MalformedException {
    var reading = new EmlSource(election, name);
    reading.source.material(TableFile.material(file, shown));
    try (BufferedInputStream in = TableFile.content(file)) {
      reading.read(in, true);
    } catch (MalformedException e) {
      throw new MalformedException(shown + ": " + e.getMessage());
    }
    reading.source.remark("eml");
    if (reading.left > 0) {
      reading.source.remark("other-counts", reading.left);
    }
    return reading.source;
  }

  @Override
  void begun(Element element) {
    switch (element.name()) {
      case "Contest" -> {
        contest = -1;
        place = new Place.None();
      }
      case "TotalVotes" ->
          place =
              contest < 0
                  ? new Place.None()
                  : new Place.Area(election.contests().get(contest).area());
      case "ReportingUnitVotes" -> place = new Place.None();
      case "Selection" -> selection = Optional.empty();
      default -> {}
    }
  }

  @Override
  void ended(Element element, Element parent) {
    boolean isOfSelection = parent.name().equals("Selection");
    switch (element.name()) {
      case "ContestIdentifier" -> contest(element.leaf("Id"));
      case "ReportingUnitIdentifier" -> unit(element.leaf("Id"));
      case "AffiliationIdentifier" -> {
        if (isOfSelection) {
          selection(element.leaf("Id"), Selection.Type.LIST, Selection.Type.LIST);
        }
      }
      case "CandidateIdentifier" ->
          selection(element.leaf("Id"), Selection.Type.CANDIDATE, Selection.Type.INDEPENDENT);
      case "ReferendumOptionIdentifier" ->
          selection(element.leaf("Id"), Selection.Type.ANSWER, Selection.Type.NONE_OF_THESE);
      case "ValidVotes" -> {
        if (isOfSelection) {
          votes("", element.text().strip());
        }
      }
      case "CountMetric" -> {
        if (isOfSelection && element.leaf("Type").equals("channel")) {
          votes(element.leaf("Id"), element.text().strip());
        } else if (Layout.SHEET.contains(element.leaf("Type"))) {
          enter(element.leaf("Type"), element.text().strip());
        }
      }
      case "Cast" -> enter("ballotsCast", element.text().strip());
      case "TotalCounted" -> enter("validVotes", element.text().strip());
      case "RejectedVotes" -> rejected(element);
      default -> {}
    }
  }

  private void contest(String code) {
    OptionalInt found = election.contest(code);
    contest = found.orElse(-1);
    if (found.isEmpty()) {
      source.unknown("contest", TableSource.shortened(code), "contest");
    }
  }

  private void unit(String code) {
    OptionalInt station = election.station(code);
    if (contest < 0) {
      return;
    }
    if (station.isEmpty() || election.ballot(contest, station.getAsInt()).length == 0) {
      source.unknown("station", TableSource.shortened(code), "reporting unit");
      return;
    }
    place = new Place.Station(station.getAsInt());
  }

  /// Lists, candidates and answers have codes of their own, which may be alike: votes of a
  /// candidate of a list are not those of the list with the same number.
  private void selection(String code, Selection.Type one, Selection.Type other) {
    if (contest < 0) {
      return;
    }
    Optional<Selection> found =
        election.contests().get(contest).selections().stream()
            .filter(each -> each.code().equals(code))
            .findFirst();
    if (found.isEmpty()) {
      source.unknown("selection", TableSource.shortened(code), "contest " + (contest + 1));
    } else if (found.get().type() == one || found.get().type() == other) {
      selection = Optional.of(code);
    } else {
      left++;
    }
  }

  private void votes(String channel, String text) {
    selection.ifPresent(
        code -> enter((channel.isEmpty() ? "" : channel + ".") + "votes." + code, text));
  }

  /// Reasons of others are their own, so those that are not ours are counted and left.
  private void rejected(Element element) {
    String figure = REJECTED.getOrDefault(element.leaf("ReasonCode"), "");
    String channel = element.leaf("VoteType");
    if (figure.isEmpty()) {
      left++;
    } else {
      enter((channel.isEmpty() ? "" : channel + ".") + figure, element.text().strip());
    }
  }

  private void enter(String figure, String text) {
    if (contest < 0) {
      return;
    }
    OptionalInt cell = source.cells(contest).find(figure);
    long value = counts.read(text);
    if (cell.isEmpty()) {
      source.unknown("figure", TableSource.shortened(figure), "contest " + (contest + 1));
      return;
    }
    if (value == CountText.WRONG) {
      source.unknown("count", TableSource.shortened(text), "contest " + (contest + 1));
      return;
    }
    switch (place) {
      case Place.Station(int station) ->
          source.enter(contest, station, cell.getAsInt(), value, figure);
      case Place.Area(int area) -> source.total(contest, area, cell.getAsInt(), value);
      case Place.None() -> {}
    }
  }
}
