package org.cotejo.cli.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotejo.cli.terminal.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  private final Figures figures = new Figures(new Words());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                   | 1  | 0
          999                 | 3  | 999
          1000                | 5  | 1,000
          1000                | 4  | 1.0k
          12345               | 6  | 12,345
          12345               | 5  | 12.3k
          12345               | 4  | 12k
          999999              | 6  | 999.9k
          999999              | 4  | 999k
          4105112             | 9  | 4,105,112
          4105112             | 7  | 4.1M
          1000000000          | 7  | 1.0G
          9223372036854775807 | 12 | 9,223,372.0T
          """)
  void tellsACountToTheLastDigitThatFits(long count, int width, String text) {
    assertThat(figures.count(count, width)).isEqualTo(text);
  }

  @Test
  void tellsTimesInMilliseconds() {
    assertThat(figures.millis(0)).isEqualTo("–");
    assertThat(figures.millis(1)).isEqualTo("0.0");
    assertThat(figures.millis(3_149)).isEqualTo("3.1");
    assertThat(figures.millis(3_150)).isEqualTo("3.2");
    assertThat(figures.millis(1_234_567)).isEqualTo("1,234.6");
    assertThat(Figures.clock(0)).isEqualTo("0:00");
    assertThat(Figures.clock(3_599)).isEqualTo("59:59");
    assertThat(Figures.clock(100_000)).isEqualTo("27:46:40");
  }

  @Test
  void drawsNothingLeastAndMost() {
    assertThat(Figures.curve(List.of(-1L, 0L, 1L, 4L, 500L, 999L, 1000L), 1000))
        .isEqualTo(" ·▁▁▄██");
    assertThat(Figures.curve(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), 8)).isEqualTo("▁▂▃▄▅▆▇█");
    assertThat(Figures.curve(List.of(0L, 1L), 1)).isEqualTo("·█");
  }

  @Test
  void drawsBarsInEighthsAndNeverNothingForSomething() {
    assertThat(Figures.bar(0, 10, 4)).isEmpty();
    assertThat(Figures.bar(1, 1_000_000, 4)).isEqualTo("▏");
    assertThat(Figures.bar(10, 10, 4)).isEqualTo("████");
    assertThat(Figures.bar(5, 10, 5)).isEqualTo("██▌");
    assertThat(Figures.bar(Long.MAX_VALUE >> 10, Long.MAX_VALUE >> 10, 60)).hasSize(60);
  }
}
