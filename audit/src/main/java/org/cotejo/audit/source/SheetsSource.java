package org.cotejo.audit.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what `cotejo sheet read` wrote of photographs of sheets, as CSV or JSON Lines. Format in
/// "Sheets that were read" in `docs/formats.md`.
public final class SheetsSource {
  /// The first line of the CSV.
  public static final String HEADER =
      "file,format,subject,leaf,signature,log,index,field,value,remark";

  /// How every line of the JSON begins.
  public static final String OBJECT = "{\"file\":";

  /// The defect of a sheet on which people read other figures than its code has.
  public static final String PRINTED_NOT_SIGNED = "printed-not-signed";

  private static final String DIFFERENCE = "printed ≠ signed: ";
  private static final int COLUMNS = 10;
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_FIELDS = 10_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final ElectionPackage election;
  private final Source source;
  private final CountText counts;

  /// The code that counts for a station.
  private final Map<Source.Place, Code> first = new HashMap<>();

  private long codes;
  private long others;
  private long unread;

  /// What one code of a sheet says.
  private record Code(String format, String subject, String leaf, String signature) {
    boolean isVerified() {
      return signature.equals("verified");
    }
  }

  /// A code and its figures.
  private record Sheet(String file, Code code, List<String[]> fields, List<String> differences) {}

  private SheetsSource(ElectionPackage election, String name) {
    this.election = election;
    this.source = new Source(election, name, Source.Role.PRINTED);
    this.counts = CountText.plain();
  }

  /// @param shown the file as it is called in what is written about it
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static Source read(Path file, String shown, ElectionPackage election, String name)
      throws IOException, MalformedException {
    var reading = new SheetsSource(election, name);
    reading.source.material(TableFile.material(file, shown));
    boolean isJson =
        new String(TableFile.start(file, OBJECT.length()), StandardCharsets.UTF_8).equals(OBJECT);
    try (Reader text = TableFile.reader(file, StandardCharsets.UTF_8)) {
      if (isJson) {
        reading.json(text, shown);
      } else {
        reading.csv(text, shown);
      }
    }
    reading.tell();
    return reading.source;
  }

