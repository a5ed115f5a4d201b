package org.cotejo.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Journal;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server's process is killed at random moments while stations send; what it acknowledged is
/// there afterwards, and everybody's receipts belong to one log.
class KillIT {
  private static final int ROUNDS = 12;
  private static final int STATIONS = 20_000;
  private static final int SENDERS = 4;

  @TempDir private Path directory;
  private final AtomicInteger nextStation = new AtomicInteger();

  /// By index.
  private final Map<Long, Acknowledged> acknowledged = new ConcurrentHashMap<>();

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  /// What a station got for what it sent.
  private static final class Acknowledged {
    private final byte[] record;
    private final byte[] receipt;

    Acknowledged(byte[] record, byte[] receipt) {
      this.record = record;
      this.receipt = receipt;
    }
  }

  @Test
  @Timeout(180)
  void everyAcknowledgedIndexKeepsItsBytesThroughAnyKill() throws Exception {
    var trial = Trial.found(directory.resolve("night"), STATIONS);
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (var server = new Serving(directory.resolve("night"))) {
        URI intake = server.statements();
        if (round == 0) {
          assertThat(post(intake, trial.opening()).statusCode()).isEqualTo(201);
        }
        var isKilled = new AtomicBoolean();
        List<Thread> senders = startSenders(trial, intake, isKilled);
        awaitMore(acknowledged.size() + random.nextInt(50));
        MILLISECONDS.sleep(random.nextInt(300));
        isKilled.set(true);
        server.kill();
        for (Thread sender : senders) {
          sender.join();
        }
      }
    }
    assertThat(problems).as("seed %d", seed).isEmpty();
    assertThat(acknowledged.size()).as("seed %d", seed).isGreaterThan(ROUNDS);
    try (var server = new Serving(directory.resolve("night"))) {
      server.stop();
    }
    checkJournal(trial, "seed " + seed);
    Run run =
        Run.cotejo(
            "verify",
            "--forget",
            directory.resolve("night/public"),
            "--authority",
            directory.resolve("night/authority.pub"));
    assertThat(run.code()).as("seed %d%n%s", seed, run.text()).isZero();
  }

  private void awaitMore(int than) throws InterruptedException {
    while (acknowledged.size() <= than && problems.isEmpty()) {
      MILLISECONDS.sleep(1);
    }
  }

  private List<Thread> startSenders(Trial trial, URI intake, AtomicBoolean isKilled) {
    var senders = new ArrayList<Thread>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofVirtual().start(() -> send(trial, intake, isKilled)));
    }
    return senders;
  }

  private void send(Trial trial, URI intake, AtomicBoolean isKilled) {
    try (HttpClient client = client()) {
      while (true) {
        byte[] record = trial.record(nextStation.getAndIncrement());
        HttpResponse<byte[]> answer = client.send(request(intake, record), bytes());
        if (answer.statusCode() != 201) {
          problems.add("a record was answered " + answer.statusCode());
          return;
        }
        long index = answer.headers().firstValueAsLong("cotejo-index").orElseThrow();
        if (acknowledged.put(index, new Acknowledged(record, answer.body())) != null) {
          problems.add("index " + index + " was given twice");
        }
      }
    } catch (IOException e) {
      if (!isKilled.get()) {
        problems.add("no answer before the kill: " + e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static HttpRequest request(URI intake, byte[] body) {
    return HttpRequest.newBuilder(intake)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private static HttpResponse<byte[]> post(URI intake, byte[] body) throws Exception {
    try (HttpClient client = client()) {
      return client.send(request(intake, body), bytes());
    }
  }

  private void checkJournal(Trial trial, String seed) throws Exception {
    var entries = new ArrayList<byte[]>();
    var tree = new MerkleTree();
    try (Journal journal = Journal.open(directory.resolve("night/private/journal"))) {
      journal.replay(
          0,
          (index, entry) -> {
            entries.add(entry);
            tree.append(entry);
          });
    }
    NoteVerifier log = NoteVerifier.parse(Files.readString(trial.directory().logVkey()).strip());
    for (var one : acknowledged.entrySet()) {
      Acknowledged what = one.getValue();
      assertThat((long) entries.size()).as(seed).isGreaterThan(one.getKey());
      assertThat(entries.get(one.getKey().intValue()))
          .as("%s, index %d", seed, one.getKey())
          .isEqualTo(what.record);
      var receipt = TlogProof.parse(what.receipt);
      receipt.verify(Merkle.leaf(what.record), log.name(), List.of(log));
      Checkpoint promised = Checkpoint.parse(receipt.checkpoint().text());
      assertThat(tree.root(promised.size()))
          .as("%s, the checkpoint of the receipt for %d", seed, one.getKey())
          .isEqualTo(promised.root());
    }
  }
}
