package org.cotejo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VisibleTextTest {
  private static String written(String text) {
    var seen = new StringWriter();
    try (var out = new PrintWriter(new VisibleText(seen))) {
      out.print(text);
    }
    return seen.toString();
  }

  @Test
  void writesTextAsItIs() {
    String text = "mesa\t«0001»\nÁrea 2 · 選挙 · 😀 · عربي\n";
    assertThat(written(text)).isEqualTo(text);
  }

  @Test
  void obeysNoTextOfOthers() {
    assertThat(written("list\033[2J\033[H1")).isEqualTo("list\uFFFD[2J\uFFFD[H1");
    assertThat(written("  differs: x\r\033[KHolds: all")).doesNotContain("\r", "\033");
    assertThat(written("\033]0;title\007")).isEqualTo("\uFFFD]0;title\uFFFD");
    assertThat(written("\u009b31m \u0085 \u007f \b")).isEqualTo("\uFFFD31m \uFFFD \uFFFD \uFFFD");
    assertThat(written("\033[8mhidden\033[0m")).isEqualTo("\uFFFD[8mhidden\033[0m");
  }

  @Test
  void letsOwnColoursAndProgressThrough() {
    for (Paint paint : Paint.values()) {
      String said = paint.bold("a") + paint.faint("b") + paint.refused("c");
      assertThat(written(said)).isEqualTo(said);
    }
    assertThat(written(Screen.EMPTY_LINE + "3 / 4")).isEqualTo(Screen.EMPTY_LINE + "3 / 4");
  }
}
