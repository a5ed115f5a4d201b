package org.cotejo.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors go to a terminal: whatever a package holds, they are short lines of harmless characters.
class PackageHostileTextTest {
  private static final String CLEAR_SCREEN = "\u001b[2J";
  private static final int LONGEST = 500;

  private static void assertHarmless(List<String> errors) {
    assertThat(errors).isNotEmpty().hasSizeLessThanOrEqualTo(20);
    for (String error : errors) {
      assertThat(error).hasSizeLessThanOrEqualTo(LONGEST);
      assertThat(error.codePoints().filter(PackageHostileTextTest::isHarmful).toArray())
          .as(error)
          .isEmpty();
      assertThat(new String(error.getBytes(UTF_8), UTF_8)).isEqualTo(error);
    }
  }

  private static boolean isHarmful(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static List<String> errorsWith(String file, String from, String to) {
    return SoundPackage.errors(SoundPackage.with(file, from, to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CLEAR_SCREEN,
        "\u009b2J",
        "\u0007",
        "\u0000",
        "\u007f",
        "\u202egnorw",
        "\u2066",
        "\u2028",
        "\u2029",
        "\ufeff"
      })
  void noCharacterOfAnyFieldReachesTheTerminal(String hostile) {
    String quoted = "\"" + hostile + "\"";
    assertHarmless(errorsWith("stations.csv", "016,S", quoted + ",S"));
    assertHarmless(errorsWith("stations.csv", "016,S", "016," + quoted));
    assertHarmless(errorsWith("stations.csv", "016,S,600", "016,S," + quoted));
    assertHarmless(errorsWith("stations.csv", "010,N1,600,41.5", "010,N1,600," + quoted));
    assertHarmless(errorsWith("areas.csv", "S,X", quoted + ",X"));
    assertHarmless(errorsWith("areas.csv", "S,X", "S," + quoted));
    assertHarmless(errorsWith("areas.csv", "S,X,region", "S,X," + quoted));
    assertHarmless(errorsWith("contests.csv", "n,N", quoted + ",N"));
    assertHarmless(errorsWith("contests.csv", "all-selections", quoted));
    assertHarmless(errorsWith("selections.csv", "c,b,list", "c," + quoted + ",list"));
    assertHarmless(errorsWith("selections.csv", "c,b,list", "c,b," + quoted));
    assertHarmless(errorsWith("selections.csv", "c,b,list", quoted + ",b,list"));
    assertHarmless(errorsWith("devices.csv", "001,", quoted + ","));
    assertHarmless(errorsWith("devices.csv", "ed25519", hostile));
    assertHarmless(errorsWith("devices.csv", "station,key", quoted));
  }

  @Test
  void codesOfContestsAreCleanInEveryLineThatNamesThem() {
    String hostile = "\"c" + CLEAR_SCREEN + "\"";
    List<String> errors =
        errorsWith(
            "contests.csv",
            "n,N",
            hostile + ",X,,C,all-selections\n" + hostile + ",X,,C,all-sel\nn,N");
    assertHarmless(errors);
    assertThat(errors).contains("contests.csv:4: contest c␀[2J is there already");
  }

  @Test
  void codesOfStationsAreCleanWhereTheirOrderIsWrong() {
    assertThat(errorsWith("stations.csv", "016,S", "\"" + CLEAR_SCREEN + "\",S"))
        .contains("stations.csv:17: station ␀[2J comes after 015; sort the rows by station");
  }

  @Test
  void namesOfFilesAreClean() {
    SortedMap<String, byte[]> files = SoundPackage.withFile("x" + CLEAR_SCREEN, "");
    assertThat(SoundPackage.errors(files))
        .containsExactly("x␀[2J: not a file of an election package");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}",
        "{\"\\u202e\": 1, \"\\u202e\": 2}",
        "{\"\\u001b[2J\": 1}",
        "{\"name\": {\"\\u001b[2J\": \"x\"}}",
        "{\"code\": \"\\u001b[2J\", \"mode\": \"\\u001b[2J\", \"date\": \"\\u001b[2J\"}",
        "{\"channels\": [\"\\u001b[2J\"]}",
        "{\"code\": \"\\\u001b\"}",
        "{\"code\": \"\u001b\"}",
        "{\u001b",
        "{\u009b",
        "x\u202ey",
        "\ufffe{}"
      })
  void nothingInJsonReachesTheTerminal(String json) {
    assertHarmless(SoundPackage.errors(SoundPackage.withFile("election.json", json)));
  }

  @Test
  void longTextIsCut() {
    String tooLong = "x".repeat(40_000);
    assertHarmless(
        SoundPackage.errors(
            SoundPackage.withFile(
                "election.json", "{\"%s\": 1, \"%s\": 2}".formatted(tooLong, tooLong))));
    assertHarmless(errorsWith("contests.csv", "n,N", tooLong + ",N"));
    assertHarmless(errorsWith("stations.csv", "016,S", "0" + tooLong + ",S"));
    assertHarmless(errorsWith("devices.csv", "ed25519:", "ed25519:" + tooLong));
    assertHarmless(SoundPackage.errors(SoundPackage.withFile(tooLong, "")));
  }

  @Test
  void quotesTheFirstFortyCharactersOfLongText() {
    assertThat(errorsWith("stations.csv", "016,S", "016," + "x".repeat(40)))
        .containsExactly("stations.csv:17: area is no known area: '" + "x".repeat(40) + "'");
    assertThat(errorsWith("stations.csv", "016,S", "016," + "x".repeat(41)))
        .containsExactly("stations.csv:17: area is no known area: '" + "x".repeat(40) + "…'");
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(errorsWith("stations.csv", "016,S", "016,x" + "😀".repeat(30)))
        .containsExactly("stations.csv:17: area is no known area: 'x" + "😀".repeat(19) + "…'");
  }

  @Test
  void harmlessTextOfAnyAlphabetIsShownAsItIs() {
    assertThat(errorsWith("stations.csv", "016,S", "016,Юг 東 'ñ' \\"))
        .containsExactly("stations.csv:17: area is no known area: 'Юг 東 'ñ' \\'");
  }
}
