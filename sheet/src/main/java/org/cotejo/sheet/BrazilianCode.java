package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The codes on a Brazilian bulletin of an urn: `KEY:value` after `KEY:value`, in one code or
/// several that say `QRBU:<which>:<of how many>`. Each has a `HASH`, the last one `ASSI`, a
/// signature over it; neither is checked here, since the keys of the urns are not known here.
final class BrazilianCode {
  private static final int MAX_CHARACTERS = 8192;
  private static final int MAX_CODES = 64;
  private static final Pattern START =
      Pattern.compile("QRBU:([1-9][0-9]?):([1-9][0-9]?)((?: [0-9A-Z]{1,8}:[!-~]*)+)");

  /// One of the codes.
  ///
  /// @param fields what follows its number
  record Part(int number, int of, String fields) {}

  private BrazilianCode() {}

  /// @return empty if the text is something else
  static Optional<Part> parse(String text) {
    Matcher start = START.matcher(text.length() > MAX_CHARACTERS ? "" : text);
    if (!start.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(start.group(1));
    int of = Integer.parseInt(start.group(2));
    return number > of || of > MAX_CODES
        ? Optional.empty()
        : Optional.of(new Part(number, of, start.group(3).substring(1)));
  }

  /// @param parts what one image or document shows: codes of several bulletins cannot be told apart
  ///   by anything that stands in all of them
  static ReadCode read(List<Part> parts) {
    SortedMap<Integer, Part> inOrder = new TreeMap<>();
    var remarks = new ArrayList<String>();
    for (Part part : parts) {
      Part other = inOrder.putIfAbsent(part.number(), part);
      if (part.of() != parts.getFirst().of() || (other != null && !other.equals(part))) {
        remarks.add("codes of several bulletins; read one bulletin at a time");
        inOrder.clear();
        break;
      }
    }
    int of = parts.getFirst().of();
    if (remarks.isEmpty() && inOrder.size() < of) {
      remarks.add("%d of %d codes were found".formatted(inOrder.size(), of));
    }
    var fields = new ArrayList<ReadCode.Field>();
    String office = "";
    for (Part part : inOrder.values()) {
      for (String pair : part.fields().split(" ", -1)) {
        int colon = pair.indexOf(':');
        String key = pair.substring(0, colon);
        String value = pair.substring(colon + 1);
        boolean isOfCode = key.equals("HASH") || key.equals("ASSI") || key.startsWith("VR");
        office = key.equals("CARG") ? value + "." : office;
        fields.add(
            new ReadCode.Field(
                isOfCode ? key + "." + part.number() : office.isEmpty() ? key : office + key,
                value));
      }
    }
    return new ReadCode(
        ReadCode.Format.BR_BU,
        subject(fields),
        "",
        fields,
        signature(fields),
        List.of(),
        Optional.empty(),
        remarks);
  }

  /// Municipality, zone and section, as printed on the bulletin.
  private static String subject(List<ReadCode.Field> fields) {
    return value(fields, "MUNI") + "/" + value(fields, "ZONA") + "/" + value(fields, "SECA");
  }

  private static String value(List<ReadCode.Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(ReadCode.Field::value)
        .findFirst()
        .orElse("");
  }

  private static Signature signature(List<ReadCode.Field> fields) {
    return fields.stream().anyMatch(field -> field.name().startsWith("ASSI."))
        ? new Signature.KeyNotAvailable("carries a signature that was not checked")
        : new Signature.NoneInCode();
  }
}
