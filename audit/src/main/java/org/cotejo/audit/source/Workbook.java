package org.cotejo.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cotejo.cose.MalformedException;

/// A workbook of a spreadsheet (Office Open XML, ISO/IEC 29500-1, XLSX): the rows of one sheet with
/// the values that were saved. Formulas are not worked out, formats not applied.
final class Workbook {
  private static final String WORKBOOK = "xl/workbook.xml";
  private static final String RELATIONS = "xl/_rels/workbook.xml.rels";
  private static final String STRINGS = "xl/sharedStrings.xml";

  /// Unpacked bytes of a part, at most.
  private static final long MAX_PART = 2L << 30;

  private static final int MAX_SHEETS = 10_000;
  private static final int MAX_STRINGS = 4_000_000;
  private static final int MAX_CHARACTERS = 128 << 20;
  private static final int MAX_COLUMNS = 16_384;
  private static final int MAX_NUMBER = 40;

  private final ZipFile zip;

  private Workbook(ZipFile zip) {
    this.zip = zip;
  }

  /// Whether a file is packed as workbooks are.
  static boolean isOne(Path file) throws IOException {
    byte[] start = TableFile.start(file, 2);
    return start.length == 2 && start[0] == 'P' && start[1] == 'K';
  }

  /// @param sheet its name; the first one if left out
  /// @throws MalformedException if it is no workbook, or has no such sheet
  static void forEach(Path file, Optional<String> sheet, TableRows each)
      throws IOException, MalformedException {
    try (var zip = new ZipFile(file.toFile())) {
      new Workbook(zip).rows(sheet, each);
    } catch (ZipException e) {
      throw new MalformedException("not a workbook; save the table as XLSX or CSV");
    }
  }

  private void rows(Optional<String> sheet, TableRows each) throws IOException, MalformedException {
    var sheets = new Pairs("sheet", "name", "id");
    part(WORKBOOK, sheets);
    var relations = new Pairs("Relationship", "Id", "Target");
    part(RELATIONS, relations);
    String name = sheet.orElse(sheets.found.keySet().stream().findFirst().orElse(""));
    String target = relations.found.getOrDefault(sheets.found.getOrDefault(name, ""), "");
    if (target.isEmpty()) {
      throw new MalformedException(
          "no sheet is called '%s'; there are %s".formatted(name, sheets.found.keySet()));
    }
    var strings = new Strings();
    if (zip.getEntry(STRINGS) != null) {
      part(STRINGS, strings);
    }
    part(
        target.startsWith("/") ? target.substring(1) : "xl/" + target,
        new Rows(strings.texts, each));
  }

  private void part(String name, Elements elements) throws IOException, MalformedException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new MalformedException(
          "not a workbook, the part %s is missing; save the table as XLSX or CSV".formatted(name));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      elements.read(new BufferedInputStream(new TableFile.Bounded(in, MAX_PART), 1 << 16), true);
    } catch (MalformedException e) {
      throw new MalformedException(name + ": " + e.getMessage());
    }
  }

  /// Elements of one name, by one attribute the other.
  private static final class Pairs extends Elements {
    private final String name;
    private final String key;
    private final String value;
    private final Map<String, String> found = new LinkedHashMap<>();

    Pairs(String name, String key, String value) {
      this.name = name;
      this.key = key;
      this.value = value;
    }

    @Override
    void begun(Element element) {}

    @Override
    void ended(Element element, Element parent) throws MalformedException {
      if (element.name().equals(name)) {
        if (found.size() == MAX_SHEETS) {
          throw new MalformedException("more than %,d of '%s'".formatted(MAX_SHEETS, name));
        }
        found.putIfAbsent(element.leaf(key), element.leaf(value));
      }
    }
  }

  /// The texts that cells refer to by their number.
  private static final class Strings extends Elements {
    private final List<String> texts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long characters;

    @Override
    void begun(Element element) {
      if (element.name().equals("si")) {
        text.setLength(0);
      }
    }

    @Override
    void ended(Element element, Element parent) throws MalformedException {
      // Pronunciations stand in elements called rPh.
      if (element.name().equals("t") && !parent.name().equals("rPh")) {
        text.append(element.text());
      } else if (element.name().equals("si")) {
        characters += text.length();
        if (texts.size() == MAX_STRINGS || characters > MAX_CHARACTERS) {
          throw new MalformedException("more text than a table of figures has; save it as CSV");
        }
        texts.add(text.toString());
      }
    }
  }

  /// The cells of a sheet.
  private static final class Rows extends Elements {
    private final List<String> strings;
    private final TableRows each;
    private List<String> row = new ArrayList<>();
    private long line;
    private int column = -1;
    private String inline = "";

    Rows(List<String> strings, TableRows each) {
      this.strings = strings;
      this.each = each;
    }

    @Override
    void begun(Element element) {
      if (element.name().equals("row")) {
        row = new ArrayList<>(row.size());
        column = -1;
        line++;
      } else if (element.name().equals("c")) {
        column++;
        inline = "";
      }
    }

    @Override
    void ended(Element element, Element parent) throws MalformedException {
      switch (element.name()) {
        case "r" -> place(element.text(), parent);
        case "t" -> {
          // An attribute of a cell is called t as well.
          if (!parent.name().equals("c") && !parent.name().equals("rPh")) {
            inline += element.text();
          }
        }
        case "c" -> set(value(element));
        case "row" -> {
          if (row.stream().anyMatch(cell -> !cell.isBlank())) {
            each.row(line, row);
          }
        }
        default -> {}
      }
    }

    /// Rows and cells may say where they are, since empty ones are left out.
    private void place(String text, Element of) throws MalformedException {
      if (of.name().equals("row") && CountText.isDigits(text) && text.length() < 10) {
        line = Long.parseLong(text);
      } else if (of.name().equals("c")) {
        column = column(text);
      }
    }

    private static int column(String reference) throws MalformedException {
      int column = 0;
      for (int i = 0; i < reference.length() && reference.charAt(i) >= 'A'; i++) {
        column = 26 * column + reference.charAt(i) - 'A' + 1;
        if (column > MAX_COLUMNS) {
          throw new MalformedException("a column beyond the last that a sheet can have");
        }
      }
      return Math.max(0, column - 1);
    }

    private void set(String value) throws MalformedException {
      if (column >= MAX_COLUMNS) {
        throw new MalformedException("a column beyond the last that a sheet can have");
      }
      while (row.size() <= column) {
        row.add("");
      }
      row.set(column, value);
    }

    private String value(Element cell) throws MalformedException {
      String value = cell.leaf("v");
      return switch (cell.leaf("t")) {
        case "s" -> shared(value);
        case "inlineStr" -> inline;
        case "", "n" -> number(value);
        default -> value;
      };
    }

    private String shared(String index) throws MalformedException {
      if (!CountText.isDigits(index)
          || index.length() > 9
          || Integer.parseInt(index) >= strings.size()) {
        throw new MalformedException("a cell refers to a text that is not there");
      }
      return strings.get(Integer.parseInt(index));
    }

    /// Programs may write 1234 as 1.234E3.
    private static String number(String value) {
      if (CountText.isDigits(value) || value.length() > MAX_NUMBER || !value.contains("E")) {
        return value;
      }
      try {
        var number = new BigDecimal(value);
        boolean isShort = Math.abs(number.scale()) < MAX_NUMBER;
        return isShort ? number.stripTrailingZeros().toPlainString() : value;
      } catch (NumberFormatException e) {
        return value;
      }
    }
  }
}
