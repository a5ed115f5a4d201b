package org.cotejo.audit.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.SheetsSource;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.TableSource;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// A disputed election made by a seed: a log, a bundle, sheets that were read, a table, and totals
/// that were announced, with defects of every kind planted where this class knows. A second contest
/// is in the log only.
final class PlantedElection {
  private static final long REGISTERED = 30_000;
  private static final List<TotalsBeside.Verdict> VERDICTS = List.of(TotalsBeside.Verdict.values());

  private final Path directory;
  private final ElectionPackage election;
  private final int selections;
  private final int apart;
  private final Random random;
  private final Plant[] plants;
  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Map<String, Long>> matrix = new TreeMap<>();
  private final StringBuilder table = new StringBuilder("mesa,status,valid");
  private final StringBuilder sheets = new StringBuilder(SheetsSource.HEADER + "\n");

  /// What is planted at a station, with what it is to be found as.
  enum Plant {
    CONCORDANT("concordant"),
    MISSING_STATION("missing station"),
    MISSING_FIGURES("missing figures"),
    TRANSPOSED("transcription transposed-digits"),
    MISREAD("transcription one-digit"),
    DROPPED("transcription digit-left-out"),
    DOUBLED("transcription digit-added"),
    EXCHANGED("transcription exchanged-figures"),
    SHIFTED("transcription shifted-column"),
    DIFFERENT("different"),
    ARITHMETIC("arithmetic"),
    SIGNED_CONFLICT("signed-conflict"),
    PRINTED_CODE("printed-not-signed"),
    PRINTED_READ("printed-not-signed"),
    DEFECTIVE_STATUS("form-defect"),
    NOT_A_COUNT("form-defect"),
    NO_SOURCE("no-source");

    private final String found;

    Plant(String found) {
      this.found = found;
    }
  }

  /// @param directory where the tables are written
  PlantedElection(int stations, long seed, Path directory) {
    var made = new SyntheticElection(stations, 2, seed).packageFiles().files();
    this.election = ((PackageOutcome.Read) ElectionPackageReader.read(made)).electionPackage();
    this.directory = directory;
    List<Selection> all = election.contests().getFirst().selections();
    this.selections = all.size();
    this.apart =
        election.contests().getFirst().validVotesBase() == ValidVotesBase.WITHOUT_NONE_OF_THESE
            ? IntStream.range(0, selections)
                .filter(s -> all.get(s).type() == Selection.Type.NONE_OF_THESE)
                .findFirst()
                .orElse(-1)
            : -1;
    this.random = new Random(seed);
    this.plants = new Plant[stations];
    Arrays.fill(plants, Plant.CONCORDANT);
    List<Integer> places = new ArrayList<>(IntStream.range(0, stations).boxed().toList());
    Collections.shuffle(places, random);
    int each = Math.max(1, stations / 100);
    for (Plant plant : Plant.values()) {
      for (int i = 0; plant != Plant.CONCORDANT && i < each; i++) {
        plants[places.removeLast()] = plant;
      }
    }
  }

  /// How often what was planted was found as what, by `planted -> found`.
  Map<String, Map<String, Long>> matrix() {
    return matrix;
  }

  /// Those that were not found as what they are.
  long wrong() {
    long wrong = 0;
    for (var row : matrix.entrySet()) {
      for (var cell : row.getValue().entrySet()) {
        wrong += row.getKey().equals(cell.getKey()) ? 0 : cell.getValue();
      }
    }
    return wrong;
  }

  private static String digits(long number) {
    return Long.toString(number);
  }

  /// Votes of three digits, all of them and all numbers different, so that each slip is what it is.
  private long[] votes() {
    var votes = new ArrayList<Long>();
    while (votes.size() < selections) {
      long drawn = 123L + random.nextInt(865);
      boolean isClear =
          digits(drawn).chars().distinct().count() == 3 && !digits(drawn).contains("0");
      if (isClear && !votes.contains(drawn)) {
        votes.add(drawn);
      }
    }
    return votes.stream().mapToLong(Long::longValue).toArray();
  }

  private long valid(long[] votes) {
    return Arrays.stream(votes).sum() - (apart < 0 ? 0 : votes[apart]);
  }

