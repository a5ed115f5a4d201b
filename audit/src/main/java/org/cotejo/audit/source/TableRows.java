package org.cotejo.audit.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cotejo.cose.MalformedException;

/// Takes the rows of a table one after another, whatever the table is written in.
@FunctionalInterface
interface TableRows {
  /// @param line where it begins, counted from 1
  void row(long line, List<String> fields) throws MalformedException;

  /// Reads the table of a mapping.
  ///
  /// @throws MalformedException naming the line that is wrong
  static void read(Path table, Mapping mapping, TableRows each)
      throws IOException, MalformedException {
    String file = String.valueOf(table.getFileName());
    var reached = new Reached(each);
    try {
      if (Workbook.isOne(table)) {
        Workbook.forEach(table, mapping.text("sheet"), reached);
      } else {
        csv(table, mapping, reached);
      }
    } catch (MalformedException e) {
      throw new MalformedException(file + ":" + reached.line + ": " + e.getMessage());
    } catch (CsvParseException e) {
      throw new MalformedException(file + ":" + reached.line + ": not CSV after this line");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new MalformedException(
            "%s:%d: not %s from about here on; name the encoding in the mapping"
                .formatted(file, reached.line, mapping.encoding().name()));
      }
      String reason = String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
      throw new IOException(reason.contains(file) ? reason : file + ": " + reason, e);
    }
  }

  private static void csv(Path table, Mapping mapping, TableRows each)
      throws IOException, MalformedException {
    try (Reader text = TableFile.reader(table, mapping.encoding());
        CsvReader<CsvRecord> records = records(text, mapping)) {
      for (CsvRecord record : records) {
        each.row(record.getStartingLineNumber(), record.getFields());
      }
    }
  }

  private static CsvReader<CsvRecord> records(Reader text, Mapping mapping)
      throws MalformedException {
    return CsvReader.builder()
        .fieldSeparator(mapping.separator())
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(true)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(text);
  }

  /// Remembers the line, for whoever complains.
  final class Reached implements TableRows {
    private final TableRows each;
    private long line = 1;

    private Reached(TableRows each) {
      this.each = each;
    }

    @Override
    public void row(long at, List<String> fields) throws MalformedException {
      line = at;
      each.row(at, fields);
    }
  }
}
