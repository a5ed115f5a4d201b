package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The words of both languages, and the few lines that write numbers and times.
class WordsTest {
  private static final Pattern ARGUMENT = Pattern.compile("\\{[^}]*}");

  private static Properties words(String language) throws IOException {
    var words = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(
                WordsTest.class.getResourceAsStream("pages_" + language + ".properties")),
            StandardCharsets.UTF_8)) {
      words.load(in);
    }
    return words;
  }

  private static Set<String> arguments(String text) {
    return ARGUMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void haveTheSameKeysAndArgumentsInBothLanguages() throws IOException {
    Properties english = words("en");
    Properties spanish = words("es");
    assertThat(spanish.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames())
        .hasSizeGreaterThan(30);
    for (String key : english.stringPropertyNames()) {
      assertThat(spanish.getProperty(key)).as(key).isNotBlank();
      assertThat(arguments(spanish.getProperty(key)))
          .as(key)
          .isEqualTo(arguments(english.getProperty(key)));
    }
  }

  @Test
  void sayWhatWasAskedWithItsArguments() {
    assertThat(new Words("en").say("stationsCounted", "3", "1,000"))
        .isEqualTo("3 of 1,000 polling stations");
    assertThat(new Words("es").say("stationsCounted", "3", "1000")).isEqualTo("3 de 1000 mesas");
    assertThat(new Words("en").say("verify")).contains("the authority's key");
    assertThat(new Words("en").say("title", "{0} '' <b>")).isEqualTo("{0} '' <b>: results");
  }

  @Test
  void groupThousands() {
    var english = new Words("en");
    assertThat(english.count(0)).isEqualTo("0");
    assertThat(english.count(999)).isEqualTo("999");
    assertThat(english.count(1_000)).isEqualTo("1,000");
    assertThat(english.count(123_456)).isEqualTo("123,456");
    assertThat(english.count(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
    assertThat(new Words("es").count(1_234_567)).isEqualTo("1\u202f234\u202f567");
  }

  @Test
  void roundSharesHalfUpToTwoDecimals() {
    var english = new Words("en");
    assertThat(english.share(1, 3)).isEqualTo("33.33 %");
    assertThat(english.share(2, 3)).isEqualTo("66.67 %");
    assertThat(english.share(99_999, 100_000)).isEqualTo("100.00 %");
    assertThat(english.share(1, 20_000)).isEqualTo("0.01 %");
    assertThat(english.share(1, 20_001)).isEqualTo("0.00 %");
    assertThat(english.share(1, 1)).isEqualTo("100.00 %");
    assertThat(english.share(0, 5)).isEqualTo("0.00 %");
    assertThat(english.share(1, 2_000)).isEqualTo("0.05 %");
    assertThat(english.share(0, 0)).isEqualTo("–");
    // More votes than valid votes: a sheet with wrong sums is shown as it is.
    assertThat(english.share(3, 2)).isEqualTo("150.00 %");
    assertThat(new Words("es").share(1, 8)).isEqualTo("12,50 %");
  }

  @Test
  void writeTimesInUtc() {
    assertThat(new Words("es").time(1_700_000_000)).isEqualTo("2023-11-14 22:13:20 UTC");
    assertThat(new Words("en").time(0)).isEqualTo("1970-01-01 00:00:00 UTC");
  }
}
