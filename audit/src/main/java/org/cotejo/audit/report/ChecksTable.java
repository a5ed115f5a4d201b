package org.cotejo.audit.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.audit.check.CheckReport;
import org.cotejo.audit.check.CheckResult;
import org.cotejo.audit.check.Fact;
import org.cotejo.audit.check.NumberText;
import org.cotejo.audit.check.Outcome;

/// Writes the findings of checks as CSV, a row for each fact.
public final class ChecksTable {
  private ChecksTable() {}

  public static void write(CheckReport report, ReportWords words, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer)) {
      csv.writeRecord("check", "contest", "severity", "adjustedChance", "fact", "words");
      for (CheckResult result : report.findings()) {
        for (Fact fact : facts(result.outcome())) {
          csv.writeRecord(
              result.check().name(),
              result.scope(),
              result.check().severity().name(),
              result.outcome() instanceof Outcome.Tested
                  ? NumberText.chance(result.adjusted())
                  : "",
              fact.code(),
              ReconciliationTables.plain(ChecksText.fact(fact, words)));
        }
      }
    }
  }

  private static List<Fact> facts(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exact exact -> exact.contradictions();
      case Outcome.Tested tested ->
          Stream.concat(tested.told().stream(), tested.places().stream()).toList();
      case Outcome.NotApplicable _, Outcome.Described _ -> List.of();
    };
  }
}
