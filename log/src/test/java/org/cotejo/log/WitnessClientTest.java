package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.WitnessReply.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WitnessClientTest {
  private static final Cosigner FIRST = Cosigners.of("witness.example/1", 1);
  private static final Cosigner SECOND = Cosigners.of("witness.example/2", 2);
  private static final MerkleTree TREE = Vectors.tree(Vectors.tallyRecords(300));
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path directory;

  private Witness witness(Cosigner key) throws IOException {
    Path own = directory.resolve(Hash.sha256(key.verifier().name().getBytes(UTF_8)).hex());
    return Witness.open(own, key, Vectors.logKey(), InstantSource.system());
  }

  private static Checkpoint at(long size) {
    return new Checkpoint(Vectors.LOG_NAME, size, TREE.root(size));
  }

  private static SignedNote note(long size) {
    return Vectors.logSigner().sign(at(size).body());
  }

  /// The tree is for one thread at a time.
  private static List<Hash> proof(long old, long size) {
    synchronized (TREE) {
      return TREE.consistency(old, size);
    }
  }

  private static List<Outcome> ask(WitnessClient client, long size) throws InterruptedException {
    return outcomes(client.ask(note(size), WitnessClientTest::proof));
  }

  private static List<Outcome> outcomes(WitnessClient.Asked asked) {
    return asked.replies().stream().map(WitnessReply::outcome).toList();
  }

  private static String line(Cosigner key, long size) {
    return key.cosign(at(size), 1).line() + "\n";
  }

  @Test
  void addsTheCosignaturesOfAllBelowTheLogsOwn()
      throws IOException, InterruptedException, MalformedException {
    try (Witness one = witness(FIRST);
        Witness two = witness(SECOND);
        var first = LoopbackWitness.honest(one);
        var second = LoopbackWitness.honest(two);
        var client = new WitnessClient(List.of(first.as(FIRST), second.as(SECOND)), PATIENCE)) {
      WitnessClient.Asked asked = client.ask(note(8), WitnessClientTest::proof);

      assertThat(outcomes(asked)).containsOnly(Outcome.COSIGNED).hasSize(2);
      assertThat(asked.replies())
          .extracting(WitnessReply::witness)
          .containsExactly("witness.example/1", "witness.example/2");
      String log = new String(note(8).bytes(), UTF_8);
      assertThat(new String(asked.note().bytes(), UTF_8))
          .isEqualTo(log + line(FIRST, 8) + line(SECOND, 8));
      asked.note().verify(Vectors.logKey());
    }
  }

  @Test
  void remembersWhereAWitnessIsAndAsksOnce() throws IOException, InterruptedException {
    try (Witness one = witness(FIRST);
        var first = LoopbackWitness.honest(one);
        var client = new WitnessClient(List.of(first.as(FIRST)), PATIENCE)) {
      for (long size : new long[] {8, 8, 9, 300}) {
        assertThat(ask(client, size)).containsExactly(Outcome.COSIGNED);
      }
      assertThat(first.requests).extracting(AddCheckpoint::old).containsExactly(0L, 8L, 8L, 9L);
    }
  }

  @Test
  void startsFromTheSizeAWitnessTells() throws IOException, InterruptedException {
    try (Witness one = witness(FIRST);
        var first = LoopbackWitness.honest(one)) {
      try (var before = new WitnessClient(List.of(first.as(FIRST)), PATIENCE)) {
        assertThat(ask(before, 100)).containsExactly(Outcome.COSIGNED);
      }
      // Another process of the log, which remembers nothing.
      try (var after = new WitnessClient(List.of(first.as(FIRST)), PATIENCE)) {
        assertThat(ask(after, 300)).containsExactly(Outcome.COSIGNED);
        assertThat(ask(after, 300)).containsExactly(Outcome.COSIGNED);
      }
      assertThat(first.requests).extracting(AddCheckpoint::old).containsExactly(0L, 0L, 100L, 300L);
    }
  }

  @Test
  void tellsThatAWitnessHasSeenMoreAndForgetsItAgain() throws IOException, InterruptedException {
    try (var ahead = LoopbackWitness.saying(409, "301\n");
        var client = new WitnessClient(List.of(ahead.as(FIRST)), PATIENCE)) {
      assertThat(ask(client, 300)).containsExactly(Outcome.AHEAD);
      assertThat(ask(client, 300)).containsExactly(Outcome.AHEAD);
      assertThat(ahead.requests).extracting(AddCheckpoint::old).containsExactly(0L, 0L);
    }
  }

  @Test
  void asksNoMoreThanTwice() throws IOException, InterruptedException {
    try (var stubborn = LoopbackWitness.saying(409, "5\n");
        var client = new WitnessClient(List.of(stubborn.as(FIRST)), PATIENCE)) {
      assertThat(ask(client, 300)).containsExactly(Outcome.CONFLICT);
      assertThat(stubborn.requests).extracting(AddCheckpoint::old).containsExactly(0L, 5L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, '', REFUSED",
    "403, '', UNKNOWN_LOG",
    "404, '', UNKNOWN_LOG",
    "422, '', INCONSISTENT",
    "500, '', REFUSED",
    "302, '', REFUSED",
    "204, '', REFUSED",
    "200, '', GARBAGE",
    "200, 'hello', GARBAGE",
    "200, '— witness.example/1 AAAA', GARBAGE",
    "409, '', GARBAGE",
    "409, '5', GARBAGE",
    "409, '-5\n', GARBAGE",
    "409, '05\n', GARBAGE",
    "409, '5\n\n', GARBAGE",
    "409, '99999999999999999999\n', GARBAGE",
    "409, '9223372036854775807\n', AHEAD"
  })
  void tellsWhatAWitnessAnswered(int status, String body, Outcome expected)
      throws IOException, InterruptedException {
    try (var liar = LoopbackWitness.saying(status, body);
        Witness two = witness(SECOND);
        var second = LoopbackWitness.honest(two);
        var client = new WitnessClient(List.of(liar.as(FIRST), second.as(SECOND)), PATIENCE)) {
      WitnessClient.Asked asked = client.ask(note(8), WitnessClientTest::proof);

      assertThat(outcomes(asked)).containsExactly(expected, Outcome.COSIGNED);
      assertThat(asked.note().signatures()).hasSize(2);
    }
  }

  @Test
  void takesNoLineThatDoesNotVerify() throws IOException, InterruptedException {
    String right = line(FIRST, 8);
    for (String lines :
        List.of(
            line(FIRST, 9),
            right + line(FIRST, 9),
            line(FIRST, 9) + right,
            SignedNote.of(
                        at(8).body(),
                        List.of(
                            new SignedNote.Signature(
                                FIRST.verifier().name(), FIRST.verifier().keyId(), new byte[64])))
                    .signatures()
                    .getFirst()
                    .line()
                + "\n")) {
      try (var liar = LoopbackWitness.saying(200, lines);
          var client = new WitnessClient(List.of(liar.as(FIRST)), PATIENCE)) {
        WitnessClient.Asked asked = client.ask(note(8), WitnessClientTest::proof);

        assertThat(outcomes(asked)).as(lines).containsExactly(Outcome.BAD_SIGNATURE);
        assertThat(asked.note().bytes()).isEqualTo(note(8).bytes());
      }
    }
  }

  @Test
  void ignoresLinesOfOtherKeysAndTextAboveTheLines() throws IOException, InterruptedException {
    String others = line(SECOND, 8) + line(Cosigners.of("witness.example/1", 9), 9);
    try (var first = LoopbackWitness.saying(200, others + line(FIRST, 8) + others);
        var second = LoopbackWitness.saying(200, line(FIRST, 8));
        var third = LoopbackWitness.saying(200, "another text\n\n" + line(FIRST, 8))) {
      for (var expected :
          List.of(
              List.of(first.as(FIRST), Outcome.COSIGNED),
              List.of(second.as(SECOND), Outcome.GARBAGE),
              List.of(third.as(FIRST), Outcome.GARBAGE))) {
        var peer = (WitnessClient.Peer) expected.getFirst();
        try (var client = new WitnessClient(List.of(peer), PATIENCE)) {
          WitnessClient.Asked asked = client.ask(note(8), WitnessClientTest::proof);

          assertThat(outcomes(asked)).isEqualTo(List.of(expected.getLast()));
          assertThat(asked.note().signatures())
              .hasSize(expected.getLast() == Outcome.COSIGNED ? 2 : 1);
        }
      }
    }
  }

  @Test
  void waitsForNobodyLongerThanItsPatience() throws IOException, InterruptedException {
    try (var silent =
            new LoopbackWitness((request, exchange) -> Thread.sleep(Duration.ofMinutes(1)));
        var trickling =
            new LoopbackWitness((request, exchange) -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              for (int i = 0; i < 10_000; i++) {
                out.write('-');
                out.flush();
                Thread.sleep(20);
              }
            });
        Witness two = witness(SECOND);
        var honest = LoopbackWitness.honest(two);
        var client =
            new WitnessClient(
                List.of(
                    silent.as(FIRST),
                    trickling.as(Cosigners.of("witness.example/3", 3)),
                    honest.as(SECOND)),
                SHORT.multipliedBy(3))) {
      long start = System.nanoTime();
      assertThat(ask(client, 8))
          .containsExactly(Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.COSIGNED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(ask(client, 9).getLast()).isEqualTo(Outcome.COSIGNED);
    }
  }

  @Test
  void readsNoEndlessAnswer() throws IOException, InterruptedException {
    var taken = new AtomicLong();
    try (var endless =
            new LoopbackWitness((request, exchange) -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] piece = line(FIRST, 8).getBytes(UTF_8);
              while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write(piece);
                taken.addAndGet(piece.length);
              }
            });
        var client = new WitnessClient(List.of(endless.as(FIRST)), PATIENCE)) {
      assertThat(ask(client, 8)).containsExactly(Outcome.BROKEN_OFF);
    }
    // What buffers on the way hold is more than what is read.
    assertThat(taken.get()).isLessThan(32 << 20);
  }

  @Test
  void tellsThatNobodyIsThereOrSpeaksAnotherProtocol() throws Exception {
    URI deserted;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      deserted = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread other =
          Thread.ofVirtual()
              .start(() -> {
                try (var connection = socket.accept()) {
                  connection.getOutputStream().write("220 mail.example ready\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      var peers =
          List.of(
              new WitnessClient.Peer(FIRST.verifier(), deserted),
              new WitnessClient.Peer(
                  SECOND.verifier(),
                  URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/")));
      try (var client = new WitnessClient(peers, PATIENCE)) {
        assertThat(ask(client, 8)).containsExactly(Outcome.UNREACHABLE, Outcome.BROKEN_OFF);
      }
      other.join();
    }
  }

  @Test
  void takesNoAddressThatIsNone() {
    for (String url :
        List.of("ftp://h", "mailto:a@b", "/prefix", "http:///x", "http://h?x", "http://h#x")) {
      assertThatThrownBy(() -> new WitnessClient.Peer(FIRST.verifier(), URI.create(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
    var peer = new WitnessClient.Peer(FIRST.verifier(), URI.create("http://127.0.0.1:1"));
    List<WitnessClient.Peer> twice = Collections.nCopies(2, peer);
    assertThatThrownBy(() -> new WitnessClient(twice, PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
