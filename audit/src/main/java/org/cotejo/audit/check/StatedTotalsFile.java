package org.cotejo.audit.check;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.FiguresCodec;

/// Reads announced totals from a table that people type: a row for each announcement, in the order
/// they were made. See "Announced totals" in `docs/formats.md`.
public final class StatedTotalsFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_ROWS = 10_000;
  private static final int MAX_FIGURES = 1_000;
  private static final Set<String> FIGURES =
      Set.of(
          "registeredVoters",
          "votersAdmitted",
          "ballotsCast",
          "blankVotes",
          "invalidVotes",
          "validVotes",
          "stationsCounted");

  private final String file;
  private final List<String> header;

  private StatedTotalsFile(String file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  /// @throws MalformedException naming the line that is wrong
  public static List<StatedTotals> read(Path path) throws IOException, MalformedException {
    String file = String.valueOf(path.getFileName());
    if (Files.size(path) > MAX_BYTES) {
      throw new MalformedException(file + ": larger than 1 MiB; are these announced totals?");
    }
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new MalformedException(file + ": not UTF-8; save it as UTF-8");
    }
    List<CsvRecord> rows;
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
      rows = csv.stream().limit(MAX_ROWS + 1L).toList();
    } catch (CsvParseException e) {
      throw new MalformedException(
          file + ": not CSV, or a row is longer or shorter than the first");
    }
    if (rows.isEmpty() || rows.size() > MAX_ROWS) {
      throw new MalformedException(file + ": empty, or more than 10,000 rows");
    }
    var reading = new StatedTotalsFile(file, rows.getFirst().getFields());
    reading.checkHeader();
    var totals = new ArrayList<StatedTotals>();
    for (CsvRecord row : rows.subList(1, rows.size())) {
      totals.add(reading.row(row));
    }
    return List.copyOf(totals);
  }

  private void checkHeader() throws MalformedException {
    var seen = new HashSet<String>();
    for (String name : header) {
      boolean isKnown =
          FIGURES.contains(name)
              || (name.startsWith(StatedTotals.VOTES)
                  && name.length() > StatedTotals.VOTES.length())
              || Set.of("bulletin", "contest", "corrigendum", "outstandingVoters", "irreversible")
                  .contains(name);
      if (!isKnown || !seen.add(name)) {
        throw new MalformedException(
            "%s:1: column '%s' is not one of bulletin, contest, corrigendum, outstandingVoters,"
                    .formatted(file, name)
                + " irreversible, the figures of a station and votes.<selection>, each once");
      }
    }
    if (!seen.contains("bulletin") || header.size() > MAX_FIGURES) {
      throw new MalformedException(
          file + ":1: a column 'bulletin' is needed, and at most 1,000 columns");
    }
  }

  private StatedTotals row(CsvRecord row) throws MalformedException {
    SortedMap<String, Long> figures = new TreeMap<>();
    String label = "";
    String contest = "";
    String corrigendum = "";
    boolean irreversible = false;
    OptionalLong outstanding = OptionalLong.empty();
    for (int i = 0; i < header.size(); i++) {
      String cell = row.getField(i).strip();
      if (cell.isEmpty()) {
        continue;
      }
      switch (header.get(i)) {
        case "bulletin" -> label = cell;
        case "contest" -> contest = cell;
        case "corrigendum" -> corrigendum = cell;
        case "irreversible" -> irreversible = isYes(cell, row);
        case "outstandingVoters" -> outstanding = OptionalLong.of(count(cell, row));
        default -> figures.put(header.get(i), count(cell, row));
      }
    }
    if (label.isEmpty()) {
      throw wrong(row, "the column 'bulletin' is empty; give each announcement a name");
    }
    return new StatedTotals(label, contest, corrigendum, outstanding, irreversible, figures);
  }

  private boolean isYes(String cell, CsvRecord row) throws MalformedException {
    return switch (cell) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw wrong(row, "irreversible is yes or no, not '" + cell + "'");
    };
  }

  private long count(String cell, CsvRecord row) throws MalformedException {
    if (!cell.matches("[0-9]{1,12}") || Long.parseLong(cell) > 1000 * FiguresCodec.MAX_COUNT) {
      throw wrong(row, "not a count without points and spaces: '" + cell + "'");
    }
    return Long.parseLong(cell);
  }

  private MalformedException wrong(CsvRecord row, String what) {
    return new MalformedException(file + ":" + row.getStartingLineNumber() + ": " + what);
  }
}
