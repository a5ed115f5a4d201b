package org.cotejo.model.bulgaria;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;
import org.jspecify.annotations.Nullable;

/// Turns the data set into an election package and the figures each station's protocol gives, paper
/// and machine apart. Figures are taken as written: what does not add up in a protocol does not add
/// up here.
public final class BulgarianOpenData {
  public static final List<String> CHANNELS = List.of("paper", "machine");
  private static final String CONTEST = "1";
  private static final int NONE_OF_THESE = 99;
  private static final int FIRST_SUBTOTAL = 100;
  private static final String ABROAD = "32";

  private final Path directory;
  private final SortedMap<Integer, String> lists = new TreeMap<>();
  private final Map<String, Map<Integer, Long>> paper = new HashMap<>();
  private final Map<String, Map<Integer, Long>> machine = new HashMap<>();
  private final Map<String, String> latin = new HashMap<>();
  private final Map<String, String> settlements = new HashMap<>();
  private final Map<String, Long> rolls = new HashMap<>();
  private final Map<String, NamedCsvRecord> protocols = new HashMap<>();
  private int independent;
  private String independentArea = "";
  private String independentName = "";

  private BulgarianOpenData(Path directory) {
    this.directory = directory;
  }

  /// What an import gives.
  public record Imported(PackageFiles packageFiles, List<FiguresFile.Reported> figures) {}

