package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotejo.model.Colour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever colour a package gives, its bars stand out from the page.
class BarColourTest {
  /// `--paper` and `--raised` of `style.css`, light and dark.
  private static final List<Integer> PAPERS = List.of(0xffffff, 0xf5f7f9, 0x12171c, 0x1a2128);

  static Stream<JsonNode> vectors() throws IOException {
    try (InputStream in = BarColourTest.class.getResourceAsStream("/vectors/bar-colours.jsonl")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return lines.lines().map(JsonMapper.builder().build()::readTree).toList().stream();
    }
  }

  private static Colour colour(JsonNode vector, String field) {
    return new Colour(Integer.parseInt(vector.get(field).stringValue().substring(1), 16));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isWhatTheVectorsSay(JsonNode vector) {
    assertThat(BarColour.of(colour(vector, "colour"))).isEqualTo(colour(vector, "shown"));
  }

  /// Relative luminance as WCAG defines it, here in floating point.
  private static double luminance(int rgb) {
    return 0.2126 * light(rgb >> 16) + 0.7152 * light(rgb >> 8 & 255) + 0.0722 * light(rgb & 255);
  }

  private static double light(int level) {
    double c = level / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  @Test
  void isThreeToOneFromEveryPaper() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      var own = new Colour(random.nextInt(1 << 24));
      double shown = luminance(BarColour.of(own).rgb());
      for (int paper : PAPERS) {
        double other = luminance(paper);
        assertThat((Math.max(shown, other) + 0.05) / (Math.min(shown, other) + 0.05))
            .as("%s on #%06x", own, paper)
            .isGreaterThanOrEqualTo(3);
      }
    }
  }

  @Test
  void leavesAColourThatStandsOutAsItIs() {
    assertThat(BarColour.of(new Colour(0x808080))).isEqualTo(new Colour(0x808080));
  }
}
