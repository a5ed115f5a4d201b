package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Canonical CSV: one spelling for one table, which any reader takes apart again.
class CsvRowTest {
  private static String taken(CsvRow row) {
    return new String(row.take(), StandardCharsets.UTF_8);
  }

  private static String field(String text) {
    return taken(new CsvRow().text(text));
  }

  @Test
  void separatesFieldsByCommasAndRowsByLineFeeds() {
    var out = new CsvRow();
    out.text("a").number(1).empty(2).text("b").end().text("c").end();
    assertThat(taken(out)).isEqualTo("a,1,,,b\nc\n");
  }

  @Test
  void beginsARowWithAnEmptyFieldWithoutACommaBeforeIt() {
    assertThat(taken(new CsvRow().empty(1).text("a").end())).isEqualTo(",a\n");
    assertThat(taken(new CsvRow().empty(3).end())).isEqualTo(",,\n");
  }

  @Test
  void quotesOnlyWhatMustBeQuoted() {
    assertThat(field("plain text; 'so' to say")).isEqualTo("plain text; 'so' to say");
    assertThat(field("a,b")).isEqualTo("\"a,b\"");
    assertThat(field("say \"so\"")).isEqualTo("\"say \"\"so\"\"\"");
    assertThat(field("\"")).isEqualTo("\"\"\"\"");
    assertThat(field("two\nlines")).isEqualTo("\"two\nlines\"");
    assertThat(field("a\rb")).isEqualTo("\"a\rb\"");
    assertThat(field("")).isEmpty();
  }

  @Test
  void writesUtf8() {
    assertThat(new CsvRow().text("ñ 😀").take())
        .containsExactly(0xC3, 0xB1, 0x20, 0xF0, 0x9F, 0x98, 0x80);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 9, 10, 11, 99, 100, 101, 999_999_999, 1_000_000_000, Long.MAX_VALUE - 1})
  void writesCountsInPlainDigits(long count) {
    assertThat(taken(new CsvRow().number(count).number(count))).isEqualTo(count + "," + count);
  }

  @Test
  void writesTheLargestCount() {
    assertThat(taken(new CsvRow().number(Long.MAX_VALUE))).isEqualTo("9223372036854775807");
  }

  @Test
  void refusesANumberBelowZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CsvRow().number(-1));
  }

  @Test
  void startsAgainEmptyOnceTaken() {
    var out = new CsvRow();
    out.text("a").end();
    byte[] first = out.take();
    assertThat(out.take()).isEmpty();
    out.text("b").end().rows(first, 0, first.length).text("c").end();
    assertThat(taken(out)).isEqualTo("b\na\nc\n");
  }

  @Test
  void growsWithItsRows() {
    var out = new CsvRow();
    var expected = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      out.number(i).text("x".repeat(i % 50)).end();
      expected.append(i).append(',').append("x".repeat(i % 50)).append('\n');
    }
    out.text("y".repeat(100_000)).rows(new byte[60_000], 5_000, 55_000);
    assertThat(taken(out)).isEqualTo(expected + "y".repeat(100_000) + "\0".repeat(50_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "@SUM(A1)",
        "-1+cmd|' /C calc'!A0",
        "=HYPERLINK(\"x\",\"y\")",
        "-2/A1"
      })
  void keepsASpreadsheetFromTakingTextForAFormula(String formula) {
    String written = field(formula);
    String read = CsvReader.builder().ofCsvRecord(written).stream().toList().getFirst().getField(0);
    assertThat(read).isEqualTo("'" + formula);
  }

  @Test
  void leavesCodesAsTheyAre() {
    for (String code : List.of("-1", "-A.b_c", "007", ".x", "_y")) {
      assertThat(field(code)).isEqualTo(code);
    }
    assertThat(field("a=b")).isEqualTo("a=b");
    assertThat(field("1 - 2")).isEqualTo("1 - 2");
  }

  @Test
  void isReadBackByAnotherParser() {
    var random = new Random(7);
    String alphabet = "ab,\"\n\r é'= ";
    for (int table = 0; table < 300; table++) {
      var rows = new ArrayList<List<String>>();
      var out = new CsvRow();
      for (int row = 0; row < 3; row++) {
        var fields = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
          var text = new StringBuilder("t");
          for (int c = random.nextInt(6); c > 0; c--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
          }
          fields.add(text.toString());
          out.text(text.toString());
        }
        out.end();
        rows.add(fields);
      }
      assertThat(CsvReader.builder().ofCsvRecord(taken(out)).stream().map(r -> r.getFields()))
          .containsExactlyElementsOf(rows);
    }
  }
}
