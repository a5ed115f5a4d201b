package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.Journal;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.log.TlogProof;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed again and again while stations send. Whatever it acknowledged is in the
/// log for good, at the index it said, and every root it signed is one of the one log.
@Timeout(180)
class KillIT {
  private static final int ROUNDS = 12;
  private static final int SENDERS = 4;
  private static final int STATIONS = 400;

  /// One key may say 16 things about one contest; a few are left for those who get there together.
  private static final int ALL = STATIONS * 2 * 15;

  @TempDir private Path root;
  private TestElection election;
  private final List<Process> processes = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<byte[]> unanswered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /// A statement and the receipt that was given for it.
  private record Acknowledged(Hash statement, TlogProof receipt) {}

  @BeforeEach
  void found() throws IOException {
    election = TestElection.found(root, STATIONS, 7, TestElection.ORIGIN);
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledServer.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static InetSocketAddress address(BufferedReader output) throws IOException {
    String port = output.readLine();
    assertThat(port).as("the server did not start again").isNotNull();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  @Test
  void keepsEverythingItAcknowledgedThroughEveryKill() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the kills: " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Process process = start();
      if (round % 4 == 3) {
        // In the middle of recovering from the kill before.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 2000));
        process.destroyForcibly().waitFor();
      } else {
        killWhileStationsSend(process, random.nextInt(100), random.nextInt(30));
      }
    }
    endInOrder();
    System.out.printf(
        "%d acknowledged, %d sent again after a kill%n", acknowledged.size(), unanswered.size());

    assertThat(wrong).isEmpty();
    assertThat(acknowledged).as("enough was sent to mean something").hasSizeGreaterThan(100);
    List<Hash> entries = journalled();
    assertThat(new HashSet<>(entries)).as("nothing is in the log twice").hasSameSizeAs(entries);
    for (Acknowledged one : acknowledged) {
      assertThat(entries.get((int) one.receipt().index())).isEqualTo(one.statement());
    }
    assertOneLog(entries.size());
  }

  private void killWhileStationsSend(Process process, int answers, int millis)
      throws IOException, InterruptedException {
    InetSocketAddress intake = address(output(process));
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofPlatform().start(() -> send(intake, over)));
    }
    int enough = acknowledged.size() + answers;
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (acknowledged.size() < enough && System.nanoTime() < latest) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    process.destroyForcibly().waitFor();
    over.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
  }

  /// The last life: what was never answered is sent again, then the server stops by itself.
  private void endInOrder() throws IOException, InterruptedException {
    Process process = start();
    BufferedReader output = output(process);
    InetSocketAddress intake = address(output);
    for (byte[] statement : unanswered) {
      try (Wire wire = new Wire(intake)) {
        accept(statement, wire.post(statement).read());
      }
    }
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output.readLine()).isEqualTo("stopped");
  }

  private void send(InetSocketAddress intake, AtomicBoolean over) {
    byte[] statement = new byte[0];
    try (Wire wire = new Wire(intake)) {
      statement = election.phase(Phase.COUNTING_OPEN);
      accept(statement, wire.post(statement).read());
      while (!over.get() && next.get() < ALL) {
        statement = statement(next.getAndIncrement());
        accept(statement, wire.post(statement).read());
      }
    } catch (IOException e) {
      // Killed in the middle; whether the statement is in the log nobody knows yet.
      unanswered.add(statement);
    }
  }

  /// Each number is another statement: contests, stations, and what one station may say about it.
  private byte[] statement(int number) throws IOException {
    int station = number % STATIONS;
    int contest = number / STATIONS % 2;
    int added = number / STATIONS / 2;
    return election.signed(election.record(contest, station, added), election.device(station));
  }

  private void accept(byte[] statement, Wire.Reply reply) throws IOException {
    if (reply.status() == 201 || reply.status() == 200) {
      acknowledged.add(
          new Acknowledged(Hash.sha256(statement), election.verified(statement, reply.body())));
    } else {
      wrong.add(reply.body());
    }
  }

  private List<Hash> journalled() throws IOException {
    List<Hash> entries = new ArrayList<>();
    try (Journal journal = Journal.open(election.directory().journal())) {
      journal.replay((index, entry) -> entries.add(Hash.sha256(entry)));
    }
    return entries;
  }

  /// Rebuilds the tree from the published bundles: it covers the journal, and each root that any
  /// life signed for a receipt is a root this tree had.
  private void assertOneLog(int journalled) throws IOException, MalformedException {
    Path published = election.directory().publicDirectory();
    SignedNote note = SignedNote.parse(Files.readAllBytes(published.resolve("checkpoint")));
    note.verify(List.of(election.vkey()));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    assertThat(checkpoint.size()).isEqualTo(journalled);
    MerkleTree tree = new MerkleTree();
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      byte[] bytes = Files.readAllBytes(published.resolve(file.path()));
      if (file instanceof EntryBundle bundle) {
        EntryBundle.decode(bytes, bundle.width()).forEach(tree::append);
      }
    }
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      if (file instanceof Tile tile) {
        assertThat(published.resolve(file.path()))
            .hasBinaryContent(tree.tile(tile.level(), tile.n(), tile.width()));
      }
    }
    assertThat(tree.root()).isEqualTo(checkpoint.root());
    Set<String> roots = new HashSet<>();
    for (Acknowledged one : acknowledged) {
      String text = one.receipt().checkpoint().text();
      if (roots.add(text)) {
        Checkpoint signed = Checkpoint.parse(text);
        assertThat(signed.size()).isLessThanOrEqualTo(checkpoint.size());
        assertThat(tree.root(signed.size())).isEqualTo(signed.root());
      }
    }
    assertThat(published.resolve("checkpoint.next")).doesNotExist();
  }
}
