package org.cotejo.model.bulgaria;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
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

  /// That of the source, which asks those who pass it on to name it.
  private static final String LICENCE = "CC-BY-SA-4.0";

  private static final String CONTEST = "1";

  private final BulgarianTables tables;

  private BulgarianOpenData(BulgarianTables tables) {
    this.tables = tables;
  }

  /// What an import gives.
  public record Imported(PackageFiles packageFiles, List<FiguresFile.Reported> figures) {}

  /// @param directory the data set's `.csv.gz` files
  /// @throws IOException if one is missing or is not what it should be; says which, and where
  public static Imported read(Path directory) throws IOException {
    return new BulgarianOpenData(BulgarianTables.read(directory)).imported();
  }

  private Imported imported() throws IOException {
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
    files.licence(LICENCE);
    areas(files);
    contest(files);
    var figures = new ArrayList<FiguresFile.Reported>();
    for (var section : tables.sections.entrySet()) {
      station(files, section.getKey(), section.getValue()).ifPresent(figures::add);
    }
    return switch (ElectionPackageReader.read(files.files())) {
      case PackageOutcome.Read _ -> new Imported(files, figures);
      case PackageOutcome.Refused(List<String> errors) ->
          throw new IOException("this would be no sound package: " + errors.getFirst());
    };
  }

  private void areas(PackageFiles files) {
    files.area("BG", "", "country", "България", "Bulgaria");
    tables.constituencies.forEach((code, name) ->
        files.area(
            code,
            "BG",
            code.equals(BulgarianTables.ABROAD) ? "abroad" : "constituency",
            name,
            latinOf(name)));
    Set<String> placed = new HashSet<>();
    Set<String> places = new HashSet<>();
    var settlementRows = new ArrayList<Runnable>();
    for (BulgarianTables.Section section : tables.sections.values()) {
      String code = section.municipalityCode();
      if (placed.add(code)) {
        String name = section.isAbroad() ? before(section.city()) : section.municipality();
        files.area(
            code,
            section.constituency(),
            section.isAbroad() ? "state" : "municipality",
            name,
            tables.latin.getOrDefault("municipality " + code, latinOf(name)));
      }
      if (places.add(placeCode(section))) {
        settlementRows.add(() -> place(files, section));
      }
    }
    settlementRows.forEach(Runnable::run);
  }

  private void place(PackageFiles files, BulgarianTables.Section section) {
    String name =
        section.isAbroad()
            ? after(section.city())
            : tables.settlements.getOrDefault(section.ekatte(), section.city());
    files.area(
        placeCode(section),
        section.municipalityCode(),
        section.isAbroad() ? "place" : "settlement",
        name,
        tables.latin.getOrDefault("ekatte " + section.ekatte(), latinOf(name)));
  }

  /// A settlement may lie in several constituencies, so its code carries the municipality. Places
  /// abroad have running numbers in the source where settlements have their EKATTE code.
  private static String placeCode(BulgarianTables.Section section) {
    String ekatte = section.ekatte();
    return section.municipalityCode() + "-" + "0".repeat(Math.max(0, 5 - ekatte.length())) + ekatte;
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
    tables.lists.forEach((number, name) ->
        files.selection(
            CONTEST, Integer.toString(number), Selection.Type.LIST, "BG", name, latinOf(name)));
    files.selection(
        CONTEST,
        Integer.toString(tables.independent),
        Selection.Type.INDEPENDENT,
        tables.independentArea,
        tables.independentName,
        latinOf(tables.independentName));
    files.selection(
        CONTEST,
        Integer.toString(BulgarianTables.NONE_OF_THESE),
        Selection.Type.NONE_OF_THESE,
        "BG",
        "Не подкрепям никого",
        "I support no one");
  }

  /// Adds the station, and gives its figures unless its protocol has none in either channel.
  private Optional<FiguresFile.Reported> station(
      PackageFiles files, String code, BulgarianTables.Section section) throws IOException {
    BulgarianTables.Protocol protocol = tables.protocol(code);
    files.station(
        code,
        placeCode(section),
        tables.rolls.getOrDefault(code, protocol.registered()),
        section.latitude(),
        section.longitude(),
        name(section));
    var channels = new ArrayList<ChannelCount>(2);
    List<Integer> ballot = tables.ballot(section);
    count(channels, 0, protocol.paper(), tables.paper.get(code), ballot);
    count(channels, 1, protocol.machine(), tables.machine.get(code), ballot);
    if (channels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FiguresFile.Reported(
            new TallySubject(CONTEST, code),
            new TallyFigures(
                protocol.registered(),
                OptionalLong.of(protocol.added()),
                protocol.voted(),
                OptionalLong.of(protocol.received()),
                OptionalLong.of(protocol.unused()),
                OptionalLong.of(protocol.destroyed()),
                channels)));
  }

  private static String name(BulgarianTables.Section section) {
    String address = section.address().strip();
    boolean repeats = address.replace(" ", "").equals(section.city().replace(" ", ""));
    return repeats ? "" : address;
  }

  private static void count(
      List<ChannelCount> into,
      int channel,
      BulgarianTables.Box box,
      @Nullable Map<Integer, Long> votes,
      List<Integer> ballot) {
    if (votes == null && !box.isUsed()) {
      return;
    }
    Map<Integer, Long> counted = votes == null ? Map.of() : votes;
    long[] row = ballot.stream().mapToLong(c -> counted.getOrDefault(c, 0L)).toArray();
    into.add(new ChannelCount(channel, box.cast(), 0, box.invalid(), box.valid(), row));
  }

  private static String latinOf(String bulgarian) {
    return Transliteration.latin(bulgarian);
  }
}
