package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// Which column of a table is what, as somebody wrote it down: lines of `key = value`. See "Mapping
/// of a table" in `docs/formats.md`.
public final class Mapping {
  private static final String FORMAT = "cotejo-mapping/1";
  private static final int MAX_BYTES = 1 << 20;
  private static final Set<String> KEYS =
      Set.of(
          "format",
          "file",
          "name",
          "role",
          "sheet",
          "encoding",
          "separator",
          "thousands",
          "decimal",
          "absent",
          "contest",
          "contest.column",
          "station.column",
          "station.width",
          "station.totals",
          "area",
          "area.column",
          "selection.column",
          "selection.skip",
          "votes.column",
          "channel",
          "channel.column",
          "arrival.column",
          "status.column",
          "status.defects");
  private static final String FIGURE = "figure.";
  private static final Pattern LINE_ENDS = Pattern.compile("\\s*[\r\n]+\\s*");

  private final Map<String, String> values;
  private int width;

  private Mapping(Map<String, String> values) {
    this.values = values;
  }

  /// @throws MalformedException naming the line that is wrong
  public static Mapping read(Path file) throws IOException, MalformedException {
    String name = String.valueOf(file.getFileName());
    if (Files.size(file) > MAX_BYTES) {
      throw new MalformedException(name + ": larger than 1 MiB; is it a mapping?");
    }
    var values = new LinkedHashMap<String, String>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new MalformedException(name + ": not UTF-8; save it as UTF-8");
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (i == 0 && line.startsWith("\uFEFF")) {
        line = line.substring(1).strip();
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        line(line, values);
      } catch (MalformedException e) {
        throw new MalformedException("%s:%d: %s".formatted(name, i + 1, e.getMessage()));
      }
    }
    try {
      return new Mapping(values).checked();
    } catch (MalformedException e) {
      throw new MalformedException(name + ": " + e.getMessage());
    }
  }

  private static void line(String line, Map<String, String> values) throws MalformedException {
    int equal = line.indexOf('=');
    if (equal <= 0) {
      throw new MalformedException("not 'key = value': '" + line + "'");
    }
    String key = line.substring(0, equal).strip();
    String value = line.substring(equal + 1).strip();
    if (!KEYS.contains(key) && !key.startsWith(FIGURE)) {
      throw new MalformedException("no such key: '" + key + "'");
    }
    if (value.isEmpty()) {
      throw new MalformedException("'" + key + "' has no value; leave the line out");
    }
    if (values.putIfAbsent(key, value) != null) {
      throw new MalformedException("'" + key + "' is there already");
    }
  }

  private Mapping checked() throws MalformedException {
    if (!text("format").equals(Optional.of(FORMAT))) {
      throw new MalformedException("the line 'format = " + FORMAT + "' is missing");
    }
    need("file");
    var _ = encoding();
    var _ = role();
    separator();
    if (thousands() == decimal() && thousands() != NONE) {
      throw new MalformedException("thousands and decimal are the same mark");
    }
    if (text("contest").isPresent() == text("contest.column").isPresent()) {
      throw new MalformedException("give either contest or contest.column");
    }
    if (isLong()) {
      need("selection.column");
      need("votes.column");
    } else if (figures().isEmpty()) {
      throw new MalformedException(
          "no figure: give 'figure.<name> = <column>' lines, or selection.column and votes.column");
    }
    if (role() != Source.Role.TOTALS) {
      need("station.column");
    }
    this.width = readWidth();
    return this;
  }

  private void need(String key) throws MalformedException {
    if (text(key).isEmpty()) {
      throw new MalformedException("the line '" + key + " = …' is missing");
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /// The table, beside the mapping unless its path is absolute.
  public String file() {
    return text("file").orElseThrow();
  }

  /// What the source is called.
  public Optional<String> name() {
    return text("name");
  }

  Source.Role role() throws MalformedException {
    String label = text("role").orElse("table");
    return Arrays.stream(Source.Role.values())
        .filter(role -> role != Source.Role.SIGNED && role.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new MalformedException("role is table, printed, totals or earlier: " + label));
  }

  Charset encoding() throws MalformedException {
    String encoding = text("encoding").orElse("utf-8");
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new MalformedException("no encoding is called '" + encoding + "'");
    }
  }

  char separator() throws MalformedException {
    String separator = text("separator").orElse(",");
    return switch (separator) {
      case "tab" -> '\t';
      case ",", ";", "|" -> separator.charAt(0);
      default -> throw new MalformedException("separator is , ; | or tab: " + separator);
    };
  }

  /// No such mark.
  static final char NONE = 0;

  char thousands() throws MalformedException {
    return mark("thousands");
  }

  char decimal() throws MalformedException {
    return mark("decimal");
  }

  private char mark(String key) throws MalformedException {
    String mark = text(key).orElse("none");
    return switch (mark) {
      case "none" -> NONE;
      case "space" -> ' ';
      case ".", ",", "'" -> mark.charAt(0);
      default -> throw new MalformedException(key + " is none, . , ' or space: " + mark);
    };
  }

  private int readWidth() throws MalformedException {
    String width = text("station.width").orElse("0");
    if (!width.matches("\\d{1,2}") || Integer.parseInt(width) > 24) {
      throw new MalformedException("station.width is 0 to 24 digits: " + width);
    }
    return Integer.parseInt(width);
  }

  /// A station's code with the zeros in front that the table lost.
  String padded(String code) {
    return code.length() < width && CountText.isDigits(code)
        ? "0".repeat(width - code.length()) + code
        : code;
  }

  /// Words of a key whose value is several, separated by `;`.
  Set<String> words(String key) {
    return text(key)
        .map(value ->
            Set.copyOf(Arrays.stream(value.split(";")).map(String::strip).distinct().toList()))
        .orElse(Set.of());
  }

  /// Whether each row has one selection.
  boolean isLong() {
    return values.containsKey("selection.column") || values.containsKey("votes.column");
  }

  /// Columns that are something else than a figure.
  List<String> columns() {
    return values.entrySet().stream()
        .filter(each -> each.getKey().endsWith(".column"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// A column's name as a line of a mapping can have it: the head of a table may go over several.
  static String columnName(String head) {
    return LINE_ENDS.matcher(head.strip()).replaceAll(" ");
  }

  /// Names of figures, each with its column.
  Map<String, String> figures() {
    var figures = new LinkedHashMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(FIGURE)) {
        figures.put(key.substring(FIGURE.length()), value);
      }
    });
    return figures;
  }
}
