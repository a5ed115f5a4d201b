package org.cotejo.model;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one CSV file of a package row by row, checking what every table has in common: its header,
/// the number of fields, and the forms of codes, counts and names.
final class PackageTable {
  static final int MAX_ROWS = 2_000_000;
  static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,23}");
  private static final int MAX_NAME = 200;
  private static final int MAX_DIGITS = 9;

  private final String file;
  private final List<String> required;
  private final Optional<String> optional;

  /// As the file has them.
  private List<String> columns;

  private final PackageErrors errors;

  /// @param optional a last column that need not be there
  PackageTable(
      String file, List<String> required, Optional<String> optional, PackageErrors errors) {
    this.file = file;
    this.required = required;
    this.optional = optional;
    this.columns = required;
    this.errors = errors;
  }

  /// Whether this is a count: decimal digits, 0 to 999,999,999, no leading zero.
  static boolean isCount(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }

  /// Takes a row; what is wrong with it is told to the row.
  @FunctionalInterface
  interface RowReader {
    void read(Row row) throws PackageErrors.EnoughException;
  }

  void read(String text, RowReader reader) throws PackageErrors.EnoughException {
    Iterator<CsvRecord> records =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(false)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)
            .iterator();
    @Nullable CsvRecord last = null;
    try {
      last = records.hasNext() ? records.next() : null;
      if (last != null && last.getFieldCount() > required.size()) {
        columns = Stream.concat(required.stream(), optional.stream()).toList();
      }
      if (last == null || !last.getFields().equals(columns)) {
        errors.add(
            file,
            1,
            "the first line must be exactly "
                + String.join(",", required)
                + optional.map(column -> ", or end in ," + column + " too").orElse(""));
        return;
      }
      for (int rows = 0; records.hasNext(); rows++) {
        CsvRecord row = records.next();
        last = row;
        long line = row.getStartingLineNumber();
        if (rows >= MAX_ROWS) {
          errors.add(file, line, "more than " + MAX_ROWS + " rows");
          return;
        }
        if (row.getFieldCount() != columns.size()) {
          errors.add(
              file,
              line,
              "%d fields instead of %d (%s)"
                  .formatted(row.getFieldCount(), columns.size(), String.join(",", columns)));
          continue;
        }
        reader.read(new Row(row));
      }
    } catch (CsvParseException e) {
      long line = last == null ? 1 : CsvLines.after(last);
      errors.add(file, line, "not CSV from here on: " + e.getMessage());
    }
  }

  /// One row; its getters report what is wrong and return something harmless.
  final class Row {
    private final CsvRecord fields;
    private boolean sound = true;

    private Row(CsvRecord fields) {
      this.fields = fields;
    }

    /// Whether nothing has been wrong with this row so far.
    boolean isSound() {
      return sound;
    }

    void wrong(String problem) throws PackageErrors.EnoughException {
      sound = false;
      errors.add(file, fields.getStartingLineNumber(), problem);
    }

    /// Not to be used, for a reason that another row has been told.
    void drop() {
      sound = false;
    }

    boolean has(String column) {
      return columns.contains(column);
    }

    /// Empty where the file does not have the column.
    String text(String column) {
      int at = columns.indexOf(column);
      return at < 0 ? "" : fields.getField(at);
    }

    /// A code: 1 to 24 letters, digits, dots, dashes or underscores, the first a letter or digit.
    String code(String column) throws PackageErrors.EnoughException {
      String value = text(column);
      if (!CODE.matcher(value).matches()) {
        wrong(
            "%s is not a code (1 to 24 of A-Z a-z 0-9 . _ -, a letter or digit first): %s"
                .formatted(column, PackageErrors.quote(value)));
      }
      return value;
    }

    String name(String column, boolean required) throws PackageErrors.EnoughException {
      String value = text(column);
      if (required && value.isBlank()) {
        wrong(column + " is empty");
      } else if (value.length() > MAX_NAME) {
        wrong("%s is longer than %d characters".formatted(column, MAX_NAME));
      } else if (value.chars().anyMatch(Character::isISOControl)) {
        wrong("%s has a control character: %s".formatted(column, PackageErrors.quote(value)));
      }
      return value;
    }

    /// The colour in a column that may be empty or not there.
    Optional<Colour> colour(String column) throws PackageErrors.EnoughException {
      String value = text(column);
      Optional<Colour> colour = Colour.parse(value);
      if (colour.isEmpty() && !value.isEmpty()) {
        wrong(
            "%s is not # and six digits of 0-9 and a-f: %s"
                .formatted(column, PackageErrors.quote(value)));
      }
      return colour;
    }

    /// The count in a column, 0 if it is none.
    long count(String column) throws PackageErrors.EnoughException {
      String value = text(column);
      if (!isCount(value)) {
        wrong("%s is not a count: %s".formatted(column, PackageErrors.quote(value)));
        return 0;
      }
      return Long.parseLong(value);
    }

    /// The value with this label; the first one if there is none, and the row is wrong.
    <E> E label(String column, List<E> values, Function<E, String> label)
        throws PackageErrors.EnoughException {
      String found = text(column);
      for (E value : values) {
        if (label.apply(value).equals(found)) {
          return value;
        }
      }
      wrong(
          "%s is not one of %s: %s"
              .formatted(
                  column,
                  String.join(", ", values.stream().map(label).toList()),
                  PackageErrors.quote(found)));
      return values.getFirst();
    }
  }
}
