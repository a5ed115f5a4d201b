package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.AddCheckpoint;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessClient;
import org.cotejo.log.WitnessReply;
import org.cotejo.log.WitnessReply.Outcome;
import org.cotejo.model.Phase;
import org.cotejo.publication.Witnessing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that publishes under the eyes of witnesses on this machine.
@Timeout(120)
class WitnessedIT {
  private static final String FIRST = "witness.example/first";
  private static final String SECOND = "witness.example/second";

  @TempDir private Path root;
  private final LinkedBlockingQueue<Witnessing> told = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
  private TestElection election;

  @BeforeEach
  void found() throws IOException {
    election = TestElection.found(root.resolve("night"));
  }

  private TestWitness witness(String name) throws IOException {
    return new TestWitness(name, root.resolve(name), List.of(election.vkey()));
  }

  private static WitnessClient.Peer peer(String name, URI url) {
    return new WitnessClient.Peer(TestWitness.cosigner(name).verifier(), url);
  }

  /// A server whose quorum is that number of the witnesses.
  private ElectionServer serve(int quorum, WitnessClient.Peer... peers) throws IOException {
    var settings =
        new ServerSettings(
            ServerSettings.Addresses.local(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            ServerSettings.FrontSettings.PLAIN);
    var listener =
        new ElectionServer.Listener() {
          @Override
          public void published(Announcement bulletin) {}

          @Override
          public void witnessed(Witnessing state) {
            told.add(state);
          }

          @Override
          public void failed(Exception cause) {
            failures.add(cause);
          }
        };
    var witnesses =
        new Witnesses(
            List.of(peers),
            checkpoint -> cosigners(checkpoint, peers).size() >= quorum,
            Duration.ofMillis(1500));
    return ElectionServer.start(
        election.directory(), settings, InstantSource.system(), listener, witnesses);
  }

  private static List<String> cosigners(SignedNote checkpoint, WitnessClient.Peer... peers) {
    return Arrays.stream(peers)
        .map(WitnessClient.Peer::key)
        .filter(key -> isCosigned(checkpoint, key))
        .map(NoteVerifier::name)
        .toList();
  }

  private static boolean isCosigned(SignedNote checkpoint, NoteVerifier key) {
    try {
      checkpoint.verify(List.of(key));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private Path publicFile(String name) {
    return election.directory().publicDirectory().resolve(name);
  }

  private SignedNote checkpoint() throws IOException, MalformedException {
    return SignedNote.parse(Files.readAllBytes(publicFile("checkpoint")));
  }

  private Witnessing state() throws IOException, MalformedException {
    return Witnessing.parse(Files.readAllBytes(publicFile(Witnessing.PATH)));
  }

  private static List<Outcome> outcomes(Witnessing state) {
    return state.replies().stream().map(WitnessReply::outcome).toList();
  }

  private void post(ElectionServer server, byte[] statement) throws IOException {
    try (Wire wire = new Wire(server.openAddress())) {
      assertThat(wire.post(statement).read().status()).isEqualTo(201);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(giveUp);
      Thread.sleep(20);
    }
  }

  private static boolean holds(Callable<Boolean> condition) throws Exception {
    try {
      return condition.call();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static long size(SignedNote checkpoint) throws MalformedException {
    return Checkpoint.parse(checkpoint.text()).size();
  }

  @Test
  void publishesCheckpointsThatBothWitnessesCosigned() throws Exception {
    try (TestWitness first = witness(FIRST);
        TestWitness second = witness(SECOND)) {
      var peers = new WitnessClient.Peer[] {peer(FIRST, first.url()), peer(SECOND, second.url())};
      try (ElectionServer server = serve(2, peers)) {
        post(server, election.phase(Phase.COUNTING_OPEN));
        for (int station = 0; station < 5; station++) {
          post(server, election.sheet(0, station));
        }
        await(() -> size(checkpoint()) >= 7);
        assertThat(cosigners(checkpoint(), peers)).containsExactly(FIRST, SECOND);
      }
      assertThat(cosigners(checkpoint(), peers)).containsExactly(FIRST, SECOND);
      checkpoint().verify(List.of(election.vkey()));
      assertThat(state().hasQuorum()).isTrue();
      assertThat(state().fits(size(checkpoint()), checkpoint())).isTrue();
      assertThat(told).singleElement().satisfies(only -> assertThat(only.hasQuorum()).isTrue());

      // Both remember; another process of the log goes on with them.
      try (ElectionServer server = serve(2, peers)) {
        post(server, election.sheet(1, 0));
      }
      assertThat(cosigners(checkpoint(), peers)).containsExactly(FIRST, SECOND);
      assertThat(first.told).isEmpty();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void goesOnAndTellsWhatLacksWhileAWitnessIsGone() throws Exception {
    TestWitness second = witness(SECOND);
    InetSocketAddress address = second.address();
    try (TestWitness first = witness(FIRST)) {
      var peers = new WitnessClient.Peer[] {peer(FIRST, first.url()), peer(SECOND, second.url())};
      try (ElectionServer server = serve(2, peers)) {
        assertThat(told.poll(30, TimeUnit.SECONDS))
            .extracting(Witnessing::hasQuorum)
            .isEqualTo(true);
        second.close();
        post(server, election.phase(Phase.COUNTING_OPEN));

        Witnessing missing = told.poll(30, TimeUnit.SECONDS);
        assertThat(missing).isNotNull();
        assertThat(missing.hasQuorum()).isFalse();
        assertThat(outcomes(missing)).containsExactly(Outcome.COSIGNED, Outcome.UNREACHABLE);
        await(() -> size(checkpoint()) == missing.size());
        assertThat(outcomes(state())).containsExactly(Outcome.COSIGNED, Outcome.UNREACHABLE);
        assertThat(cosigners(checkpoint(), peers)).containsExactly(FIRST);

        // It is back, and nothing new arrives: the same checkpoint gets what it lacked.
        try (var _ =
            new TestWitness(SECOND, root.resolve(SECOND), List.of(election.vkey()), address)) {
          Witnessing again = told.poll(30, TimeUnit.SECONDS);
          assertThat(again).isNotNull();
          assertThat(again.hasQuorum()).isTrue();
          await(() -> cosigners(checkpoint(), peers).size() == 2);
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void catchesUpWithAWitnessThatSawThisLogElsewhere() throws Exception {
    try (TestWitness first = witness(FIRST)) {
      // The first run publishes; a second one remembers nothing of what the witness saw.
      for (int run = 0; run < 2; run++) {
        try (ElectionServer server = serve(1, peer(FIRST, first.url()))) {
          if (run == 0) {
            post(server, election.phase(Phase.COUNTING_OPEN));
          }
        }
        assertThat(outcomes(state())).containsExactly(Outcome.COSIGNED);
      }
    }
  }

  @Test
  void tellsOfAWitnessThatSawAnotherHistoryOrALongerOne() throws Exception {
    try (TestWitness first = witness(FIRST);
        TestWitness second = witness(SECOND)) {
      show(first, 3);
      show(second, 1000);
      try (ElectionServer server = serve(1, peer(FIRST, first.url()), peer(SECOND, second.url()))) {
        post(server, election.phase(Phase.COUNTING_OPEN));
        await(() -> size(checkpoint()) >= 3);
      }
      assertThat(outcomes(state())).containsExactly(Outcome.INCONSISTENT, Outcome.AHEAD);
      assertThat(state().hasQuorum()).isFalse();
      assertThat(first.told).isNotEmpty();
    }
    assertThat(failures).isEmpty();
  }

  /// Shows a witness another log under the same key.
  private void show(TestWitness witness, int size) throws IOException {
    var tree = new MerkleTree();
    for (int i = 0; i < size; i++) {
      tree.append(("another " + i).getBytes(UTF_8));
    }
    var log = new NoteSigner(TestElection.ORIGIN, election.log);
    SignedNote note = log.sign(new Checkpoint(TestElection.ORIGIN, size, tree.root()).body());
    byte[] body = new AddCheckpoint(0, List.<Hash>of(), note).bytes();
    try (Wire wire = new Wire(witness.address())) {
      wire.send(
          "POST /add-checkpoint HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n"
              .formatted(body.length));
      assertThat(wire.send(body).read().status()).isEqualTo(200);
    }
  }

  @Test
  void isHarmedByNoWitnessThatLiesOrDawdles() throws Exception {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpServer liars =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    liars.setExecutor(threads);
    NoteVerifier key = TestWitness.cosigner("liar").verifier();
    SignedNote.Signature wrong =
        TestWitness.cosigner("liar").cosign(new Checkpoint("other", 1, Hash.of(new byte[32])), 1);
    liars.createContext(
        "/wrong/",
        exchange -> {
          byte[] line = (wrong.line() + "\n").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, line.length);
          exchange.getResponseBody().write(line);
          exchange.close();
        });
    liars.createContext(
        "/endless/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(wrong.line().getBytes(UTF_8));
          }
        });
    liars.createContext(
        "/garbage/",
        exchange -> {
          exchange.sendResponseHeaders(409, 4);
          exchange.getResponseBody().write("two\n".getBytes(UTF_8));
          exchange.close();
        });
    liars.createContext(
        "/slow/",
        exchange -> {
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    liars.start();
    String base = "http://127.0.0.1:" + liars.getAddress().getPort();
    try (TestWitness honest = witness(FIRST)) {
      var peers =
          new WitnessClient.Peer[] {
            new WitnessClient.Peer(key, URI.create(base + "/wrong")),
            peer("endless", URI.create(base + "/endless")),
            peer("garbage", URI.create(base + "/garbage")),
            peer("slow", URI.create(base + "/slow")),
            peer(FIRST, honest.url())
          };
      try (ElectionServer server = serve(1, peers)) {
        post(server, election.phase(Phase.COUNTING_OPEN));
        for (int station = 0; station < 5; station++) {
          post(server, election.sheet(0, station));
        }
        await(() -> size(checkpoint()) >= 7);
      }
      assertThat(cosigners(checkpoint(), peers)).containsExactly(FIRST);
      assertThat(checkpoint().signatures()).hasSize(2);
      assertThat(outcomes(state()))
          .containsExactly(
              Outcome.BAD_SIGNATURE,
              Outcome.BROKEN_OFF,
              Outcome.GARBAGE,
              Outcome.TIMEOUT,
              Outcome.COSIGNED);
      assertThat(state().hasQuorum()).isTrue();
    } finally {
      liars.stop(0);
      threads.shutdownNow();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void leavesNoStateBehindWhenItIsAskedForNoWitnesses() throws Exception {
    try (TestWitness first = witness(FIRST);
        ElectionServer server = serve(1, peer(FIRST, first.url()))) {
      post(server, election.phase(Phase.COUNTING_OPEN));
    }
    assertThat(publicFile(Witnessing.PATH)).exists();
    try (var running = new Running(election.directory())) {
      assertThat(running.post(election.sheet(0, 1)).status()).isEqualTo(201);
    }
    assertThat(publicFile(Witnessing.PATH)).doesNotExist();
    assertThat(checkpoint().signatures()).hasSize(1);
  }
}
