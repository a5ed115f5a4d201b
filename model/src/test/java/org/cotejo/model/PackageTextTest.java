package org.cotejo.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// What spreadsheets and editors do to a file as a whole: one error each, at the right line.
class PackageTextTest {
  private static final String DEVICES = "devices.csv";

  private static SortedMap<String, byte[]> sound() {
    return new PackageFiles()
        .election("t", Map.of("en", "T"), LocalDate.of(2026, 1, 1), Mode.REAL, List.of("paper"))
        .area("X", "", "country", "", "Land")
        .contest("c", "X", "", "Contest", ValidVotesBase.ALL_SELECTIONS)
        .selection("c", "a", Selection.Type.LIST, "X", "", "A")
        .station("1", "X", 1, "", "", "")
        .files();
  }

  private static List<String> errorsWith(String file, byte[] bytes) {
    SortedMap<String, byte[]> files = sound();
    files.put(file, bytes);
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage election) ->
          throw new AssertionError("read " + election.code());
      case PackageOutcome.Refused(List<String> errors) -> errors;
    };
  }

  @Test
  void tellsTheLineThatIsNotUtf8() {
    assertThat(errorsWith(DEVICES, "station,key\n1,a\n1,\u00e9\n".getBytes(ISO_8859_1)))
        .containsExactly("devices.csv:3: not UTF-8; save it as UTF-8");
  }

  @Test
  void refusesCharacterCutAtTheEndOfTheFile() {
    assertThat(errorsWith(DEVICES, "station,key\n\u00c3".getBytes(ISO_8859_1)))
        .containsExactly("devices.csv:2: not UTF-8; save it as UTF-8");
  }

  @Test
  void refusesByteOrderMarkWithOneError() {
    assertThat(errorsWith(DEVICES, "\uFEFFstation,key\n".getBytes(UTF_8)))
        .containsExactly(
            "devices.csv:1: begins with a byte order mark; save it as UTF-8 without one");
  }

  @Test
  void refusesCarriageReturnAlone() {
    assertThat(errorsWith(DEVICES, "station,key\r\n1,a\r".getBytes(UTF_8)))
        .containsExactly("devices.csv:2: a carriage return alone; end lines with LF or CRLF");
  }

  @Test
  void refusesChannelsThatAreNotAList() {
    String json = new String(sound().get("election.json"), UTF_8);
    String object = json.replaceAll("(?s)\\[.*]", "{\"x\":\"paper\"}");
    assertThat(object).isNotEqualTo(json);
    assertThat(errorsWith("election.json", object.getBytes(UTF_8)))
        .containsExactly("election.json: channels must be 1 to 4 different codes, as [\"paper\"]");
  }
}
