package org.cotejo.cli.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// The officially published totals of an example's first contest.
///
/// @param votes by selection; empty if the example has none
record Official(Map<String, Long> votes) {
  private static final String FILE = "official.csv";
  private static final List<String> COLUMNS = List.of("selection", "votes");

  /// @throws MalformedException naming the line that is wrong
  static Official read(Path example, ElectionPackage election)
      throws IOException, MalformedException {
    Path file = example.resolve(FILE);
    var votes = new LinkedHashMap<String, Long>();
    if (!Files.exists(file)) {
      return new Official(votes);
    }
    List<String> known =
        election.contests().getFirst().selections().stream().map(Selection::code).toList();
    long line = 0;
    try (CsvReader<CsvRecord> rows = rows(file)) {
      for (CsvRecord row : rows) {
        line = row.getStartingLineNumber();
        if (line == 1) {
          expect(row.getFields().equals(COLUMNS), line, "the columns are not selection,votes");
          continue;
        }
        expect(row.getFieldCount() == COLUMNS.size(), line, "not a selection and its votes");
        String code = row.getField(0);
        expect(known.contains(code), line, "no such selection in the first contest");
        expect(row.getField(1).matches("[0-9]{1,18}"), line, "votes is not a count");
        expect(
            votes.put(code, Long.parseLong(row.getField(1))) == null,
            line,
            "the selection is there already");
      }
    } catch (CsvParseException e) {
      expect(false, line + 1, "not CSV from here on");
    }
    expect(!votes.isEmpty(), 1, "no totals; remove the file if there are none");
    return new Official(votes);
  }

  private static CsvReader<CsvRecord> rows(Path file) throws IOException {
    return CsvReader.builder()
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(file);
  }

  private static void expect(boolean isSo, long line, String problem) throws MalformedException {
    if (!isSo) {
      throw new MalformedException(FILE + ":" + line + ": " + problem);
    }
  }

  /// Puts the counted totals beside these, where there are any.
  ///
  /// @return whether all of them are equal
  boolean compare(Fold fold, Words words, Screen screen) {
    if (votes.isEmpty()) {
      return true;
    }
    boolean equal = true;
    screen.line("");
    screen.line(words.say("demo.compare"));
    screen.line(
        "  %-10s %12s  %12s".formatted("", words.say("demo.counted"), words.say("demo.official")));
    ContestCount count = fold.contest(0);
    long[] totals = count.total().totals();
    List<Selection> selections = count.contest().selections();
    for (var official : votes.entrySet()) {
      long counted = 0;
      for (int s = 0; s < selections.size(); s++) {
        boolean isThis = selections.get(s).code().equals(official.getKey());
        counted += isThis ? count.layout().votes(totals, s) : 0;
      }
      equal &= counted == official.getValue();
      screen.line(
          "  %-10s %12s  %12s  %s"
              .formatted(
                  official.getKey(),
                  words.count(counted),
                  words.count(official.getValue()),
                  words.say(counted == official.getValue() ? "demo.equal" : "demo.differs")));
    }
    return equal;
  }
}
