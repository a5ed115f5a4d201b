package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A mirror of an address that grows, breaks off and lies.
@Timeout(60)
class MirrorTest {
  private static final int FULL_ANSWERS = Integer.MAX_VALUE;

  @TempDir private Path directory;

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile Map<String, byte[]> published = Map.of();
  private volatile int answers = FULL_ANSWERS;
  private HttpServer server = unstarted();
  private Path held = Path.of("");

  private static HttpServer unstarted() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    held = directory.resolve("mirror");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    asked.add(path);
    byte[] content = published.get(path);
    int status = asked.size() > answers ? 500 : content == null ? 404 : 200;
    byte[] body = content == null || status != 200 ? new byte[0] : content;
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Mirror open() throws IOException {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Mirror.open(address, held, Progress.SILENT);
  }

  private Verdict pull() throws IOException {
    asked.clear();
    try (Mirror mirror = open()) {
      return mirror.pull(CraftedLog.verifier());
    }
  }

  /// Every file of the mirror, by path.
  private Map<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (var walk = Files.walk(held)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        contents.put(held.relativize(file).toString(), Hash.sha256(Files.readAllBytes(file)).hex());
      }
    }
    return contents;
  }

  private static Map<String, byte[]> copyOf(CraftedLog log) {
    return new HashMap<>(log.files);
  }

  /// A link to the newest release, or to another disk, is a name for the directory.
  @Test
  void verifiesADirectoryThatIsReachedByALink() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Path link = Files.createSymbolicLink(directory.resolve("newest"), held);
    assertThat(CraftedLog.verifier().verify(link)).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void holdsWhatVerifiesAndNothingElse() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    var expected = new TreeMap<String, String>();
    published.forEach((path, bytes) -> expected.put(path, Hash.sha256(bytes).hex()));
    assertThat(contents()).isEqualTo(expected);
    assertThat(directory.resolve("mirror.incoming/files")).doesNotExist();
    try (Mirror mirror = open()) {
      assertThat(mirror.isCurrent()).isTrue();
      assertThat(mirror.size()).hasValue(CraftedLog.night().publish().size());
    }
  }

  @Test
  void fetchesOnlyWhatIsNew() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    published = copyOf(log);
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Map<String, byte[]> before = published;
    published = copyOf(log.grow(4));
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(asked)
        .filteredOn(
            path -> Arrays.equals(before.getOrDefault(path, new byte[0]), published.get(path)))
        .isEmpty();
    assertThat(asked).contains("checkpoint", "manifest.csv", "latest.json");
    assertThat(asked).noneMatch(path -> path.startsWith("package/"));
    assertThat(CraftedLog.verifier().verify(held)).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void keepsItsLastGoodStateWhenTheAddressLiesLater() throws IOException {
    published = copyOf(CraftedLog.night().publish().grow(4));
    Map<String, byte[]> older = copyOf(CraftedLog.night().publish());
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Map<String, String> good = contents();

    // Another record in the fifth place, signed with the same keys, and more after it.
    published = copyOf(CraftedLog.night().publish().grow(5).grow(4));
    assertThat(pull())
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> {
              assertThat(verdict.place()).isEqualTo("checkpoint");
              assertThat(verdict.reason()).contains("forked or rewritten");
            });
    assertThat(contents()).isEqualTo(good);

    published = older;
    assertThat(pull())
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.reason()).contains("an older state"));
    assertThat(contents()).isEqualTo(good);

    published = copyOf(CraftedLog.night().publish().grow(4).grow(5));
    published.put("latest.json", new byte[] {'{', '}'});
    assertThat(pull())
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.place()).isEqualTo("latest.json"));
    assertThat(contents()).isEqualTo(good);

    published = copyOf(CraftedLog.night().publish().grow(4).grow(5));
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(contents()).isNotEqualTo(good);
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    for (int broken = 0; broken < 4; broken++) {
      answers = 5 + broken;
      assertThat(pull()).isInstanceOf(Verdict.CouldNotCheck.class);
      assertThat(contents()).isEmpty();
    }
    List<Path> fetched;
    Path incoming = directory.resolve("mirror.incoming/files");
    try (var walk = Files.walk(incoming)) {
      fetched = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(fetched).isNotEmpty();
    answers = FULL_ANSWERS;
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(asked)
        .filteredOn(path -> !path.startsWith("tile/") && !path.endsWith("manifest.csv"))
        .doesNotContainAnyElementsOf(
            fetched.stream().map(file -> incoming.relativize(file).toString()).toList());
  }

  @Test
  void completesAnExchangeThatWasBrokenOffWithoutAskingAnybody() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    published = copyOf(log);
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    // What is there when a process is killed right after it has written the marker.
    log.grow(4);
    Path incoming = directory.resolve("mirror.incoming/files");
    published = copyOf(log);
    try (Mirror second = second()) {
      assertThat(second.pull(CraftedLog.verifier())).isInstanceOf(Verdict.Holds.class);
    }
    Files.createDirectories(incoming.getParent());
    Files.move(directory.resolve("second"), incoming);
    Files.copy(incoming.resolve("checkpoint"), held.resolve("checkpoint.next"));
    asked.clear();
    try (Mirror mirror = open()) {
      assertThat(mirror.size()).hasValue(log.size());
    }
    assertThat(asked).isEmpty();
    assertThat(held.resolve("checkpoint.next")).doesNotExist();
    assertThat(CraftedLog.verifier().verify(held)).isInstanceOf(Verdict.Holds.class);
  }

  private Mirror second() throws IOException {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Mirror.open(address, directory.resolve("second"), Progress.SILENT);
  }

  @Test
  void doesNotCompleteWhatWasNotVerified() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    published = copyOf(log);
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Path incoming = Files.createDirectories(directory.resolve("mirror.incoming/files"));
    Files.write(incoming.resolve("checkpoint"), log.grow(4).files.get("checkpoint"));
    Files.write(held.resolve("checkpoint.next"), new byte[] {'x'});
    try (Mirror mirror = open()) {
      assertThat(mirror.size()).hasValue(CraftedLog.night().publish().size());
    }
    published = copyOf(log);
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(CraftedLog.verifier().verify(held)).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void fetchesAgainWhatHasRottedHere() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Map<String, String> good = contents();
    for (String path : List.of("package/stations.csv", "style.css")) {
      byte[] rotten = Files.readAllBytes(held.resolve(path));
      rotten[3] ^= 1;
      Files.write(held.resolve(path), rotten);
    }
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(contents()).isEqualTo(good);
  }

  @Test
  void leavesFilesOfOthersAlone() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Files.writeString(held.resolve("robots.txt"), "mine");
    published = copyOf(CraftedLog.night().publish().grow(4));
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(held.resolve("robots.txt")).hasContent("mine");
  }

  @Test
  void opensNoDirectoryThatIsSomethingElse() throws IOException {
    Files.createDirectories(held);
    Files.writeString(held.resolve("thesis.txt"), "mine");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no mirror");
  }

  @Test
  void goesOnInADirectoryThatHasOnlyHalfOfTheFirstMarker() throws IOException {
    published = copyOf(CraftedLog.night().publish());
    Files.createDirectories(held);
    Files.write(held.resolve("checkpoint.next.unfinished"), published.get("checkpoint"));
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    assertThat(held.resolve("checkpoint.next.unfinished")).doesNotExist();
  }

  @Test
  void doesNotForgetWhatItHeldWhenItsCheckpointIsCutToNothing() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    Map<String, byte[]> older = copyOf(log);
    published = copyOf(log.grow(4));
    assertThat(pull()).isInstanceOf(Verdict.Holds.class);
    Files.write(held.resolve("checkpoint"), new byte[0]);
    published = older;
    assertThatThrownBy(this::pull)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("own checkpoint cannot be read");
    assertThat(held.resolve("checkpoint")).isEmptyFile();
  }

  @Test
  void isOpenOnceAtATime() throws IOException {
    try (Mirror mirror = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("being mirrored into already");
      assertThat(mirror.size()).isEmpty();
    }
    open().close();
  }
}
