package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Fork;
import org.cotejo.log.NoteVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors of a server that publishes every second, is followed, killed and at last lies.
class MirrorIT {
  private static final long SEED = 20260719;

  @TempDir private Path directory;

  private Path night() {
    return directory.resolve("night");
  }

  private Path mirror() {
    return directory.resolve("mirror");
  }

  private Path authority() {
    return directory.resolve("authority.pub");
  }

  private Run pull(Object url) {
    return Run.cotejo("mirror", url, mirror(), "--authority", authority());
  }

  private Run verify() {
    return Run.cotejo("verify", "--forget", mirror(), "--authority", authority());
  }

  private Process following(Object url) throws IOException {
    return Run.elsewhere("mirror", url, mirror(), "--watch", "--authority=" + authority())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("said").toFile()))
        .start();
  }

  /// Entries of the state that is mirrored; 0 if there is none.
  private long size() throws IOException {
    Path checkpoint = mirror().resolve("checkpoint");
    return Files.exists(checkpoint) ? Long.parseLong(Files.readAllLines(checkpoint).get(1)) : 0;
  }

  private void awaitMoreThan(long size) throws IOException, InterruptedException {
    for (int tries = 0; size() <= size; tries++) {
      assertThat(tries).as(Files.readString(directory.resolve("said"))).isLessThan(300);
      Thread.sleep(100);
    }
  }

  private Map<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (var walk = Files.walk(mirror())) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Hash.sha256(Files.readAllBytes(file)).hex());
      }
    }
    return contents;
  }

  @Test
  @Timeout(180)
  void followsAnElectionAndStopsInOrder() throws Exception {
    Trial.found(directory);
    try (var serving = new Serving(night())) {
      Process following = following(serving.site());
      awaitMoreThan(0);
      for (String phase : new String[] {"counting-open", "records-closed"}) {
        long before = size();
        Trial.phase(night(), phase, serving);
        awaitMoreThan(before);
      }
      following.destroy();
      assertThat(following.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(directory.resolve("said")))
          .contains("The mirror " + mirror() + " holds ");
      assertThat(mirror().resolve("checkpoint.next")).doesNotExist();
      assertThat(verify().code()).isZero();
      serving.stop();
    }
  }

  @Test
  @Timeout(240)
  void goesOnAfterItIsKilledAnywhere() throws Exception {
    Trial.found(directory);
    var random = new Random(SEED);
    try (var serving = new Serving(night())) {
      for (int kill = 0; kill < 4; kill++) {
        Process following = following(serving.site());
        Thread.sleep(1500 + random.nextInt(2500));
        following.destroyForcibly();
        assertThat(following.waitFor(30, TimeUnit.SECONDS)).isTrue();
        if (kill == 1) {
          Trial.phase(night(), "counting-open", serving);
        }
        boolean isSettled =
            Files.exists(mirror().resolve("checkpoint"))
                && !Files.exists(mirror().resolve("checkpoint.next"));
        if (isSettled) {
          Run held = verify();
          assertThat(held.code()).as(held.text()).isZero();
        }
      }
      Run pulled = pull(serving.site());
      assertThat(pulled.code()).as(pulled.text()).isZero();
      Run held = verify();
      assertThat(held.code()).as(held.text()).isZero();
      serving.stop();
    }
  }

  @Test
  @Timeout(240)
  void keepsItsLastGoodStateAndProvesTheForkWhenTheServerLies() throws Exception {
    Trial.found(directory);
    Path other = directory.resolve("other");
    copy(night(), other);
    try (var serving = new Serving(night())) {
      Trial.phase(night(), "counting-open", serving);
      assertThat(pull(serving.site()).code()).isZero();
      Run same = compare(serving.site(), "--authority", authority());
      assertThat(same.code()).as(same.text()).isZero();
      serving.stop();
    }
    Run gone = pull(Run.deserted());
    assertThat(gone.code()).as(gone.text()).isEqualTo(2);
    assertThat(gone.out()).contains("stays as it was");

    Map<String, String> good = contents();
    try (var lying = new Serving(other)) {
      Trial.phase(night(), "counting-open", lying);
      Trial.phase(night(), "records-closed", lying);
      Thread.sleep(2500);
      Run refused = pull(lying.site());
      assertThat(refused.code()).as(refused.text()).isEqualTo(1);
      assertThat(refused.out()).contains("checkpoint: ").contains("stays as it was");
      assertThat(contents()).isEqualTo(good);

      Path logKey = night().resolve("log.vkey");
      for (Object[] key : new Object[][] {{"--authority", authority()}, {"--key", logKey}}) {
        Run fork = compare(lying.site(), key);
        assertThat(fork.code()).as(fork.text()).isEqualTo(1);
        assertThat(fork.err()).contains("A fork: entry ");
        requireProof(fork.out(), Files.readString(logKey).strip());
        Path proof = Files.writeString(directory.resolve("fork.proof"), fork.out());
        Run proved = Run.cotejo("log", "check", proof, "--key", logKey);
        assertThat(proved.code()).as(proved.text()).isZero();
      }
      lying.stop();
    }
  }

  @Test
  @Timeout(180)
  void fetchesFullFilesOfTheLogOnceAndAgainOnlyIfTheyRotHere() throws Exception {
    Path trial = directory.resolve("trial");
    Run.cotejo("package", "synthesize", "--stations=350", "--contests=2", "--out", trial);
    Run demo =
        Run.cotejo("demo", "--exit", "--rate=0", "--dir", night(), "--election", trial, "--seed=1");
    assertThat(demo.code()).as(demo.text()).isZero();
    Files.copy(night().resolve("authority.pub"), authority());

    var asked = new ConcurrentLinkedQueue<String>();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            0,
            "/",
            SimpleFileServer.createFileHandler(night().resolve("public").toRealPath()),
            Filter.beforeHandler(
                "what is asked for", exchange -> asked.add(exchange.getRequestURI().getPath())));
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(pull(url).code()).isZero();
      assertThat(asked).contains("/tile/0/000", "/tile/entries/001", "/package/stations.csv");
      Map<String, String> good = contents();
      asked.clear();
      assertThat(pull(url).code()).isZero();
      assertThat(asked)
          .contains("/checkpoint")
          .noneMatch(path -> path.matches("/(tile/[^.]*|totals/.*|package/.*)"));

      for (String rotten : new String[] {"tile/0/000", "tile/entries/001"}) {
        Path file = mirror().resolve(rotten);
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        Run healed = pull(url);
        assertThat(healed.code()).as(healed.text()).isZero();
        assertThat(contents()).as(rotten).isEqualTo(good);
      }
    } finally {
      server.stop(0);
    }
  }

  private Run compare(Object url, Object... key) {
    return Run.cotejo("log", "compare", mirror(), url, key[0], key[1]);
  }

  private static void requireProof(String text, String vkey) throws MalformedException {
    Fork fork = Fork.parse(text.getBytes(StandardCharsets.UTF_8));
    fork.verify(List.of(NoteVerifier.parse(vkey)));
    assertThat(fork.index()).isPositive();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
