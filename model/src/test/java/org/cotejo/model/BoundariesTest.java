package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Outlines that a package may have: which are taken, and that a package without them is the same.
class BoundariesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<Arguments> vectors() throws IOException {
    try (InputStream in = BoundariesTest.class.getResourceAsStream("/vectors/boundaries.jsonl")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return lines
          .lines()
          .map(JSON::readTree)
          .map(vector ->
              Arguments.of(
                  vector.get("name").stringValue(),
                  vector.get("text").stringValue(),
                  vector.path("why").stringValue("")))
          .collect(Collectors.toList())
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void areTakenOrRefusedAsTheVectorsSay(String name, String text, String why) {
    var errors = SoundPackage.errors(SoundPackage.withFile(Boundaries.FILE, text));
    if (why.isEmpty()) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).singleElement().asString().startsWith(why);
    }
  }

  @Test
  void areAFileOfThePackageThatEntry0Binds() {
    SortedMap<String, byte[]> files =
        SoundPackage.withFile(Boundaries.FILE, "{\"type\":\"FeatureCollection\",\"features\":[]}");
    assertThat(PackageFit.digests(SoundPackage.read(files)))
        .hasSize(7)
        .containsKey(Boundaries.FILE);
    assertThat(PackageFit.digests(SoundPackage.read(SoundPackage.files()))).hasSize(6);
  }

  @Test
  void areRefusedWithMorePositionsThanABrowserDraws() {
    String ring = "[0,0]" + ",[1,1]".repeat(500_000) + ",[0,0]";
    String text =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
            + "{\"area\":\"N\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[["
            + ring
            + "]]}}]}";
    assertThat(SoundPackage.errors(SoundPackage.withFile(Boundaries.FILE, text)))
        .containsExactly("boundaries.geojson: more than 500000 positions; simplify the outlines");
    assertThat(
            SoundPackage.errors(
                SoundPackage.withFile(Boundaries.FILE, " ".repeat(Boundaries.MAX_BYTES + 1))))
        .containsExactly("boundaries.geojson: larger than 16 MiB; simplify the outlines");
  }

  @Test
  void findsEachFaultInAFileOfMany() {
    JsonNode nothing = JSON.readTree("{}");
    String text =
        "{\"type\":\"FeatureCollection\",\"features\":[%s,%s]}".formatted(nothing, nothing);
    assertThat(SoundPackage.errors(SoundPackage.withFile(Boundaries.FILE, text))).hasSize(2);
  }
}
