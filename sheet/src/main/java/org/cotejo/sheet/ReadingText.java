package org.cotejo.sheet;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was read of a sheet, as text for spreadsheets and programs; see "Sheets that were read" in
/// `docs/formats.md`.
public final class ReadingText {
  private static final JsonMapper JSON = new JsonMapper();

  private ReadingText() {}

  /// The first line of the CSV.
  public static String csvHeader() {
    return row(
        "file",
        "format",
        "subject",
        "leaf",
        "signature",
        "log",
        "index",
        "field",
        "value",
        "remark");
  }

  /// A row for each field, and one for each thing there is to remark.
  public static String csv(String file, SheetReader.Result result) {
    var rows = new StringBuilder();
    for (ReadCode code : result.codes()) {
      for (ReadCode.Field field : code.fields()) {
        rows.append(csv(file, code, field.name(), field.value(), ""));
      }
      if (!code.signature().remark().isEmpty()) {
        rows.append(csv(file, code, "", "", code.signature().remark()));
      }
      code.differences().forEach(each -> rows.append(csv(file, code, "", "", each)));
      code.remarks().forEach(each -> rows.append(csv(file, code, "", "", each)));
    }
    result.unread().forEach(each -> rows.append(row(file, "", "", "", "", "", "", "", "", each)));
    return rows.toString();
  }

  private static String csv(String file, ReadCode code, String field, String value, String remark) {
    return row(
        file,
        code.format().label(),
        code.subject(),
        code.leaf(),
        code.signature().label(),
        code.logged().map(ReadCode.Logged::state).orElse(""),
        index(code),
        field,
        value,
        remark);
  }

  private static String index(ReadCode code) {
    return code.logged()
        .filter(logged -> logged.index() >= 0)
        .map(logged -> Long.toString(logged.index()))
        .orElse("");
  }

  private static String row(String... fields) {
    var row = new StringWriter();
    CsvWriter.builder()
        .bufferSize(0)
        .lineDelimiter(LineDelimiter.LF)
        .build(row)
        .writeRecord(fields);
    return row.toString();
  }

  /// One object in one line.
  public static String json(String file, SheetReader.Result result) {
    ObjectNode line = JSON.createObjectNode();
    line.put("file", file);
    ArrayNode codes = line.putArray("codes");
    for (ReadCode code : result.codes()) {
      ObjectNode object = codes.addObject();
      object.put("format", code.format().label());
      object.put("subject", code.subject());
      object.put("leaf", code.leaf());
      object.put("signature", code.signature().label());
      object.put("signatureRemark", code.signature().remark());
      code.logged().ifPresent(logged -> object.put("log", logged.state()));
      if (!index(code).isEmpty()) {
        object.put("index", code.logged().orElseThrow().index());
      }
      ArrayNode fields = object.putArray("fields");
      code.fields().forEach(field -> fields.addArray().add(field.name()).add(field.value()));
      strings(object.putArray("differences"), code.differences());
      strings(object.putArray("remarks"), code.remarks());
    }
    strings(line.putArray("unread"), result.unread());
    return JSON.writeValueAsString(line) + "\n";
  }

  private static void strings(ArrayNode array, List<String> strings) {
    strings.forEach(array::add);
  }
}
