package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Stopping and starting again: the same log goes on, or the server does not start and says why.
@Timeout(60)
class RestartIT {
  @TempDir private Path temporary;
  private TestElection election;
  private final Set<Thread> before = threads();

  @BeforeEach
  void found() throws IOException {
    election = TestElection.found(temporary.resolve("night"));
  }

  /// Whatever a test did, no thread of a server is left.
  @AfterEach
  void leavesNothingRunning() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!ours().isEmpty()) {
      assertThat(System.nanoTime()).as("still running: " + ours()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  private List<String> ours() {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(
            name -> name.matches("sequencer|publisher|multiThreadIoEventLoopGroup.*|.*@default.*"))
        .toList();
  }

  private Running start() throws IOException {
    return new Running(election.directory());
  }

  private Path published(String name) {
    return election.directory().publicDirectory().resolve(name);
  }

  private long publishedSize() throws IOException {
    return Long.parseLong(Files.readAllLines(published("checkpoint")).get(1));
  }

  private static void assertRefuses(ElectionDirectory directory, String... words)
      throws IOException {
    byte[] journal = Files.readAllBytes(directory.journal());
    assertThatThrownBy(() -> new Running(directory).close())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(words);
    assertThat(directory.journal()).hasBinaryContent(journal);
  }

  /// Plays a night of one life with these stations.
  private void play(TestElection of, int from, int to) throws IOException {
    try (Running running = new Running(of.directory())) {
      assertThat(running.post(of.phase(Phase.COUNTING_OPEN)).status()).isIn(200, 201);
      for (int station = from; station < to; station++) {
        assertThat(running.post(of.sheet(0, station)).status()).isEqualTo(201);
      }
    }
  }

  @Test
  void goesOnWithTheSameLog() throws IOException {
    List<byte[]> sheets = new ArrayList<>();
    List<Long> indexes = new ArrayList<>();
    long size = 0;
    for (int life = 0; life < 3; life++) {
      try (Running running = start()) {
        assertThat(running.server.size()).isGreaterThanOrEqualTo(size);
        int status = running.post(election.phase(Phase.COUNTING_OPEN)).status();
        assertThat(status).isEqualTo(life == 0 ? 201 : 200);
        for (int i = 0; i < sheets.size(); i++) {
          Wire.Reply known = running.post(sheets.get(i));
          assertThat(known.status()).isEqualTo(200);
          assertThat(election.verified(sheets.get(i), known.body()).index())
              .isEqualTo(indexes.get(i));
        }
        for (int station = life * 5; station < life * 5 + 5; station++) {
          byte[] sheet = election.sheet(1, station);
          Wire.Reply reply = running.post(sheet);
          assertThat(reply.status()).isEqualTo(201);
          sheets.add(sheet);
          indexes.add(election.verified(sheet, reply.body()).index());
        }
        size = running.server.size();
      }
      assertThat(publishedSize()).isGreaterThanOrEqualTo(size);
      size = publishedSize();
    }

    assertThat(indexes).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void publishesAllThatWasTakenBeforeItEnds() throws IOException {
    play(election, 0, 20);

    assertThat(publishedSize()).isGreaterThanOrEqualTo(22);
    assertThat(Files.readString(published("latest.json"))).contains("\"bulletin\":");
    assertThat(published("checkpoint.next")).doesNotExist();
  }

  @Test
  void keepsEveryPublishedFileThatNamesItsContent() throws IOException {
    play(election, 0, 10);
    Path copy = temporary.resolve("copy");
    copy(election.directory().publicDirectory(), copy);
    try (Running running = start()) {
      assertThat(running.server.size()).isGreaterThan(0);
    }

    for (String name : files(copy)) {
      if (name.startsWith("totals/") || name.startsWith("package/") || name.startsWith("bull")) {
        assertThat(published(name)).hasSameBinaryContentAs(copy.resolve(name));
      }
    }
    assertThat(Files.readString(published("latest.json")))
        .isEqualTo(Files.readString(copy.resolve("latest.json")));
  }

  @Test
  void makesThePublishedFilesAgainFromTheJournalAlone() throws IOException {
    play(election, 0, 10);
    Path copy = temporary.resolve("copy");
    copy(election.directory().publicDirectory(), copy);
    for (String name : files(copy)) {
      Files.delete(published(name));
    }
    Files.createDirectories(published("totals"));
    Files.writeString(published("totals/half.csv.unfinished"), "half");
    try (Running running = start()) {
      assertThat(running.server.size()).isGreaterThan(0);
    }

    Set<String> again = files(election.directory().publicDirectory());
    for (String name : files(copy)) {
      boolean grows =
          name.equals("checkpoint") || name.equals("manifest.csv") || name.startsWith("tile/");
      if (!grows) {
        assertThat(again).contains(name);
        assertThat(published(name)).hasSameBinaryContentAs(copy.resolve(name));
      }
    }
    assertThat(again).noneMatch(name -> name.endsWith(".unfinished"));
  }

  @Test
  void refusesJournalShorterThanWhatIsPublished() throws IOException {
    play(election, 0, 3);
    Path early = temporary.resolve("early");
    Files.copy(election.directory().journal(), early);
    play(election, 3, 6);
    Files.copy(early, election.directory().journal(), StandardCopyOption.REPLACE_EXISTING);

    assertRefuses(
        election.directory(),
        "published checkpoint has",
        "restore the journal from a copy",
        "fork");
    Files.delete(election.directory().journal());
    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("journal is missing", "put it back from a copy");
  }

  @Test
  void refusesJournalWithAnotherHistory() throws IOException {
    play(election, 0, 3);
    TestElection twin = TestElection.found(temporary.resolve("twin"));
    play(twin, 10, 20);
    Files.copy(
        twin.directory().journal(),
        election.directory().journal(),
        StandardCopyOption.REPLACE_EXISTING);

    assertRefuses(election.directory(), "another root than the journal", "fork");
  }

  @Test
  void refusesJournalOfAnotherElectionAndLeavesItAsItIs() throws IOException {
    for (long number : new long[] {7, 8}) {
      TestElection other =
          TestElection.found(
              temporary.resolve("other" + number), 9, number, "test.cotejo.invalid/b");
      try (Running running = new Running(other.directory())) {
        assertThat(running.server.size()).isPositive();
      }
      Files.copy(
          other.directory().journal(),
          election.directory().journal(),
          StandardCopyOption.REPLACE_EXISTING);

      assertRefuses(election.directory(), "another election");
    }
  }

  @Test
  void refusesKeysThatTheElectionStatementDoesNotName() throws IOException {
    try (Running running = start()) {
      assertThat(running.server.size()).isPositive();
    }
    for (boolean isPublished : new boolean[] {true, false}) {
      if (!isPublished) {
        Files.delete(published("checkpoint"));
      }
      swapKey(election.directory().logKey(), election.stranger);
      assertRefuses(election.directory(), "log.key");
      swapKey(election.directory().logKey(), election.log);
      swapKey(election.directory().operatorKey(), election.stranger);
      assertRefuses(election.directory(), "operator.key");
      swapKey(election.directory().operatorKey(), election.operator);
    }
    try (Running running = start()) {
      assertThat(running.failures).isEmpty();
    }
  }

  private static void swapKey(Path file, SigningKey key) throws IOException {
    Files.delete(file);
    KeyFile.write(file, key);
  }

  @Test
  void refusesPublishedCheckpointThatIsNotOfThisLog() throws IOException {
    play(election, 0, 2);
    String checkpoint = Files.readString(published("checkpoint"));
    for (String other :
        List.of("noise", checkpoint.replace("\n\n", "\nextension\n\n"), checkpoint.substring(1))) {
      Files.writeString(published("checkpoint"), other);
      assertRefuses(election.directory(), "not one of this log", "remove the public directory");
    }
  }

  @Test
  void refusesSecondServerOnTheSameDirectoryAndLeavesTheFirstAlone() throws IOException {
    try (Running running = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
      assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
    }
  }

  @Test
  void saysWhichPortIsTakenAndLeavesNothingBehind() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Running.freePort());
      var address = (InetSocketAddress) taken.getLocalSocketAddress();
      String port = Integer.toString(address.getPort());
      var free = Running.freePort();
      for (ServerSettings.Addresses addresses :
          List.of(
              new ServerSettings.Addresses(address, free, free, free),
              new ServerSettings.Addresses(free, address, free, free),
              new ServerSettings.Addresses(free, free, address, free),
              new ServerSettings.Addresses(free, free, free, address))) {
        assertThatThrownBy(() -> new Running(election.directory(), addresses))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("cannot listen on")
            .hasMessageContaining(port);
      }
    }
    // The journal is free again.
    try (Running running = start()) {
      assertThat(running.server.size()).isPositive();
    }
  }

  @Test
  void freesItsPortsAndTakesASecondEndCalmly() throws IOException {
    Running running = start();
    InetSocketAddress intake = running.server.intakeAddress();
    InetSocketAddress open = running.server.openAddress();
    InetSocketAddress site = running.server.siteAddress();
    running.close();
    running.close();
    assertThat(running.failures).isEmpty();

    var addresses = new ServerSettings.Addresses(intake, open, Running.freePort(), site);
    try (Running again = new Running(election.directory(), addresses)) {
      assertThat(again.server.intakeAddress()).isEqualTo(intake);
      assertThat(again.server.openAddress()).isEqualTo(open);
      assertThat(again.server.siteAddress()).isEqualTo(site);
    }
  }

  private static Set<String> files(Path root) throws IOException {
    try (var walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : files(from)) {
      Path target = to.resolve(name);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.copy(from.resolve(name), target);
    }
  }
}
