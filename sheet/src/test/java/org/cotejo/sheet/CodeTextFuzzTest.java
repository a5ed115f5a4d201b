package org.cotejo.sheet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;

class CodeTextFuzzTest {
  /// Of every code there is one spelling, and what is joined is what was cut. Codes are separated
  /// by newlines, which no code has.
  @FuzzTest
  void isRefusedOrWrittenAgainToTheSameText(byte[] bytes) {
    var codes = new ArrayList<CodeText>();
    var parts = new CodeParts();
    for (String text : new String(bytes, ISO_8859_1).split("\n", -1)) {
      try {
        CodeText code = CodeText.parse(text);
        if (!code.toString().equals(text)) {
          throw new AssertionError("written otherwise: " + text);
        }
        parts.add(code);
        codes.add(code);
      } catch (MalformedException refused) {
        // One of many that are no code.
      }
    }
    for (CodeParts.Joined joined : parts.joined()) {
      if (joined instanceof CodeParts.Joined.Complete(CodeText whole)) {
        requireCutFrom(whole, codes);
      }
    }
  }

  private static void requireCutFrom(CodeText whole, List<CodeText> codes) {
    try {
      byte[] statement = CodeText.join(List.of(whole));
      for (int parts = 1; parts <= CodeText.MAX_PARTS; parts++) {
        int of = parts;
        if (codes.stream().anyMatch(code -> code.of() == of)
            && isCuttable(statement, of)
            && codes.containsAll(CodeText.cut(whole.prefix(), statement, of))) {
          return;
        }
      }
      throw new AssertionError("joined from nothing that it is cut into");
    } catch (MalformedException e) {
      throw new AssertionError("a whole statement is not read", e);
    }
  }

  private static boolean isCuttable(byte[] statement, int parts) {
    return (parts - 1) * Math.ceilDiv(statement.length, parts) < statement.length;
  }
}