  private void csv(Reader text, String shown) throws IOException, MalformedException {
    long line = 1;
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.NONE)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      Sheet sheet = nothing();
      for (CsvRecord row : rows) {
        line = row.getStartingLineNumber();
        if (row.getFieldCount() != COLUMNS) {
          throw new MalformedException(row.getFieldCount() + " fields instead of " + COLUMNS);
        }
        if (line == 1) {
          continue;
        }
        var code = new Code(row.getField(1), row.getField(2), row.getField(3), row.getField(4));
        if (!code.equals(sheet.code()) || !row.getField(0).equals(sheet.file())) {
          take(sheet);
          sheet = new Sheet(row.getField(0), code, new ArrayList<>(), new ArrayList<>());
        }
        if (code.format().isEmpty()) {
          unread++;
        } else if (!row.getField(7).isEmpty()) {
          add(sheet.fields(), new String[] {row.getField(7), row.getField(8)});
        } else if (row.getField(9).startsWith(DIFFERENCE)) {
          add(sheet.differences(), row.getField(9));
        }
      }
      take(sheet);
    } catch (MalformedException e) {
      throw new MalformedException(shown + ":" + line + ": " + e.getMessage());
    } catch (CsvParseException | UncheckedIOException e) {
      throw new MalformedException(shown + ":" + line + ": not CSV in UTF-8 after this line");
    }
  }

  private static <T> void add(List<T> list, T item) throws MalformedException {
    if (list.size() == MAX_FIELDS) {
      throw new MalformedException("more than %,d fields of one code".formatted(MAX_FIELDS));
    }
    list.add(item);
  }

  private static Sheet nothing() {
    return new Sheet("", new Code("", "", "", ""), List.of(), List.of());
  }

  private void json(Reader text, String shown) throws IOException, MalformedException {
    var lines = new BufferedReader(text);
    long number = 1;
    try {
      for (String line = line(lines); !line.isEmpty(); line = line(lines)) {
        JsonNode object = JSON.readTree(line);
        unread += object.path("unread").size();
        for (JsonNode code : object.path("codes")) {
          take(sheet(object.path("file").asString(""), code));
        }
        number++;
      }
    } catch (MalformedException e) {
      throw new MalformedException(shown + ":" + number + ": " + e.getMessage());
    } catch (JacksonException | CharacterCodingException e) {
      throw new MalformedException(shown + ":" + number + ": not an object of JSON in UTF-8");
    }
  }

  /// Without its end; empty at the end of the file.
  private static String line(Reader text) throws IOException, MalformedException {
    var line = new StringBuilder();
    for (int c = text.read(); c >= 0 && c != '\n'; c = text.read()) {
      line.append((char) c);
      if (line.length() > MAX_LINE) {
        throw new MalformedException("a line of more than 1 MiB; is it what `sheet read` wrote?");
      }
    }
    return line.toString();
  }

  private static Sheet sheet(String file, JsonNode code) throws MalformedException {
    var fields = new ArrayList<String[]>();
    for (JsonNode field : code.path("fields")) {
      add(fields, new String[] {field.path(0).asString(""), field.path(1).asString("")});
    }
    var differences = new ArrayList<String>();
    for (JsonNode difference : code.path("differences")) {
      add(differences, difference.asString(""));
    }
    return new Sheet(
        file,
        new Code(
            code.path("format").asString(""),
            code.path("subject").asString(""),
            code.path("leaf").asString(""),
            code.path("signature").asString("")),
        fields,
        differences);
  }

  private void take(Sheet sheet) {
    if (sheet.code().format().isEmpty()) {
      return;
    }
    String subject = sheet.code().subject();
    int slash = subject.indexOf('/');
    if (!sheet.code().format().equals("cotejo") || slash < 0) {
      others++;
      return;
    }
    codes++;
    OptionalInt contest = election.contest(subject.substring(0, slash));
    OptionalInt station = election.station(subject.substring(slash + 1));
    if (contest.isEmpty()
        || station.isEmpty()
        || election.ballot(contest.getAsInt(), station.getAsInt()).length == 0) {
      source.unknown(
          contest.isEmpty() ? "contest" : "station",
          subject.substring(contest.isEmpty() ? 0 : slash + 1),
          sheet.file());
      return;
    }
    take(sheet, contest.getAsInt(), station.getAsInt());
  }

  private void take(Sheet sheet, int contest, int station) {
    var place = new Source.Place(contest, station);
    Code known = first.putIfAbsent(place, sheet.code());
    long[] row = row(sheet, contest, station);
    if (known == null) {
      for (int cell = 0; cell < row.length; cell++) {
        if (row[cell] != Cells.ABSENT) {
          source.set(contest, station, cell, row[cell]);
        }
      }
    } else if (source.differs(contest, station, row)) {
      boolean isSigned = known.isVerified() && sheet.code().isVerified();
      source.defect(
          contest,
          station,
          new Source.Defect(isSigned ? LogSource.SIGNED_CONFLICT : "copies-differ", sheet.file()));
    }
    if (sheet.code().signature().equals("does-not-verify")) {
      source.defect(contest, station, new Source.Defect("signature", sheet.file()));
    }
    for (String difference : sheet.differences()) {
      source.defect(
          contest,
          station,
          new Source.Defect(
              PRINTED_NOT_SIGNED,
              difference.startsWith(DIFFERENCE)
                  ? difference.substring(DIFFERENCE.length())
                  : difference));
    }
  }

  private long[] row(Sheet sheet, int contest, int station) {
    Cells cells = source.cells(contest);
    long[] row = cells.empty();
    for (String[] field : sheet.fields()) {
      OptionalInt cell = cells.find(field[0]);
      long value = counts.read(field[1]);
      if (cell.isEmpty()) {
        source.unknown("figure", TableSource.shortened(field[0]), sheet.file());
      } else if (value == CountText.WRONG) {
        source.defect(
            contest,
            station,
            new Source.Defect("not-a-count", "'%s'".formatted(TableSource.shortened(field[1]))));
      } else {
        row[cell.getAsInt()] = value;
      }
    }
    return row;
  }

  private void tell() {
    source.remark("codes", codes);
    if (others > 0) {
      source.remark("other-codes", others);
    }
    if (unread > 0) {
      source.remark("unread-sheets", unread);
    }
  }
}