  /// @param directory the data set's `.csv.gz` files
  /// @throws IOException if one is missing or is not what it should be; says which
  public static Imported read(Path directory) throws IOException {
    try {
      return new BulgarianOpenData(directory).read();
    } catch (WrongDataException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// The data set contradicts itself where no single file is to blame.
  private static final class WrongDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongDataException(String problem) {
      super(problem);
    }
  }

  private Imported read() throws IOException {
    rows(
        "20_parties",
        row -> lists.put(number(row, "registration_code"), row.getField("registration_name")));
    lists.remove(NONE_OF_THESE);
    rows(
        "20_local_candidates",
        row -> {
          independent = number(row, "registration_sub_code");
          independentArea = row.getField("registration_code");
          independentName = row.getField("registration_name");
        });
    votes("50_votes_paper", paper);
    votes("50_votes_machine", machine);
    rows(
        "40_elections_lists",
        row -> once(rolls, row.getField("section_id"), (long) number(row, "registered_voters")));
    rows("41_protocols", this::protocol);
    rows("common_ekatte", this::settlement);
    rows(
        "common_municipalities",
        row -> latin.put(row.getField("municipality_code"), row.getField("municipality_latin")));
    var files = new PackageFiles();
    files.election(
        "bulgaria-2021-07-11",
        Map.of(
            "en", "Bulgaria: National Assembly, 11 July 2021",
            "es", "Bulgaria: Asamblea Nacional, 11 de julio de 2021",
            "bg", "България: Народно събрание, 11 юли 2021"),
        LocalDate.of(2021, 7, 11),
        Mode.RE_ENACTMENT,
        CHANNELS);
    SortedMap<String, NamedCsvRecord> sections = new TreeMap<>();
    rows("31_sections", row -> once(sections, row.getField("section_id"), row));
    areas(files, sections);
    contest(files);
    var figures = new ArrayList<FiguresFile.Reported>();
    for (var section : sections.entrySet()) {
      station(files, section.getKey(), section.getValue()).ifPresent(figures::add);
    }
    strangers("50_votes_paper", paper.keySet(), sections.keySet());
    strangers("50_votes_machine", machine.keySet(), sections.keySet());
    return new Imported(files, figures);
  }

  private void protocol(NamedCsvRecord row) {
    for (String column : row.getHeader()) {
      if (!column.equals("section_id")) {
        number(row, column);
      }
    }
    once(protocols, row.getField("section_id"), row);
  }

  private void settlement(NamedCsvRecord row) {
    String code = row.getField("ekatte");
    settlements.put(code, row.getField("type") + " " + row.getField("name"));
    if (!row.getField("name_latin").isBlank()) {
      latin.put("ekatte " + code, row.getField("name_latin"));
    }
  }

  private void areas(PackageFiles files, SortedMap<String, NamedCsvRecord> sections)
      throws IOException {
    files.area("BG", "", "country", "България", "Bulgaria");
    rows(
        "common_riks",
        row -> {
          String name = row.getField("rik_name");
          String code = row.getField("rik_code");
          files.area(
              code, "BG", code.equals(ABROAD) ? "abroad" : "constituency", name, latinOf(name));
        });
    Set<String> municipalities = new HashSet<>();
    Set<String> places = new HashSet<>();
    var settlementRows = new ArrayList<Runnable>();
    for (NamedCsvRecord row : sections.values()) {
      String municipality = row.getField("municipality_code");
      boolean abroad = row.getField("rik_code").equals(ABROAD);
      if (municipalities.add(municipality)) {
        String name = abroad ? before(row.getField("city")) : row.getField("municipality");
        String level = abroad ? "state" : "municipality";
        files.area(
            municipality,
            row.getField("rik_code"),
            level,
            name,
            latin.getOrDefault(municipality, latinOf(name)));
      }
      if (places.add(placeCode(row))) {
        settlementRows.add(() -> place(files, row, abroad));
      }
    }
    settlementRows.forEach(Runnable::run);
  }

  private void place(PackageFiles files, NamedCsvRecord row, boolean abroad) {
    String ekatte = row.getField("ekatte");
    String name =
        abroad
            ? after(row.getField("city"))
            : settlements.getOrDefault(ekatte, row.getField("city"));
    files.area(
        placeCode(row),
        row.getField("municipality_code"),
        abroad ? "place" : "settlement",
        name,
        latin.getOrDefault("ekatte " + ekatte, latinOf(name)));
  }

  /// A settlement may lie in several constituencies, so its code carries the municipality. Places
  /// abroad have running numbers in the source where settlements have their EKATTE code.
  private static String placeCode(NamedCsvRecord row) {
    String ekatte = row.getField("ekatte");
    return row.getField("municipality_code")
        + "-"
        + "0".repeat(Math.max(0, 5 - ekatte.length()))
        + ekatte;
  }

  private static String before(String place) {
    int comma = place.indexOf(',');
    return comma < 0 ? place : place.substring(0, comma).strip();
  }

  private static String after(String place) {
    int comma = place.indexOf(',');
    return comma < 0 ? place : place.substring(comma + 1).strip();
  }

  private void contest(PackageFiles files) {
    files.contest(
        CONTEST,
        "BG",
        "Народно събрание",
        "National Assembly",
        ValidVotesBase.WITHOUT_NONE_OF_THESE);
    lists.forEach((number, name) ->
        files.selection(
            CONTEST, Integer.toString(number), Selection.Type.LIST, "BG", name, latinOf(name)));
    files.selection(
        CONTEST,
        Integer.toString(independent),
        Selection.Type.INDEPENDENT,
        independentArea,
        independentName,
        latinOf(independentName));
    files.selection(
        CONTEST,
        Integer.toString(NONE_OF_THESE),
        Selection.Type.NONE_OF_THESE,
        "BG",
        "Не подкрепям никого",
        "I support no one");
  }

  /// Adds the station, and gives its figures unless its protocol has none in either channel.
  private Optional<FiguresFile.Reported> station(
      PackageFiles files, String code, NamedCsvRecord section) {
    NamedCsvRecord protocol =
        Optional.ofNullable(protocols.get(code))
            .orElseThrow(() -> new WrongDataException("41_protocols has no station " + code));
    long registered = number(protocol, "registered_voters");
    files.station(
        code,
        placeCode(section),
        rolls.getOrDefault(code, registered),
        degrees(section.getField("latitude")),
        degrees(section.getField("longitude")),
        name(section));
    boolean hasIndependent = section.getField("rik_code").equals(independentArea);
    var channels = new ArrayList<ChannelCount>(2);
    count(channels, 0, protocol, paper.get(code), hasIndependent);
    count(channels, 1, protocol, machine.get(code), hasIndependent);
    if (channels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FiguresFile.Reported(
            new TallySubject(CONTEST, code),
            new TallyFigures(
                registered,
                OptionalLong.of(number(protocol, "onsite_listed_voters")),
                number(protocol, "voted_voters"),
                OptionalLong.of(number(protocol, "distributed_ballots")),
                OptionalLong.of(number(protocol, "unused_paper_ballots")),
                OptionalLong.of(number(protocol, "destroyed_paper_ballots")),
                channels)));
  }

  /// Seven decimals are a centimetre; the source has the noise of binary fractions behind them.
  private static String degrees(String source) {
    return source.isEmpty()
        ? ""
        : new BigDecimal(source)
            .setScale(7, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString();
  }

  private static String name(NamedCsvRecord section) {
    String address = section.getField("address").strip();
    boolean repeats = address.replace(" ", "").equals(section.getField("city").replace(" ", ""));
    return repeats ? "" : address;
  }

  private List<Integer> ballot(boolean hasIndependent) {
    var ballot = new ArrayList<>(lists.keySet());
    if (hasIndependent) {
      ballot.add(independent);
    }
    ballot.add(NONE_OF_THESE);
    return ballot;
  }

  private void count(
      List<ChannelCount> into,
      int channel,
      NamedCsvRecord protocol,
      @Nullable Map<Integer, Long> votes,
      boolean hasIndependent) {
    String what = CHANNELS.get(channel);
    long cast = number(protocol, "urn_" + what + "_ballots");
    long invalid = channel == 0 ? number(protocol, "invalid_paper_ballots") : 0;
    long valid = number(protocol, "valid_" + what + "_votes_for_parties");
    long none = number(protocol, "support_noone_" + what + "_ballots");
    if (votes == null && cast + invalid + valid + none == 0) {
      return;
    }
    Map<Integer, Long> counted = votes == null ? Map.of() : votes;
    List<Integer> ballot = ballot(hasIndependent);
    counted.forEach((selection, number) -> {
      if (number > 0 && !ballot.contains(selection)) {
        throw new WrongDataException(
            "50_votes_%s has votes for %d at station %s, which is not on the ballot there"
                .formatted(what, selection, protocol.getField("section_id")));
      }
    });
    long[] row = ballot.stream().mapToLong(c -> counted.getOrDefault(c, 0L)).toArray();
    into.add(new ChannelCount(channel, cast, 0, invalid, valid, row));
  }

  private void votes(String file, Map<String, Map<Integer, Long>> into) throws IOException {
    rows(
        file,
        row -> {
          int selection = number(row, "party");
          if (selection < FIRST_SUBTOTAL) {
            var station = into.computeIfAbsent(row.getField("section_id"), s -> new HashMap<>());
            once(station, selection, (long) number(row, "votes"));
          }
        });
  }

  /// Adding two rows up, or choosing one of them, would be a repair.
  private static <K, V> void once(Map<K, V> into, K key, V value) {
    if (into.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("a second row for " + key);
    }
  }

  private static void strangers(String file, Set<String> stations, Set<String> known) {
    for (String station : new TreeSet<>(stations)) {
      if (!known.contains(station)) {
        throw new WrongDataException(
            file + " has station " + station + ", which 31_sections has not");
      }
    }
  }

  private static int number(NamedCsvRecord row, String column) {
    String value = row.getField(column);
    boolean isCount =
        !value.isEmpty()
            && value.length() <= 9
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isCount) {
      throw new WrongDataException(
          "line %d: %s is not a count: '%s'".formatted(row.getStartingLineNumber(), column, value));
    }
    return Integer.parseInt(value);
  }

  private void rows(String name, Consumer<NamedCsvRecord> reader) throws IOException {
    Path file = directory.resolve(name + ".csv.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .fieldSeparator(';')
                .detectBomHeader(true)
                .ofNamedCsvRecord(in, StandardCharsets.UTF_8)) {
      rows.forEach(reader);
    } catch (IllegalArgumentException
        | NoSuchElementException
        | WrongDataException
        | CsvParseException
        | UncheckedIOException e) {
      throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static String latinOf(String bulgarian) {
    return Transliteration.latin(bulgarian);
  }
}
