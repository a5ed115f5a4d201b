package org.cotejo.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// Reads an `ElectionReport` of NIST SP 1500-100, version 2, in JSON or XML: votes and ballots cast
/// of units whose code is that of a station or an area. A selection stands before the name it
/// refers to, so the file is gone through twice: for what identifiers mean, then for the counts.
public final class CdfSource {
  /// Identifiers that are kept: units, parties, candidates.
  private static final int MAX_IDENTIFIERS = 4_000_000;

  private final ElectionPackage election;
  private final Source source;
  private final CountText counts = CountText.whole();
  private final Map<String, Integer> stations = new HashMap<>();
  private final Map<String, Integer> areas = new HashMap<>();

  /// Codes of parties and candidates.
  private final Map<String, List<String>> names = new HashMap<>();

  private final List<Asked> contests = new ArrayList<>();
  private long left;

  /// A contest of the report, with what each of its selections is called.
  private record Asked(List<String> codes, List<List<String>> selections) {}

  private CdfSource(ElectionPackage election, String name) {
    this.election = election;
    this.source = new Source(election, name, Source.Role.TABLE);
  }

  /// @param shown the file as it is called in what is written about it
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static Source read(
      Path file, String shown, boolean isXml, ElectionPackage election, String name)
      throws IOException, MalformedException {
    var reading = new CdfSource(election, name);
    reading.source.material(TableFile.material(file, shown));
    for (Elements pass : List.of(reading.new Identifiers(), reading.new Counts())) {
      try (BufferedInputStream in = TableFile.content(file)) {
        pass.read(in, isXml);
      } catch (MalformedException e) {
        throw new MalformedException(shown + ": " + e.getMessage());
      }
    }
    reading.source.remark("cdf");
    if (reading.left > 0) {
      reading.source.remark("other-counts", reading.left);
    }
    return reading.source;
  }

  /// What units, parties, candidates and selections are called.
  private final class Identifiers extends Elements {
    @Override
    void begun(Element element) throws MalformedException {
      if (element.name().equals("Contest")) {
        room(contests.size());
        contests.add(new Asked(new ArrayList<>(), new ArrayList<>()));
      }
    }

    @Override
    void ended(Element element, Element parent) throws MalformedException {
      switch (element.name()) {
        case "ExternalIdentifier" -> parent.code(element.leaf("Value"));
        case "GpUnit" -> unit(element);
        case "Party", "Candidate" -> {
          room(names.size());
          names.put(element.leaf("ObjectId"), List.copyOf(element.codes()));
        }
        case "ContestSelection" -> selection(element);
        case "Contest" -> contests.getLast().codes().addAll(element.codes());
        default -> {}
      }
    }

    private void unit(Element unit) throws MalformedException {
      room(stations.size() + areas.size());
      String id = unit.leaf("ObjectId");
      boolean isComposed = !unit.leaf("ComposingGpUnitIds").isEmpty();
      for (String code : unit.codes()) {
        OptionalInt station = isComposed ? OptionalInt.empty() : election.station(code);
        OptionalInt area = election.area(code);
        if (station.isPresent()) {
          stations.putIfAbsent(id, station.getAsInt());
        } else if (area.isPresent()) {
          areas.putIfAbsent(id, area.getAsInt());
        }
      }
    }

    private void selection(Element selection) throws MalformedException {
      if (contests.isEmpty()) {
        throw new MalformedException("a selection outside a contest");
      }
      List<List<String>> selections = contests.getLast().selections();
      room(selections.size());
      var codes = new ArrayList<String>(selection.codes());
      String ids = selection.leaf("PartyIds") + " " + selection.leaf("CandidateIds");
      for (String id : ids.strip().split(" ", 2)) {
        // Looked up when all names are known.
        codes.add(REFERENCE + id);
      }
      selections.add(codes);
    }
  }

  /// Before a code that is an identifier of the file; no code of a package has it.
  private static final String REFERENCE = "#";

  private static void room(int used) throws MalformedException {
    if (used >= MAX_IDENTIFIERS) {
      throw new MalformedException("more than %,d identifiers".formatted(MAX_IDENTIFIERS));
    }
  }

  /// The counts, one by one.
  private final class Counts extends Elements {
    private int asked = -1;
    private int chosen = -1;
    private int contest = -1;
    private Optional<String> selection = Optional.empty();

    @Override
    void begun(Element element) {
      if (element.name().equals("Contest")) {
        asked++;
        chosen = -1;
        contest = contest(contests.get(asked).codes());
      } else if (element.name().equals("ContestSelection")) {
        chosen++;
        List<List<String>> selections = asked < 0 ? List.of() : contests.get(asked).selections();
        selection =
            chosen < selections.size() ? selection(selections.get(chosen)) : Optional.empty();
      }
    }

    private int contest(List<String> codes) {
      if (election.contests().size() == 1 && contests.size() == 1) {
        return 0;
      }
      for (String code : codes) {
        if (election.contest(code).isPresent()) {
          return election.contest(code).getAsInt();
        }
      }
      source.unknown("contest", String.join(" ", codes), "contest " + (asked + 1));
      return -1;
    }

    private Optional<String> selection(List<String> codes) {
      if (contest < 0) {
        return Optional.empty();
      }
      for (String code : codes) {
        List<String> called =
            code.startsWith(REFERENCE)
                ? names.getOrDefault(code.substring(REFERENCE.length()), List.of())
                : List.of(code);
        for (Selection each : election.contests().get(contest).selections()) {
          if (called.contains(each.code())) {
            return Optional.of(each.code());
          }
        }
      }
      source.unknown("selection", String.join(" ", codes), "selection %d".formatted(chosen + 1));
      return Optional.empty();
    }

    @Override
    void ended(Element element, Element parent) {
      if (element.name().equals("VoteCounts") && contest >= 0 && selection.isPresent()) {
        String type = element.leaf("Type");
        String channel = type.equals("other") ? element.leaf("OtherType") : type;
        enter(
            contest,
            channel.equals("total") ? "" : channel,
            "votes." + selection.get(),
            element,
            element.leaf("Count"));
      } else if (element.name().equals("BallotCounts")) {
        ballots(element);
      }
    }

    /// Ours have the contest's code, and perhaps a channel, as their type.
    private void ballots(Element element) {
      String[] type = element.leaf("OtherType").split(" ", 2);
      OptionalInt of = election.contest(type[0]);
      boolean isTotal = element.leaf("Type").equals("total") && election.contests().size() == 1;
      if (of.isPresent() || isTotal) {
        enter(
            of.orElse(0),
            of.isPresent() && type.length > 1 ? type[1] : "",
            "ballotsCast",
            element,
            element.leaf("BallotsCast"));
      } else {
        left++;
      }
    }

    private void enter(int of, String channel, String figure, Element element, String text) {
      String unit = element.leaf("GpUnitId");
      OptionalInt cell = source.cells(of).find((channel.isEmpty() ? "" : channel + ".") + figure);
      long value = counts.read(text);
      Integer station = stations.get(unit);
      Integer area = areas.get(unit);
      if (cell.isEmpty()) {
        source.unknown("channel", TableSource.shortened(channel), "unit " + unit);
      } else if (value == CountText.WRONG) {
        source.unknown("count", TableSource.shortened(text), "unit " + unit);
      } else if (station != null && election.ballot(of, station).length > 0) {
        source.enter(of, station, cell.getAsInt(), value, "unit " + unit);
      } else if (area != null) {
        source.total(of, area, cell.getAsInt(), value);
      } else {
        source.unknown("station", TableSource.shortened(unit), figure);
      }
    }
  }
}