  private TallyFigures figures(long[] votes, long more) {
    long cast = Arrays.stream(votes).sum() + more;
    return new TallyFigures(
        REGISTERED,
        OptionalLong.empty(),
        cast,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, cast, 0, 0, valid(votes) + more, votes)));
  }

  PlantedElection reconciled() throws IOException, MalformedException {
    var log = new Source(election, "log", Source.Role.SIGNED);
    var bundle = new Source(election, "bundle", Source.Role.SIGNED);
    for (Selection selection : election.contests().getFirst().selections()) {
      table.append(",v").append(selection.code());
    }
    table.append('\n');
    for (int station = 0; station < plants.length; station++) {
      long[] votes = votes();
      Plant plant = plants[station];
      if (plant == Plant.NO_SOURCE) {
        continue;
      }
      long more = plant == Plant.ARITHMETIC ? 7 : 0;
      log.set(0, station, figures(votes, more));
      log.set(1, station, second());
      bundle.set(0, station, figures(plant == Plant.SIGNED_CONFLICT ? other(votes) : votes, more));
      sheet(station, plant == Plant.PRINTED_CODE ? other(votes) : votes, more);
      if (plant != Plant.MISSING_STATION) {
        row(station, votes, more);
      }
    }
    Files.writeString(directory.resolve("sheets.csv"), sheets.toString());
    Files.writeString(directory.resolve("table.csv"), table.toString());
    sources.add(log);
    sources.add(bundle);
    sources.add(
        SheetsSource.read(directory.resolve("sheets.csv"), "sheets.csv", election, "sheets"));
    sources.add(mapped("table", mapping()));
    var expected = new TreeMap<String, String>();
    sources.add(announced("bulletin", log, expected));
    sources.add(announced("press", sources.get(3), expected));
    judge(Reconciliation.of(election, sources), expected);
    return this;
  }

  private TallyFigures second() {
    int second = election.contests().get(1).selections().size();
    return new TallyFigures(
        REGISTERED,
        OptionalLong.empty(),
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, 0, 0, 0, 0, new long[second])));
  }

  private static long[] other(long[] votes) {
    long[] other = votes.clone();
    other[1] += 1_000;
    return other;
  }

  private String code(int selection) {
    return election.contests().getFirst().selections().get(selection).code();
  }

  private String station(int station) {
    return election.stations().get(station).code();
  }

  private void sheet(int station, long[] votes, long more) {
    String start = "photo,cotejo,1/%s,%s,verified,,,".formatted(station(station), "0".repeat(64));
    for (int s = 0; s < selections; s++) {
      sheets.append(start).append("paper.votes.%s,%d,\n".formatted(code(s), votes[s]));
    }
    sheets.append(start).append("paper.validVotes,%d,\n".formatted(valid(votes) + more));
    if (plants[station] == Plant.PRINTED_READ) {
      sheets
          .append(start)
          .append(",,\"printed ≠ signed: paper.votes.1 is 3, signed is %d\"\n".formatted(votes[0]));
    }
  }

  private void row(int station, long[] votes, long more) {
    Plant plant = plants[station];
    String status = plant == Plant.DEFECTIVE_STATUS ? "unsigned" : "signed";
    long valid = valid(votes) + more;
    table.append(station(station)).append(',').append(status).append(',');
    table.append(plant == Plant.NOT_A_COUNT ? valid + "?" : digits(valid));
    for (String cell : cells(plant, votes)) {
      table.append(',').append(cell);
    }
    table.append('\n');
  }

  private List<String> cells(Plant plant, long[] votes) {
    List<String> cells =
        new ArrayList<>(Arrays.stream(votes).mapToObj(PlantedElection::digits).toList());
    int at = random.nextInt(selections);
    String old = cells.get(at);
    switch (plant) {
      case MISSING_FIGURES -> cells.set(at, "");
      case TRANSPOSED -> cells.set(at, old.substring(0, 1) + old.charAt(2) + old.charAt(1));
      case MISREAD -> cells.set(at, (old.startsWith("9") ? "2" : "9") + old.substring(1));
      case DROPPED -> cells.set(at, old.substring(0, 1) + old.charAt(2));
      case DOUBLED -> cells.set(at, old.substring(0, 2) + old.charAt(1) + old.charAt(2));
      case EXCHANGED -> Collections.swap(cells, 0, 2);
      case SHIFTED -> {
        cells.removeLast();
        cells.addFirst("0");
      }
      case DIFFERENT -> {
        cells.set(0, digits(votes[0] + 57));
        cells.set(1, digits(votes[1] + 2_000));
      }
      case CONCORDANT,
          MISSING_STATION,
          ARITHMETIC,
          SIGNED_CONFLICT,
          PRINTED_CODE,
          PRINTED_READ,
          DEFECTIVE_STATUS,
          NOT_A_COUNT,
          NO_SOURCE -> {}
    }
    return cells;
  }

  private String mapping() {
    var mapping =
        new StringBuilder("status.column = status\nstatus.defects = unsigned\n")
            .append("station.column = mesa\nfigure.validVotes = valid\n");
    votes(mapping);
    return mapping.toString();
  }

  private void votes(StringBuilder mapping) {
    for (int s = 0; s < selections; s++) {
      mapping.append("figure.votes.%s = v%s\n".formatted(code(s), code(s)));
    }
  }

  private Source mapped(String name, String lines) throws IOException, MalformedException {
    Path file = directory.resolve(name + ".mapping");
    Files.writeString(
        file, "format = cotejo-mapping/1\ncontest = 1\nfile = " + name + ".csv\n" + lines);
    return TableSource.read(file, name + ".mapping", Mapping.read(file), election, name);
  }

  /// Totals of every region: those of a source, or others.
  private Source announced(String name, Source of, Map<String, String> expected)
      throws IOException, MalformedException {
    var rows = new StringBuilder("area");
    for (int s = 0; s < selections; s++) {
      rows.append(",v").append(code(s));
    }
    for (int area = 0; area < election.areas().size(); area++) {
      if (election.areas().get(area).parent() == 0) {
        String code = election.areas().get(area).code();
        rows.append('\n').append(code);
        long[] sums = sums(area, of);
        TotalsBeside.Verdict verdict = VERDICTS.get(random.nextInt(VERDICTS.size()));
        boolean isOpen = lacks(area, of);
        if (verdict == TotalsBeside.Verdict.UNVERIFIABLE && isOpen) {
          sums[1] += 1;
        } else if (verdict == TotalsBeside.Verdict.EQUAL) {
          // As the source has it.
        } else {
          sums[0] -= 3;
          verdict =
              of.role() == Source.Role.SIGNED
                  ? TotalsBeside.Verdict.BULLETIN_NOT_LOG
                  : TotalsBeside.Verdict.NOT_THE_SUM;
        }
        expected.put(name + " " + code, verdict.label());
        for (long sum : sums) {
          rows.append(',').append(sum);
        }
      }
    }
    Files.writeString(directory.resolve(name + ".csv"), rows.append('\n').toString());
    var mapping = new StringBuilder("role = totals\narea.column = area\n");
    votes(mapping);
    return mapped(name, mapping.toString());
  }

  private IntStream within(int area) {
    return IntStream.range(0, plants.length)
        .filter(station -> {
          int at = election.stations().get(station).area();
          while (at > area) {
            at = election.areas().get(at).parent();
          }
          return at == area;
        });
  }

  private long[] sums(int area, Source of) {
    var sums = new long[selections];
    within(area)
        .filter(station -> of.has(0, station))
        .forEach(station -> {
          for (int s = 0; s < selections; s++) {
            sums[s] += Math.max(0, of.cells(0).votes(of.row(0, station), s));
          }
        });
    return sums;
  }

  private boolean lacks(int area, Source of) {
    return within(area).anyMatch(station -> !of.has(0, station));
  }

  private void judge(Reconciliation found, Map<String, String> expected) {
    Map<Integer, String> details = new TreeMap<>();
    for (Finding finding : found.findings()) {
      if (finding.kind() == found.kind(finding.contest(), finding.at()).orElseThrow()) {
        boolean isTold =
            finding.kind() == Concordance.TRANSCRIPTION || finding.kind() == Concordance.MISSING;
        details.putIfAbsent(
            finding.at(), finding.kind().label() + (isTold ? " " + finding.detail() : ""));
      }
    }
    for (int station = 0; station < plants.length; station++) {
      String kind = found.kind(0, station).orElseThrow().label();
      count(plants[station].found, details.getOrDefault(station, kind));
      count(
          plants[station] == Plant.NO_SOURCE ? "no-source" : "one-source",
          found.kind(1, station).orElseThrow().label());
    }
    for (TotalsBeside total : found.totals()) {
      String stated = sources.get(total.stated()).name();
      boolean isOf =
          sources.get(total.summed()).name().equals(stated.equals("press") ? "table" : "log");
      if (isOf) {
        String area = election.areas().get(total.area()).code();
        count("total " + expected.get(stated + " " + area), "total " + total.verdict().label());
      }
    }
  }

  private void count(String planted, String found) {
    matrix.computeIfAbsent(planted, row -> new TreeMap<>()).merge(found, 1L, Long::sum);
  }
}
