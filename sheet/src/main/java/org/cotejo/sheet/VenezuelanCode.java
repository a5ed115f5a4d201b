package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The code on Venezuelan sheets, as public programs read it: `<sheet>!<counts>!<null votes>`, the
/// counts in the order of the ballot and separated by commas, and perhaps more fields. It names no
/// candidates and carries no signature.
final class VenezuelanCode {
  /// More than any ballot has.
  private static final int MAX_CHARACTERS = 4096;

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9A-Za-z.-]{1,64})!([0-9]{1,9}(?:,[0-9]{1,9}){0,999})!([0-9]{1,9})((?:![ -~]*)?)");

  private VenezuelanCode() {}

  /// @return empty if the text is something else
  static Optional<ReadCode> read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var fields = new ArrayList<ReadCode.Field>();
    for (String count : form.group(2).split(",", -1)) {
      fields.add(new ReadCode.Field("votes." + (fields.size() + 1), count));
    }
    fields.add(new ReadCode.Field("null", form.group(3)));
    if (!form.group(4).isEmpty()) {
      fields.add(new ReadCode.Field("rest", form.group(4).substring(1)));
    }
    return Optional.of(
        new ReadCode(
            ReadCode.Format.VE_ACTA,
            form.group(1),
            "",
            fields,
            new Signature.NoneInCode(),
            List.of(),
            Optional.empty(),
            List.of()));
  }
}
