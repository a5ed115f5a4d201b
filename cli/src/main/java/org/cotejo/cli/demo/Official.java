package org.cotejo.cli.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.model.Selection;

/// Puts the counted totals beside the officially published ones, where an example has them.
final class Official {
  private final Words words;
  private final Screen screen;

  Official(Words words, Screen screen) {
    this.words = words;
    this.screen = screen;
  }

  /// @return whether all of them are equal
  boolean compare(Path example, Fold fold) throws IOException {
    Path file = example.resolve("official.csv");
    if (!Files.exists(file)) {
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
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        String code = row.getField("selection");
        long official = Long.parseLong(row.getField("votes"));
        long counted = 0;
        for (int s = 0; s < selections.size(); s++) {
          counted += selections.get(s).code().equals(code) ? count.layout().votes(totals, s) : 0;
        }
        equal &= counted == official;
        screen.line(
            "  %-10s %12s  %12s  %s"
                .formatted(
                    code,
                    words.count(counted),
                    words.count(official),
                    words.say(counted == official ? "demo.equal" : "demo.differs")));
      }
    }
    return equal;
  }
}
