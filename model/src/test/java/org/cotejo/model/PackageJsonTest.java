package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `election.json` may say, and the line for everything else.
class PackageJsonTest {
  private static final String SOUND =
      """
      {"code": "t",
       "name": {"en": "Trial"},
       "date": "2026-02-28",
       "mode": "rehearsal",
       "channels": ["paper"]}
      """;
  private static final String CHANNELS =
      "election.json: channels must be 1 to 4 different codes, as [\"paper\"]";
  private static final String NO_NAME =
      "election.json: name must give the election's name by language, as {\"en\": \"…\"}";

  private static String noName(String tag) {
    return "election.json: name '%s' is not a language tag with a name of 1 to 200 characters"
        .formatted(tag);
  }

  private static List<String> errors(String json) {
    return SoundPackage.errors(SoundPackage.withFile("election.json", json));
  }

  private static Arguments change(String from, String to, String... errors) {
    return Arguments.of(from, to, List.of(errors));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("{\"code\"", "{\"note\": 1, \"code\"", "election.json: unknown field 'note'"),
        change(
            "{\"code\"",
            "{\"code\": \"t\",\n\"code\"",
            "election.json:2: not JSON: Duplicate Object property \"code\""),
        change(
            "{\"en\"",
            "{\"en\": \"T\", \"en\"",
            "election.json:2: not JSON: Duplicate Object property \"en\""),
        change("\"t\"", "\"a b\"", "election.json: code is not a code ("),
        change("\"t\"", "1", "election.json: code is not a code ("),
        change("\"t\"", "\"" + "x".repeat(25) + "\"", "election.json: code is not a code ("),
        change("\"code\": \"t\",", "", "election.json: code is not a code ("),
        change("{\"en\": \"Trial\"}", "{}", NO_NAME),
        change("{\"en\": \"Trial\"}", "\"Trial\"", NO_NAME),
        change("\"Trial\"", "\" \"", noName("en"), NO_NAME),
        change("\"Trial\"", "7", noName("en"), NO_NAME),
        change("\"Trial\"", "\"a\\u0007\"", noName("en"), NO_NAME),
        change("\"Trial\"", "\"a\\ud83d\"", noName("en"), NO_NAME),
        change("\"Trial\"", "\"" + "x".repeat(201) + "\"", noName("en"), NO_NAME),
        change("\"Trial\"", "\"Trial\", \"e\": \"Trial\"", noName("e")),
        change("\"Trial\"", "\"Trial\", \"english\": \"Trial\"", noName("english")),
        change("\"Trial\"", "\"Trial\", \"en_GB\": \"Trial\"", noName("en_GB")),
        change("\"rehearsal\"", "\"\"", "election.json: mode is not one of real, rehearsal, re-en"),
        change("\"rehearsal\"", "\"Real\"", "election.json: mode is not one of real, rehearsal, "),
        change(
            "{\"code\"", "{\"licence\": \"\", \"code\"", "election.json: licence is not an ident"),
        change("{\"code\"", "{\"licence\": 4, \"code\"", "election.json: licence is not an ident"),
        change(
            "{\"code\"", "{\"licence\": null, \"code\"", "election.json: licence is not an iden"),
        change(
            "{\"code\"", "{\"licence\": \"by us\", \"code\"", "election.json: licence is not an"),
        change("[\"paper\"]", "[]", CHANNELS),
        change("[\"paper\"]", "\"paper\"", CHANNELS),
        change("[\"paper\"]", "[\"a\", \"b\", \"c\", \"d\", \"e\"]", CHANNELS),
        change("[\"paper\"]", "[\"a/b\"]", "election.json: channel is not a code ("),
        change(
            "[\"paper\"]",
            "[1, 2]",
            "election.json: channel is not a code (",
            "election.json: channel is not a code (",
            CHANNELS),
        change("[\"paper\"]}", "[\"paper\"]}\n{}", "election.json:6: not JSON: Trailing token"),
        change("{\"code\"", "# a note\n{\"code\"", "election.json:1: not JSON: "),
        change("\"Trial\"}", "\"Trial\",}", "election.json:2: not JSON: "),
        change("[\"paper\"]}", "[\"paper\"]", "election.json:6: not JSON: "));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void saysWhatIsWrong(String from, String to, List<String> expected) {
    assertThat(SOUND).contains(from);
    List<String> errors = errors(SOUND.replace(from, to));
    assertThat(errors).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(errors.get(i)).startsWith(expected.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29",
        "2026-2-28",
        "28.02.2026",
        "2026-13-01",
        "20260228",
        "+2026-02-28",
        "2026-02-28T00:00",
        "-002-02-28",
        "２０２６-02-28",
        ""
      })
  void refusesWhatIsNoDate(String date) {
    assertThat(errors(SOUND.replace("2026-02-28", date)))
        .containsExactly("election.json: date is not YYYY-MM-DD: '" + date + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", "null", "\"t\"", "3"})
  void refusesWhatIsNoObject(String json) {
    assertThat(errors(json)).containsExactly("election.json: not a JSON object");
  }

  @Test
  void namesEveryFieldThatIsMissing() {
    List<String> errors = errors("{}");
    assertThat(errors).hasSize(5);
    for (String field : List.of("code", "name", "date", "mode", "channels")) {
      assertThat(errors).anyMatch(error -> error.startsWith("election.json: " + field + " "));
    }
  }

  @Test
  void readsWhatIsWritten() {
    String json =
        """
        {"channels": ["b", "a"], "mode": "re-enactment", "date": "2024-02-29",
         "name": {"zh-Hant": "\\u9078\\u8209", "en": "Trial"}, "code": "%s",
         "licence": "CC-BY-4.0"}
        """
            .formatted("x".repeat(24));
    ElectionPackage election = SoundPackage.read(SoundPackage.withFile("election.json", json));
    assertThat(election.code()).isEqualTo("x".repeat(24));
    assertThat(election.names()).isEqualTo(Map.of("en", "Trial", "zh-Hant", "選舉"));
    assertThat(election.date()).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(election.mode()).isEqualTo(Mode.RE_ENACTMENT);
    assertThat(election.channels()).containsExactly("b", "a");
    assertThat(election.licence()).contains("CC-BY-4.0");
    assertThat(SoundPackage.read(SoundPackage.files()).licence()).isEmpty();
  }
}
