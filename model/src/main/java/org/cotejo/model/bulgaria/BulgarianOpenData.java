package org.cotejo.model.bulgaria;

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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    return new BulgarianOpenData(directory).read();
  }

  private Imported read() throws IOException {
    rows("20_parties", row -> lists.put(number(row, "registration_code"), row.getField("registration_name")));
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
        row ->
            rolls.merge(
                row.getField("section_id"), (long) number(row, "registered_voters"), Long::sum));
    rows("41_protocols", row -> protocols.put(row.getField("section_id"), row));
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
    rows("31_sections", row -> sections.put(row.getField("section_id"), row));
    areas(files, sections);
    contest(files);
    var figures = new ArrayList<FiguresFile.Reported>();
    for (var section : sections.entrySet()) {
      figures.add(station(files, section.getKey(), section.getValue()));
    }
    return new Imported(files, figures);
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

  private FiguresFile.Reported station(PackageFiles files, String code, NamedCsvRecord section) {
    NamedCsvRecord protocol =
        Optional.ofNullable(protocols.get(code))
            .orElseThrow(() -> new IllegalStateException("41_protocols has no station " + code));
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
      channels.add(new ChannelCount(0, 0, 0, 0, 0, new long[ballot(hasIndependent).size()]));
    }
    return new FiguresFile.Reported(
        new TallySubject(CONTEST, code),
        new TallyFigures(
            registered,
            OptionalLong.of(number(protocol, "onsite_listed_voters")),
            number(protocol, "voted_voters"),
            OptionalLong.of(number(protocol, "distributed_ballots")),
            OptionalLong.of(number(protocol, "unused_paper_ballots")),
            OptionalLong.of(number(protocol, "destroyed_paper_ballots")),
            channels));
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
    if (votes == null && cast + invalid + valid == 0) {
      return;
    }
    Map<Integer, Long> counted = votes == null ? Map.of() : votes;
    long[] row =
        ballot(hasIndependent).stream().mapToLong(c -> counted.getOrDefault(c, 0L)).toArray();
    into.add(new ChannelCount(channel, cast, 0, invalid, valid, row));
  }

  private void votes(String file, Map<String, Map<Integer, Long>> into) throws IOException {
    rows(
        file,
        row -> {
          int selection = number(row, "party");
          if (selection < FIRST_SUBTOTAL) {
            into.computeIfAbsent(row.getField("section_id"), s -> new HashMap<>())
                .merge(selection, (long) number(row, "votes"), Long::sum);
          }
        });
  }

  private static int number(NamedCsvRecord row, String column) {
    try {
      return Integer.parseInt(row.getField(column));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line %d: %s is not a number: '%s'"
              .formatted(row.getStartingLineNumber(), column, row.getField(column)),
          e);
    }
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
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String latinOf(String bulgarian) {
    return Transliteration.latin(bulgarian);
  }
}
