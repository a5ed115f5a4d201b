package org.cotejo.cli.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page an operator looks at, in whatever room there is.
class FrameTest {
  private static final String QUIET =
      """
      {"format":"cotejo-status/1","election":"village","mode":"real","entries":1,
       "telemetry":{"started":1770000000,"time":1769999999,"lanes":{},"gauges":{}},
       "history":{"lanes":{}}}
      """;

  private static List<String> page(Paint paint, Letters letters, int width, int height)
      throws IOException {
    return new Frame(new Words(), paint, letters, new Frame.Size(width, height))
        .of(
            Status.read(FloodedNight.status()),
            Status.readNetworks(FloodedNight.networks(23)),
            Optional.of(new Frame.Foot("q leaves", false)));
  }

  private static List<String> inSpanish(int width, int height) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("es"));
      return page(Paint.PLAIN, Letters.UNICODE, width, height);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void fillsAScreenOf80By24() throws IOException {
    assertThat(String.join("\n", page(Paint.PLAIN, Letters.UNICODE, 80, 24)))
        .isEqualTo(
            """
             village-2026 · rehearsal             up 3:12:07 · 48,213 entries · 20:41:07 UTC

             Lane          open   requests/s  accepted/s    refused/s  p50 ms  p99 ms queue
             stations     1,204          212         198           14     3.1    11.8     3
             open         1,988       81,930           2       81,928     4.0    40.2 1,024
             operators        1            1           0            0       –       –     –
             connections held 340

             requests ·▁▁▁▁▁▁▁▁▁▁▁▁▁▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███ 97,201
             refused  ···········▁▁▁▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███ 97,003

             Requests refused in the last minute: 4,692,392
             ticket not in force       4,105,112  █████████████████████████████████████████
             no ticket                   513,139  █████▏
             too many at once             64,982  ▋
             too slow                      8,017  ▏
             3 other reasons               1,142  ▏

             Refused most · ≈256 networks             Networks closed off: 23
             203.0.113.0/24 BG            1,204,331   203.0.113.0/24          kernel    3:59
             203.0.114.0/24                 602,165   2001:db8:1234:5600::/56 kernel   20:39
             2001:db8:1234:5600::/56 BG     301,082   203.0.115.0/24          kernel   37:19
             203.0.116.0/24 US              150,541   203.0.116.0/24            here   53:59
             q leaves\
            """);
  }

  @Test
  void leavesOutWhatANarrowScreenHasNoRoomFor() throws IOException {
    assertThat(String.join("\n", page(Paint.PLAIN, Letters.UNICODE, 60, 20)))
        .isEqualTo(
            """
             village-2026 · rehearsal        up 3:12:07 · 48,213 entries

             Lane         open   req/s   acc/s   ref/s   p99 ms  queue
             stations    1,204     212     198      14     11.8      3
             open        1,988  81,930       2  81,928     40.2  1,024
             operators       1       1       0       0        –      –
             connections held 340

             requests ██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███ 97,201
             refused  ██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███▇▇▆██▇▇▆▆██▇▇▆███ 97,003

             Requests refused in the last minute: 4,692,392
             ticket not in force   4,105,112  █████████████████████████
             no ticket               513,139  ███▏
             5 other reasons          74,141  ▍

             Refused most · ≈256 networks   Networks closed off: 23
             203.0.113.0/24 BG       1.2M   203.0.113.0/24          3:59
             203.0.114.0/24       602,165   2001:db8:1234:5600:…   20:39
             q leaves\
            """);
  }

  @Test
  void speaksSpanish() throws IOException {
    assertThat(String.join("\n", inSpanish(80, 24)))
        .contains("simulacro", "rechazadas/s", "boleto no vigente", "Redes cerradas: 23")
        .contains("81.928", "40,2");
  }

  @Test
  void neverLeavesItsRoom() throws IOException {
    for (int width = 58; width <= 140; width += 5) {
      for (int height = 1; height <= 60; height += 3) {
        for (List<String> page :
            List.of(page(Paint.PLAIN, Letters.UNICODE, width, height), inSpanish(width, height))) {
          assertThat(page).hasSizeBetween(1, height);
          int most = width;
          assertThat(page)
              .as(width + " by " + height)
              .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(most));
        }
      }
    }
  }

  @Test
  void usesAllTheRoomOfAScreenWhileThereIsSomethingToShow() throws IOException {
    for (int height = 18; height <= 30; height++) {
      assertThat(page(Paint.PLAIN, Letters.UNICODE, 80, height)).hasSize(height);
    }
  }

  @Test
  void saysTheSameWithAndWithoutColour() throws IOException {
    List<String> plain = page(Paint.PLAIN, Letters.UNICODE, 80, 24);
    List<String> painted = page(Paint.TERMINAL, Letters.UNICODE, 80, 24);
    assertThat(plain).noneMatch(line -> line.contains("\033"));
    assertThat(painted).anyMatch(line -> line.contains("\033[33m"));
    assertThat(painted.stream().map(line -> line.replaceAll("\033\\[[0-9]*m", "")))
        .containsExactlyElementsOf(plain);
  }

  @Test
  void isPlainAsciiWhereNothingElseCanBeShown() throws IOException {
    assertThat(page(Paint.PLAIN, Letters.ASCII, 80, 24))
        .allSatisfy(line -> assertThat(line.chars()).allMatch(c -> c < 0x7f));
  }

  @Test
  void showsAServerThatHasCountedNothingYet() throws IOException {
    Frame frame = new Frame(new Words(), Paint.PLAIN, Letters.UNICODE, new Frame.Size(80, 24));
    List<String> page = frame.of(Status.read(QUIET), List.of(), Optional.empty());
    assertThat(String.join("\n", page))
        .contains("village", "up 0:00", "Requests refused in the last minute: 0\n none");
  }

  @Test
  void takesReasonsAndLanesItDoesNotKnow() throws IOException {
    String later =
        FloodedNight.status()
            .replace("bad-ticket", "some-day")
            .replace("\"open\":{", "\"other\":{");
    Frame frame = new Frame(new Words(), Paint.PLAIN, Letters.UNICODE, new Frame.Size(80, 40));
    assertThat(String.join("\n", frame.of(Status.read(later), List.of(), Optional.empty())))
        .contains(" other ", " some-day ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "{}", "[]", "{\"format\":\"cotejo-status/2\"}"})
  void refusesAnswersOfSomethingElse(String json) {
    assertThatThrownBy(() -> Status.read(json)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Status.readNetworks(json)).isInstanceOf(IOException.class);
  }
}
