package org.cotejo.model.bulgaria;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// The tables of the data set as they are read, each row checked against the tables that name what
/// it is about.
final class BulgarianTables {
  static final int NONE_OF_THESE = 99;
  private static final int FIRST_SUBTOTAL = 100;
  static final String ABROAD = "32";
  private static final Pattern DEGREES = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,20})?");

  private final Path directory;
  final SortedMap<Integer, String> lists = new TreeMap<>();
  final Map<String, String> constituencies = new LinkedHashMap<>();
  private final Map<String, String> municipalities = new HashMap<>();
  final SortedMap<String, Section> sections = new TreeMap<>();
  final Map<String, Map<Integer, Long>> paper = new HashMap<>();
  final Map<String, Map<Integer, Long>> machine = new HashMap<>();
  final Map<String, String> latin = new HashMap<>();
  final Map<String, String> settlements = new HashMap<>();
  final Map<String, Long> rolls = new HashMap<>();
  private final Map<String, Protocol> protocols = new HashMap<>();
  int independent;
  String independentArea = "";
  String independentName = "";

  private BulgarianTables(Path directory) {
    this.directory = directory;
  }

  /// @throws IOException if a table is missing or is not what it should be; says which, and where
  static BulgarianTables read(Path directory) throws IOException {
    return new BulgarianTables(directory).read();
  }

  /// A polling station, as the source describes it.
  record Section(
      String constituency,
      String municipalityCode,
      String municipality,
      String ekatte,
      String city,
      String address,
      String latitude,
      String longitude) {
    boolean isAbroad() {
      return constituency.equals(ABROAD);
    }
  }

  /// The box figures of a station's protocol.
  record Protocol(
      long registered,
      long added,
      long voted,
      long received,
      long unused,
      long destroyed,
      Box paper,
      Box machine) {}

  /// The figures of one channel.
  record Box(long cast, long invalid, long none, long valid) {
    boolean isUsed() {
      return cast + invalid + none + valid > 0;
    }
  }

  /// Reads what is named before what names it, so that a stranger is told at its own line.
  private BulgarianTables read() throws IOException {
    file("20_parties").forEach(this::list);
    lists.remove(NONE_OF_THESE);
    file("common_riks").forEach(row -> once(constituencies, "rik_code", row, row.text("rik_name")));
    file("20_local_candidates").forEach(this::candidate);
    if (independentArea.isEmpty()) {
      throw file("20_local_candidates").wrong("no candidate");
    }
    file("31_sections").forEach(this::section);
    votes("50_votes_paper", paper);
    votes("50_votes_machine", machine);
    // The source has rolls of a dozen stations that it has not otherwise: nothing came from them.
    file("40_elections_lists")
        .forEach(row -> once(rolls, "section_id", row, (long) row.count("registered_voters")));
    file("41_protocols").forEach(this::protocol);
    file("common_ekatte").forEach(this::settlement);
    file("common_municipalities")
        .forEach(row -> {
          String code = row.text("municipality_code");
          latin("municipality " + code, row.text("municipality_latin"));
        });
    return this;
  }

  private OpenDataFile file(String table) {
    return new OpenDataFile(directory, table);
  }

  private void list(OpenDataFile.Row row) throws MalformedException {
    int number = row.count("registration_code");
    if (number >= FIRST_SUBTOTAL) {
      throw row.wrong("registration_code", "is that of a subtotal");
    }
    if (lists.putIfAbsent(number, row.text("registration_name")) != null) {
      throw row.wrong("registration_code", "is there already");
    }
  }

  private void candidate(OpenDataFile.Row row) throws MalformedException {
    if (!independentArea.isEmpty()) {
      throw new MalformedException("a second candidate; this vote had one");
    }
    independent = row.count("registration_sub_code");
    if (lists.containsKey(independent) || independent >= NONE_OF_THESE) {
      throw row.wrong("registration_sub_code", "is taken");
    }
    independentArea = constituency(row, "registration_code");
    independentName = row.text("registration_name");
  }

  private String constituency(OpenDataFile.Row row, String column) throws MalformedException {
    String code = row.text(column);
    if (!constituencies.containsKey(code)) {
      throw row.wrong(column, "is not in common_riks");
    }
    return code;
  }

  private void section(OpenDataFile.Row row) throws MalformedException {
    var section =
        new Section(
            constituency(row, "rik_code"),
            row.text("municipality_code"),
            row.text("municipality"),
            row.text("ekatte"),
            row.text("city"),
            row.text("address"),
            degrees(row, "latitude"),
            degrees(row, "longitude"));
    once(sections, "section_id", row, section);
    String above =
        municipalities.computeIfAbsent(section.municipalityCode(), m -> section.constituency());
    if (!above.equals(section.constituency())) {
      throw row.wrong("rik_code", "is not that of the municipality's other stations, " + above);
    }
  }

  /// Seven decimals are a centimetre; the source has the noise of binary fractions behind them.
  private static String degrees(OpenDataFile.Row row, String column) throws MalformedException {
    String source = row.text(column);
    if (source.isEmpty()) {
      return "";
    }
    if (!DEGREES.matcher(source).matches()) {
      throw row.wrong(column, "is not in decimal degrees");
    }
    return new BigDecimal(source)
        .setScale(7, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private Section known(OpenDataFile.Row row) throws MalformedException {
    Section section = sections.get(row.text("section_id"));
    if (section == null) {
      throw row.wrong("section_id", "is not in 31_sections");
    }
    return section;
  }

  private void votes(String table, Map<String, Map<Integer, Long>> into) throws IOException {
    file(table)
        .forEach(row -> {
          Section section = known(row);
          int selection = row.count("party");
          long votes = row.count("votes");
          if (selection >= FIRST_SUBTOTAL) {
            return;
          }
          if (votes > 0 && !ballot(section).contains(selection)) {
            throw row.wrong("party", "has votes and is not on the ballot of this station");
          }
          var station = into.computeIfAbsent(row.text("section_id"), s -> new HashMap<>());
          if (station.putIfAbsent(selection, votes) != null) {
            throw row.wrong("party", "is there already for this station");
          }
        });
  }

  private void protocol(OpenDataFile.Row row) throws MalformedException {
    known(row);
    for (String column : row.columns()) {
      if (!column.equals("section_id")) {
        row.count(column);
      }
    }
    var protocol =
        new Protocol(
            row.count("registered_voters"),
            row.count("onsite_listed_voters"),
            row.count("voted_voters"),
            row.count("distributed_ballots"),
            row.count("unused_paper_ballots"),
            row.count("destroyed_paper_ballots"),
            box(row, "paper", row.count("invalid_paper_ballots")),
            box(row, "machine", 0));
    once(protocols, "section_id", row, protocol);
  }

  private static Box box(OpenDataFile.Row row, String channel, long invalid)
      throws MalformedException {
    return new Box(
        row.count("urn_" + channel + "_ballots"),
        invalid,
        row.count("support_noone_" + channel + "_ballots"),
        row.count("valid_" + channel + "_votes_for_parties"));
  }

  /// A settlement with several postal codes has a row for each.
  private void settlement(OpenDataFile.Row row) throws MalformedException {
    String code = row.text("ekatte");
    String name = row.text("type") + " " + row.text("name");
    if (!settlements.computeIfAbsent(code, c -> name).equals(name)) {
      throw row.wrong("ekatte", "is there already under another name");
    }
    latin("ekatte " + code, row.text("name_latin"));
  }

  private void latin(String what, String name) {
    if (!name.isBlank()) {
      latin.put(what, name);
    }
  }

  /// Adding two rows up, or choosing one of them, would be a repair.
  private static <V> void once(Map<String, V> into, String key, OpenDataFile.Row row, V value)
      throws MalformedException {
    if (into.putIfAbsent(row.text(key), value) != null) {
      throw row.wrong(key, "is there already");
    }
  }

  /// @throws IOException if the station has none
  Protocol protocol(String station) throws IOException {
    Protocol protocol = protocols.get(station);
    if (protocol == null) {
      throw file("41_protocols").wrong("no row for station " + station);
    }
    return protocol;
  }

  /// What a station's ballot has, in its order.
  List<Integer> ballot(Section section) {
    var ballot = new ArrayList<>(lists.keySet());
    if (section.constituency().equals(independentArea)) {
      ballot.add(independent);
    }
    ballot.add(NONE_OF_THESE);
    return ballot;
  }
}
