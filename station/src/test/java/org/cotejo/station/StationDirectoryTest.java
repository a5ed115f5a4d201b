package org.cotejo.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.outbox.Outbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationDirectoryTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog();
  private StationDirectory station = new StationDirectory(Path.of("nowhere"));

  @BeforeEach
  void init() throws IOException, MalformedException {
    station = new StationDirectory(directory.resolve("station"));
    station.init(
        log.log(),
        List.of(Endpoint.parse("http://a.example:8700/" + "b".repeat(40))),
        Optional.empty());
  }

  @Test
  void knowsItsLogAndItsWays() throws Exception {
    assertThat(station.log().id()).isEqualTo(log.log().id());
    assertThat(station.log().isFoundedBy(TestLog.AUTHORITY)).isTrue();
    assertThat(station.endpoints())
        .containsExactly(Endpoint.parse("http://a.example:8700/" + "b".repeat(40)));
    try (Outbox outbox = station.outbox()) {
      assertThat(outbox.items()).isEmpty();
    }
  }

  @Test
  void isNotMadeWhereSomethingIs() {
    assertThatThrownBy(() -> station.init(log.log(), List.of(), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    Path ways = directory.resolve("station/endpoints");
    Files.writeString(ways, "# ours\nhttp://a.example\n\nhttp://a.example:80\n");
    assertThatThrownBy(station::endpoints).hasMessageContaining("endpoints: line 4: a second way");
    Files.writeString(ways, "http://a.example\ncarrier pigeon\n");
    assertThatThrownBy(station::endpoints).hasMessageContaining("endpoints: line 2: not http");
    Files.writeString(ways, "# none yet\n");
    assertThatThrownBy(station::endpoints).hasMessageContaining("0 ways; one a line");
  }

  @Test
  void saysThatThereIsNoStation() {
    var none = new StationDirectory(directory.resolve("other"));
    assertThatThrownBy(none::log).hasMessageContaining("cotejo station init");
  }
}
