package org.cotejo.station.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.DiskStorage;
import org.cotejo.station.TestLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue in its directory.
class OutboxTest {
  @TempDir private Path directory;
  private final TestLog log = new TestLog();

  private Outbox open() throws IOException {
    return Outbox.open(new DiskStorage(directory), log.log());
  }

  private static Item only(Outbox outbox) {
    assertThat(outbox.items()).hasSize(1);
    return outbox.items().getFirst();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsOrderAndReceiptsOverRestarts() throws Exception {
    byte[] first = log.record(1, 10);
    byte[] second = log.record(2, 20);
    try (Outbox outbox = open()) {
      assertThat(outbox.add(first)).isTrue();
      assertThat(outbox.add(second)).isTrue();
      assertThat(outbox.add(first)).isFalse();
      outbox.keep(outbox.items().getLast(), log.take(second).receipt());
    }
    try (Outbox outbox = open()) {
      assertThat(outbox.items())
          .extracting(item -> item.statement().bytes())
          .containsExactly(first, second);
      assertThat(outbox.items()).extracting(Item::isDelivered).containsExactly(false, true);
      assertThat(outbox.add(second)).isFalse();
      assertThat(outbox.damaged()).isEmpty();
    }
    assertThat(files()).hasSize(4).noneMatch(name -> name.endsWith(".unfinished"));
  }

  @Test
  void takesNothingThatIsNoStatementOfItsElection() throws Exception {
    byte[] foreign = new TestLog("log.example/other").record(1, 10);
    byte[] torn = Arrays.copyOf(log.record(1, 10), 50);
    try (Outbox outbox = open()) {
      assertThatThrownBy(() -> outbox.add(foreign))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("another election");
      assertThatThrownBy(() -> outbox.add(torn)).isInstanceOf(MalformedException.class);
      assertThat(outbox.items()).isEmpty();
    }
  }

  @Test
  void letsNobodyElseIn() throws Exception {
    try (Outbox outbox = open()) {
      assertThat(outbox.items()).isEmpty();
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
    }
    open().close();
  }

  @Test
  void sendsAgainWhatHasADamagedReceipt() throws Exception {
    byte[] statement = log.record(1, 10);
    try (Outbox outbox = open()) {
      outbox.add(statement);
      outbox.keep(only(outbox), log.take(statement).receipt());
    }
    Path receipt = directory.resolve(files().getFirst());
    assertThat(receipt.toString()).endsWith(".receipt");
    Files.writeString(receipt, Files.readString(receipt).replace("index 1", "index 0"));
    try (Outbox outbox = open()) {
      assertThat(only(outbox).isDelivered()).isFalse();
    }
  }

  @Test
  void namesWhatIsDamagedAndGoesOnWithTheRest() throws Exception {
    try (Outbox outbox = open()) {
      outbox.add(log.record(1, 10));
      outbox.add(log.record(2, 20));
    }
    String name = files().getFirst();
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    bytes[bytes.length - 1] ^= 1;
    Files.write(directory.resolve(name), bytes);
    try (Outbox outbox = open()) {
      assertThat(outbox.damaged()).containsExactly(name);
      assertThat(only(outbox).statement().subject()).isEqualTo("mayor/2");
      assertThat(outbox.add(log.record(1, 10))).isTrue();
      assertThat(outbox.items()).hasSize(2);
    }
  }

  @Test
  void keepsRefusalsOfEachWayUntilItIsToldToTryAgain() throws Exception {
    byte[] statement = log.record(1, 10);
    try (Outbox outbox = open()) {
      outbox.add(statement);
      outbox.refuse(only(outbox), new Refusal("a:1", "urn:x", "one word"));
      outbox.refuse(only(outbox), new Refusal("b:1", "urn:y", ""));
      outbox.refuse(only(outbox), new Refusal("a:1", "urn:z", "and another"));
    }
    try (Outbox outbox = open()) {
      assertThat(only(outbox).refusals())
          .containsExactly(
              new Refusal("b:1", "urn:y", ""), new Refusal("a:1", "urn:z", "and another"));
      assertThat(only(outbox).isSetAside(List.of("a:1", "b:1"))).isTrue();
      assertThat(only(outbox).isSetAside(List.of("a:1", "b:1", "c:1"))).isFalse();
      outbox.tryAgain();
      assertThat(only(outbox).refusals()).isEmpty();
    }
    try (Outbox outbox = open()) {
      assertThat(only(outbox).refusals()).isEmpty();
    }
  }
}
