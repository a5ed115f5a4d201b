package org.cotejo.model.bulgaria;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.CsvLines;
import org.jspecify.annotations.Nullable;

/// One table of the data set, a `.csv.gz` with semicolons, read row by row so that every complaint
/// is one line that names file and line.
final class OpenDataFile {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_DIGITS = 9;
  private static final int MAX_QUOTED = 40;

  private final Path path;
  private final String name;

  OpenDataFile(Path directory, String table) {
    this.name = table + ".csv.gz";
    this.path = directory.resolve(name);
  }

  /// Takes a row; what is wrong with it is thrown, and the file adds where.
  @FunctionalInterface
  interface RowReader {
    void read(Row row) throws MalformedException;
  }

  /// @throws IOException if the file cannot be read or a row is refused
  void forEach(RowReader reader) throws IOException {
    try (InputStream bytes = Files.newInputStream(path);
        InputStream unpacked = unpack(bytes);
        CsvReader<CsvRecord> records = records(unpacked)) {
      forEach(records.iterator(), reader);
    }
  }

  /// What is wrong with the file as a whole.
  IOException wrong(String problem) {
    return new IOException(name + ": " + problem);
  }

  private InputStream unpack(InputStream bytes) throws IOException {
    try {
      return new GZIPInputStream(bytes, BUFFER);
    } catch (ZipException | EOFException e) {
      throw new IOException(name + ": not gzip", e);
    }
  }

  private static CsvReader<CsvRecord> records(InputStream in) {
    // A decoder reports what is not UTF-8, where a charset would replace it.
    var strict = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    return CsvReader.builder()
        .fieldSeparator(';')
        .commentStrategy(CommentStrategy.NONE)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(strict);
  }

  private void forEach(Iterator<CsvRecord> records, RowReader reader) throws IOException {
    long line = 1;
    @Nullable CsvRecord last = null;
    try {
      last = records.hasNext() ? records.next() : null;
      List<String> header = header(last);
      while (records.hasNext()) {
        CsvRecord record = records.next();
        last = record;
        line = record.getStartingLineNumber();
        if (record.getFieldCount() != header.size()) {
          throw new MalformedException(
              "%d fields instead of %d".formatted(record.getFieldCount(), header.size()));
        }
        reader.read(new Row(header, record));
      }
    } catch (MalformedException e) {
      throw new IOException(name + ":" + line + ": " + e.getMessage(), e);
    } catch (CsvParseException e) {
      long next = last == null ? 1 : CsvLines.after(last);
      throw new IOException(name + ":" + next + ": not CSV from here on", e);
    } catch (UncheckedIOException e) {
      throw new IOException(name + ":" + line + ": " + problem(e), e);
    }
  }

  private static String problem(UncheckedIOException e) {
    return switch (e.getCause()) {
      case CharacterCodingException _ -> "not UTF-8 from about here on";
      case ZipException _ -> "gzip is damaged from about here on";
      case EOFException _ -> "gzip breaks off about here";
      case null -> String.valueOf(e.getMessage());
      case IOException other -> String.valueOf(other.getMessage());
    };
  }

  private static List<String> header(@Nullable CsvRecord first) throws MalformedException {
    List<String> header = first == null ? List.of() : first.getFields();
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      if (!seen.add(column)) {
        throw new MalformedException("a second column " + quote(column));
      }
    }
    return header;
  }

  private static String quote(String value) {
    String shown = value.length() > MAX_QUOTED ? value.substring(0, MAX_QUOTED) + "…" : value;
    return "'" + shown.replaceAll("\\p{Cc}", "\u2400") + "'";
  }

  /// One row.
  record Row(List<String> columns, CsvRecord fields) {

    String text(String column) throws MalformedException {
      int index = columns.indexOf(column);
      if (index < 0) {
        throw new MalformedException("there is no column " + column);
      }
      return fields.getField(index);
    }

    int count(String column) throws MalformedException {
      String value = text(column);
      boolean isCount =
          !value.isEmpty()
              && value.length() <= MAX_DIGITS
              && value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!isCount) {
        throw wrong(column, "is not a count");
      }
      return Integer.parseInt(value);
    }

    /// What is wrong with a column: `registered_voters is not a count: '12x'`.
    MalformedException wrong(String column, String problem) throws MalformedException {
      return new MalformedException(column + " " + problem + ": " + quote(text(column)));
    }
  }
}
