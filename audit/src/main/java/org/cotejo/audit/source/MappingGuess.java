package org.cotejo.audit.source;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// Proposes a mapping for a table from its first rows and an election package. It is a proposal for
/// people to read and mend; nothing is read by it.
public final class MappingGuess {
  private static final int START = 1 << 18;
  private static final int MOST_TOTALS = 5;
  private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([.,' \u00a0\u202f])[0-9]{3}");

  /// What the figures of a sheet are called in the heads of tables.
  private static final Map<String, List<String>> WORDS = words();

  private final ElectionPackage election;
  private final Contest contest;
  private final Set<String> selectionCodes = new LinkedHashSet<>();
  private final List<String> header;
  private final List<CsvRecord> rows;
  private final Map<String, String> proposed = new LinkedHashMap<>();
  private int stationColumn;

  private MappingGuess(ElectionPackage election, List<CsvRecord> records) {
    this.election = election;
    this.contest = election.contests().getFirst();
    this.header = records.getFirst().getFields().stream().map(Mapping::columnName).toList();
    this.rows = records.subList(1, records.size());
    contest.selections().forEach(selection -> selectionCodes.add(selection.code()));
  }

  private static Map<String, List<String>> words() {
    var words = new LinkedHashMap<String, List<String>>();
    words.put(
        "registeredVoters",
        List.of("registered voters", "registered", "inscritos", "electores", "lista nominal"));
    words.put("votersAdmitted", List.of("voters admitted", "voters", "votantes", "sufragantes"));
    words.put(
        "ballotsCast",
        List.of("ballots cast", "ballots", "votos emitidos", "papeletas", "total votos"));
    words.put("blankVotes", List.of("blank votes", "blank", "votos en blanco", "blancos"));
    words.put(
        "invalidVotes",
        List.of("invalid votes", "invalid", "null", "votos nulos", "nulos", "anulados"));
    words.put("validVotes", List.of("valid votes", "valid", "votos validos", "validos"));
    return words;
  }

  /// @param shown the table as the mapping is to name it
  /// @throws MalformedException if it is no table, or no column has stations of this election
  public static String propose(Path table, String shown, ElectionPackage election)
      throws IOException, MalformedException {
    byte[] start = TableFile.start(table, START);
    if (Workbook.isOne(table)) {
      throw new MalformedException(
          table.getFileName() + ": a workbook; save its sheet as CSV to have a mapping proposed");
    }
    Charset encoding = encoding(start);
    String text = text(start, encoding);
    char separator = separator(text);
    List<CsvRecord> records = records(text, separator, start.length == START);
    if (records.size() < 2) {
      throw new MalformedException(table.getFileName() + ": no table with a head and rows");
    }
    var guess = new MappingGuess(election, records);
    guess.put("file", shown);
    if (!encoding.equals(StandardCharsets.UTF_8)) {
      guess.put("encoding", encoding.name().toLowerCase(Locale.ROOT));
    }
    if (separator != ',') {
      guess.put("separator", separator == '\t' ? "tab" : Character.toString(separator));
    }
    if (!guess.station()) {
      throw new MalformedException(
          table.getFileName()
              + ": no column has codes of this election's stations; is it the right package?");
    }
    guess.contest();
    if (!guess.isLong()) {
      guess.figures();
    }
    guess.thousands();
    return guess.text();
  }

  private static Charset encoding(byte[] start) {
    Optional<Charset> marked = TableFile.marked(start);
    if (marked.isPresent()) {
      return marked.get();
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    // What is cut off at the end is not malformed but not finished.
    boolean isMalformed =
        decoder.decode(ByteBuffer.wrap(start), CharBuffer.allocate(start.length), false).isError();
    return isMalformed ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
  }

  private static String text(byte[] start, Charset encoding) {
    String text = new String(start, encoding);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static char separator(String text) {
    String head = text.lines().findFirst().orElse("");
    char best = ',';
    for (char separator : new char[] {';', '\t', '|'}) {
      char chosen = best;
      if (head.chars().filter(c -> c == separator).count()
          > head.chars().filter(c -> c == chosen).count()) {
        best = separator;
      }
    }
    return best;
  }

  private static List<CsvRecord> records(String text, char separator, boolean isCut)
      throws MalformedException {
    int end = isCut ? text.lastIndexOf('\n') + 1 : text.length();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(separator)
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text.substring(0, end))) {
      return csv.stream().toList();
    } catch (CsvParseException | IOException e) {
      throw new MalformedException("not CSV: " + e.getMessage());
    }
  }

  private void put(String key, String value) {
    proposed.putIfAbsent(key, value);
  }

  private List<String> column(int column) {
    return rows.stream()
        .filter(row -> column < row.getFieldCount())
        .map(row -> row.getField(column).strip())
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /// The column with most different cells that fit, if more than half of its cells do.
  private Optional<Integer> columnOf(Predicate<String> fits) {
    Optional<Integer> best = Optional.empty();
    long most = 0;
    for (int column = 0; column < header.size(); column++) {
      List<String> cells = column(column);
      List<String> fitting = cells.stream().filter(fits).toList();
      long different = fitting.stream().distinct().count();
      if (2 * fitting.size() > cells.size() && different > most) {
        best = Optional.of(column);
        most = different;
      }
    }
    return best;
  }

  private boolean station() {
    int width = election.stations().getFirst().code().length();
    Predicate<String> isStation = code -> election.station(code).isPresent();
    Predicate<String> isPadded =
        code ->
            code.length() < width
                && CountText.isDigits(code)
                && isStation.test("0".repeat(width - code.length()) + code);
    Optional<Integer> column = columnOf(isStation.or(isPadded));
    if (column.isEmpty()) {
      return false;
    }
    stationColumn = column.get();
    put("station.column", header.get(stationColumn));
    List<String> cells = column(stationColumn);
    if (cells.stream().anyMatch(isPadded.and(isStation.negate()))) {
      put("station.width", Integer.toString(width));
    }
    List<String> totals =
        cells.stream()
            .filter(isStation.or(isPadded).negate())
            .filter(cell -> plain(cell).matches("(sub ?)?(total|totales|suma|sum|all|todas).*"))
            .distinct()
            .limit(MOST_TOTALS)
            .toList();
    if (!totals.isEmpty()) {
      put("station.totals", String.join("; ", totals));
    }
    return true;
  }

  private void contest() {
    Optional<Integer> column =
        election.contests().size() == 1
            ? Optional.empty()
            : columnOf(code -> election.contest(code).isPresent());
    if (column.isPresent()) {
      put("contest.column", header.get(column.get()));
    } else {
      put("contest", contest.code());
    }
  }

  /// Whether each row has one selection: a station comes again and again, with codes of selections.
  private boolean isLong() {
    List<String> stations = column(stationColumn);
    if (2 * Set.copyOf(stations).size() > stations.size()) {
      return false;
    }
    Optional<Integer> selection =
        columnOf(cell -> selectionCodes.contains(cell) && !stations.contains(cell));
    Optional<Integer> votes =
        header.stream()
            .filter(name -> plain(name).matches("(valid |total )?(votes|votos|voturi|stemmen).*"))
            .findFirst()
            .map(header::indexOf);
    if (selection.isEmpty() || votes.isEmpty()) {
      return false;
    }
    put("selection.column", header.get(selection.get()));
    put("votes.column", header.get(votes.get()));
    return true;
  }

  private void figures() {
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      String head = plain(name);
      if (head.isEmpty() || column == stationColumn) {
        continue;
      }
      String channel = "";
      for (String each : election.channels()) {
        if (election.channels().size() > 1 && head.contains(plain(each))) {
          channel = each + ".";
          head = head.replace(plain(each), "").strip().replaceAll(" +", " ");
        }
      }
      String rest = head;
      Optional<String> figure =
          WORDS.entrySet().stream()
              .filter(each -> each.getValue().contains(rest))
              .map(Map.Entry::getKey)
              .findFirst()
              .or(() -> selection(rest).map(code -> "votes." + code));
      if (figure.isPresent()) {
        boolean isOfSheet = List.of("registeredVoters", "votersAdmitted").contains(figure.get());
        put("figure." + (isOfSheet ? "" : channel) + figure.get(), name);
      }
    }
  }

  private Optional<String> selection(String head) {
    String bare = head.replaceFirst("^(votes|votos|lista|list|partido|candidate) (for |por )?", "");
    return contest.selections().stream()
        .filter(selection ->
            List.of(plain(selection.code()), plain(selection.name()), plain(selection.nameLatin()))
                .contains(bare))
        .map(Selection::code)
        .findFirst();
  }

  private void thousands() {
    List<Integer> used =
        IntStream.range(0, header.size())
            .filter(column -> isFigure(header.get(column)))
            .boxed()
            .toList();
    for (CsvRecord row : rows) {
      for (int column : used) {
        String cell = column < row.getFieldCount() ? row.getField(column) : "";
        var grouped = GROUPED.matcher(cell.strip());
        if (grouped.matches()) {
          char mark = grouped.group(1).charAt(0);
          put("thousands", mark == '.' || mark == ',' || mark == '\'' ? mark + "" : "space");
          return;
        }
      }
    }
  }

  /// Whether a column was proposed for figures: elsewhere a point may be that of a decimal.
  private boolean isFigure(String name) {
    return proposed.entrySet().stream()
        .anyMatch(each ->
            each.getValue().equals(name)
                && (each.getKey().startsWith("figure.") || each.getKey().equals("votes.column")));
  }

  /// Lower case, without accents and marks.
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  private String text() {
    var used = new LinkedHashSet<>(proposed.values());
    var unused = new ArrayList<String>();
    header.stream().filter(name -> !used.contains(name)).forEach(unused::add);
    var text = new StringBuilder();
    text.append("# Proposed from the first rows. Read every line and mend it before use.\n");
    if (!unused.isEmpty()) {
      text.append("# Columns not used: ").append(String.join(", ", unused)).append('\n');
    }
    text.append("format = cotejo-mapping/1\n");
    proposed.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
