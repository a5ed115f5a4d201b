package org.cotejo.audit.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTest {
  @TempDir private Path directory;

  /// A workbook with the sheets "first" and "second"; the second has these rows.
  static Path workbook(Path file, String rows) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    parts.put(
        "xl/workbook.xml",
        "<workbook xmlns:r='r'><sheets><sheet name='first' sheetId='1' r:id='a'/>"
            + "<sheet name='second' sheetId='2' r:id='b'/></sheets></workbook>");
    parts.put(
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='b' Target='worksheets/sheet2.xml'/>"
            + "<Relationship Id='a' Target='/xl/worksheets/sheet1.xml'/></Relationships>");
    parts.put(
        "xl/sharedStrings.xml",
        "<sst><si><t>mesa</t></si><si><r><t>vo</t></r><r><t>tos</t></r><rPh><t>x</t></rPh></si></sst>");
    parts.put(
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
    parts.put(
        "xl/worksheets/sheet2.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }

  private List<String> read(String rows, String sheet) throws IOException, MalformedException {
    var read = new ArrayList<String>();
    Workbook.forEach(
        workbook(directory.resolve("a.xlsx"), rows),
        sheet.isEmpty() ? Optional.empty() : Optional.of(sheet),
        (line, fields) -> read.add(line + " " + fields));
    return read;
  }

  @Test
  void readsTheValuesOfTheSheetThatIsNamed() throws Exception {
    String rows =
        """
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>007</t></is></c><c r="B4"/><c r="C4"><v>1.2E3</v></c>
        <c r="D4" t="str"><f>A4&amp;"x"</f><v>007x</v></c></row>
        <row r="5"><c r="B5" s="1"/></row>
        <row><c><v>12</v></c><c t="e"><v>#REF!</v></c></row>
        """;
    assertThat(read(rows, "second"))
        .containsExactly("2 [mesa, , votos]", "4 [007, , 1200, 007x]", "6 [12, #REF!]");
    assertThat(read(rows, "")).containsExactly("1 [1]");
  }

  @Test
  void refusesWhatIsNoWorkbookOrHasNoSuchSheet() throws IOException {
    assertThatThrownBy(() -> read("", "third"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("no sheet is called 'third'; there are [first, second]");
    assertThatThrownBy(() -> read("<row><c t='s'><v>2</v></c></row>", "second"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a cell refers to a text that is not there");
    assertThatThrownBy(() -> read("<row><c r='XFE1'><v>2</v></c></row>", "second"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a column beyond the last");
    Path other = Files.writeString(directory.resolve("b.xlsx"), "PK no zip");
    assertThatThrownBy(() -> Workbook.forEach(other, Optional.empty(), (line, fields) -> {}))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not a workbook");
  }
}
