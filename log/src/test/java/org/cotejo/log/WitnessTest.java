package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WitnessTest {
  private static final String ORIGIN = Vectors.LOG_NAME;

  /// sha256sum of the origin.
  private static final String FILE =
      "ae79766f03934a27f4f1661b1b71d19d86605a9bc1c5c1f6370309d3435a83c2";

  private static final Cosigner KEY = Cosigners.of("witness.example/w1", 32);
  private static final NoteSigner LOG = Vectors.logSigner();
  private static final MerkleTree TREE = Vectors.tree(Vectors.tallyRecords(300));

  @TempDir private Path directory;
  private Instant now = Instant.ofEpochSecond(1_700_000_000);

  private Witness open() throws IOException {
    return open(channel -> channel.force(true));
  }

  private Witness open(WitnessStore.Forcing forcing) throws IOException {
    InstantSource clock = () -> now;
    return Witness.open(directory, KEY, Vectors.logKey(), clock, forcing);
  }

  private static byte[] request(MerkleTree tree, long old, long size) {
    var checkpoint = new Checkpoint(ORIGIN, size, tree.root(size));
    SignedNote note = LOG.sign(checkpoint.body());
    return new AddCheckpoint(old, tree.consistency(old, size), note).bytes();
  }

  private static byte[] request(long old, long size) {
    return request(TREE, old, size);
  }

  private Hash name() throws MalformedException {
    return Hash.parseHex(FILE);
  }

  private Path file() {
    return directory.resolve(FILE);
  }

  @Test
  void cosignsAndKeepsWhatTheLogGrewTo() throws IOException, MalformedException {
    try (Witness witness = open()) {
      assertThat(witness.latest(name())).isEmpty();

      WitnessAnswer answer = witness.add(request(0, 8));

      assertThat(answer.status()).isEqualTo(200);
      String lines = ((WitnessAnswer.Cosigned) answer).lines();
      String log =
          new String(LOG.sign(new Checkpoint(ORIGIN, 8, TREE.root(8)).body()).bytes(), UTF_8);
      assertThat(Files.readString(file())).isEqualTo(log + lines);
      assertThat(witness.latest(name()).orElseThrow().bytes())
          .isEqualTo(Files.readAllBytes(file()));
      SignedNote.parse((log + lines).getBytes(UTF_8)).verify(List.of(KEY.verifier()));
      assertThat(witness.add(request(8, 300)).status()).isEqualTo(200);
      assertThat(witness.add(request(8, 300))).isEqualTo(new WitnessAnswer.OtherSize(300));
    }
  }

  @Test
  void answersEveryStatusOfTheProtocol() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.add(new byte[] {1, 2, 3}).status()).isEqualTo(400);
      assertThat(witness.add(new byte[AddCheckpoint.MAX_BYTES + 1]).status()).isEqualTo(400);
      var stranger = Cosigners.of("example.com/other", 5);
      var other = new Checkpoint("example.com/other", 8, TREE.root(8));
      SignedNote strange = SignedNote.of(other.body(), List.of(stranger.cosign(other, 1)));
      assertThat(witness.add(new AddCheckpoint(0, List.of(), strange).bytes()).status())
          .isEqualTo(404);
      var same = new Checkpoint(ORIGIN, 8, TREE.root(8));
      SignedNote forged = SignedNote.of(same.body(), List.of(stranger.cosign(same, 1)));
      assertThat(witness.add(new AddCheckpoint(0, List.of(), forged).bytes()).status())
          .isEqualTo(403);
      assertThat(witness.add(request(8, 9))).isEqualTo(new WitnessAnswer.OtherSize(0));
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
      MerkleTree fork = Vectors.tree(Collections.nCopies(20, new byte[] {1}));
      assertThat(witness.add(request(fork, 8, 20)).status()).isEqualTo(422);
      assertThat(witness.add(request(8, 9)).status()).isEqualTo(200);
    }
  }

  @Test
  void goesOnAfterARestartWhereItWas() throws IOException, MalformedException {
    try (Witness witness = open()) {
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
    }
    byte[] kept = Files.readAllBytes(file());
    try (Witness witness = open()) {
      assertThat(witness.latest(name()).orElseThrow().bytes()).isEqualTo(kept);
      assertThat(witness.add(request(0, 9))).isEqualTo(new WitnessAnswer.OtherSize(8));
      MerkleTree fork = Vectors.tree(Collections.nCopies(20, new byte[] {1}));
      assertThat(witness.add(request(fork, 8, 20)).status()).isEqualTo(422);
      assertThat(witness.add(request(8, 8)).status()).isEqualTo(200);
      assertThat(witness.add(request(8, 300)).status()).isEqualTo(200);
    }
  }

  @Test
  void cosignsTheSameAgainWithoutWritingTwiceInASecond() throws IOException {
    var forces = new ArrayList<FileChannel>();
    try (Witness witness = open(forces::add)) {
      WitnessAnswer first = witness.add(request(0, 8));
      int written = forces.size();

      assertThat(witness.add(request(8, 8))).isEqualTo(first);
      assertThat(forces).hasSize(written);
      now = now.plusSeconds(1);
      assertThat(witness.add(request(8, 8)).status()).isEqualTo(200);
      assertThat(forces).hasSizeGreaterThan(written);
    }
  }

  @Test
  void ofTwoRequestsThatGoOnFromTheSameCheckpointOneWins() throws Exception {
    try (Witness witness = open();
        var threads = Executors.newFixedThreadPool(8)) {
      long size = 0;
      for (int round = 0; round < 20; round++) {
        long from = size;
        var barrier = new CyclicBarrier(8);
        List<Callable<WitnessAnswer>> rivals = new ArrayList<>();
        for (int rival = 1; rival <= 8; rival++) {
          byte[] request = request(from, from + rival);
          rivals.add(() -> {
            barrier.await();
            return witness.add(request);
          });
        }
        List<WitnessAnswer> answers = new ArrayList<>();
        for (Future<WitnessAnswer> answer : threads.invokeAll(rivals)) {
          answers.add(answer.get());
        }
        List<WitnessAnswer> losers =
            answers.stream().filter(answer -> answer.status() != 200).toList();
        assertThat(losers).hasSize(7);
        size = from + 1 + indexOfWinner(answers);
        assertThat(losers).containsOnly(new WitnessAnswer.OtherSize(size));
      }
    }
  }

  private static int indexOfWinner(List<WitnessAnswer> answers) {
    return answers.stream().map(WitnessAnswer::status).toList().indexOf(200);
  }

  @Test
  void doesNotCosignWhatItCannotWriteAndGoesOnWhenItCanAgain() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
      byte[] before = Files.readAllBytes(file());
      Path inTheWay = Files.createDirectory(directory.resolve(FILE + ".new"));
      Path inside = Files.createFile(inTheWay.resolve("not empty"));

      assertThat(witness.add(request(8, 9))).isInstanceOf(WitnessAnswer.NotKept.class);
      assertThat(Files.readAllBytes(file())).isEqualTo(before);
      assertThat(witness.add(request(9, 10))).isEqualTo(new WitnessAnswer.OtherSize(8));

      Files.delete(inside);
      Files.delete(inTheWay);
      assertThat(witness.add(request(8, 9)).status()).isEqualTo(200);
    }
  }

  @Test
  void cosignsNothingMoreAfterAForceThatFailed() throws IOException {
    for (int failing : List.of(1, 2)) {
      var calls = new int[] {-2};
      WitnessStore.Forcing forcing =
          channel -> {
            calls[0]++;
            // Negative while it opens; then 1 is the file and 2 the directory.
            if (calls[0] == failing) {
              throw new IOException("the disk is gone");
            }
            channel.force(true);
          };
      try (Witness witness = open(forcing)) {
        long size = Files.exists(file()) ? 9 : 0;
        assertThat(witness.add(request(size, size + 1)).status()).isEqualTo(500);
        assertThat(witness.add(request(size, size + 1)).status()).isEqualTo(500);
        assertThat(witness.add(request(size, size + 2)).status()).isEqualTo(500);
      }
      // The disk may have either; whichever it has, a new start goes on from it.
      try (Witness witness = open()) {
        long size = Files.exists(file()) ? sizeOf(Files.readString(file())) : 0;
        assertThat(witness.add(request(size, 9 + failing)).status()).isEqualTo(200);
        assertThat(witness.add(request(9 + failing, 12)).status()).isEqualTo(200);
      }
      Files.delete(file());
    }
  }

  /// As a power cut can leave it where a rename is two steps.
  @Test
  void doesNotWriteIntoWhatItKeepsUnderAnotherName() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
    }
    byte[] kept = Files.readAllBytes(file());
    Files.createLink(file().resolveSibling(file().getFileName() + ".new"), file());
    var calls = new int[1];
    WitnessStore.Forcing forcing =
        channel -> {
          // Two while it opens, then the file.
          if (++calls[0] == 3) {
            throw new IOException("the disk is gone");
          }
        };
    try (Witness witness = open(forcing)) {
      assertThat(witness.add(request(8, 9)).status()).isEqualTo(500);
    }
    assertThat(file()).hasBinaryContent(kept);
  }

  private static long sizeOf(String note) {
    return Long.parseLong(note.lines().toList().get(1));
  }

  @Test
  void refusesToStartOnAnythingElseThanWhatItKept() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
    }
    byte[] kept = Files.readAllBytes(file());
    for (int i = 0; i < kept.length; i += 7) {
      byte[] damaged = kept.clone();
      damaged[i] ^= 1;
      Files.write(file(), damaged);
      if (isStillCosigned(damaged)) {
        continue;
      }
      assertThatThrownBy(this::open)
          .as("byte " + i)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("put the file back from a copy");
    }
    for (int length = 0; length < kept.length; length += 13) {
      Files.write(file(), Arrays.copyOf(kept, length));
      assertThatThrownBy(this::open).as("length " + length).isInstanceOf(IOException.class);
    }
    Files.write(file(), new byte[SignedNote.MAX_BYTES + 1]);
    assertThatThrownBy(this::open).hasMessageContaining("longer");
  }

  /// A flipped bit in the log's own line leaves the witness's untouched: what was seen is known.
  private static boolean isStillCosigned(byte[] damaged) {
    try {
      SignedNote.parse(damaged).verify(List.of(KEY.verifier()));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  @Test
  void refusesStateOfAnotherLogOrAnotherWitness() throws IOException {
    var other = Cosigners.of("example.com/other", 5);
    var checkpoint = new Checkpoint("example.com/other", 8, TREE.root(8));
    SignedNote note = SignedNote.of(checkpoint.body(), List.of(KEY.cosign(checkpoint, 1)));
    Files.write(file(), note.bytes());
    assertThatThrownBy(this::open).hasMessageContaining("it is of another log");

    var same = new Checkpoint(ORIGIN, 8, TREE.root(8));
    Files.write(file(), SignedNote.of(same.body(), List.of(other.cosign(same, 1))).bytes());
    assertThatThrownBy(this::open).hasMessageContaining("not signed by any known key");
  }

  @Test
  void hasItsDirectoryForItself() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.verifier()).isEqualTo(KEY.verifier());
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another witness");
    }
    open().close();
  }

  @Test
  void ignoresWhatACrashLeftBesideTheFile() throws IOException {
    try (Witness witness = open()) {
      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
    }
    Files.writeString(directory.resolve(FILE + ".new"), "half of a not");
    try (Witness witness = open()) {
      assertThat(witness.add(request(8, 9)).status()).isEqualTo(200);
    }
    assertThat(sizeOf(Files.readString(file()))).isEqualTo(9);
  }

  @Test
  void takesNoMoreThan16KeysOfALog() throws IOException {
    List<NoteVerifier> keys = new ArrayList<>();
    for (int seed = 1; seed <= 16; seed++) {
      keys.add(Cosigners.of(ORIGIN, seed).verifier());
    }
    Witness.open(directory, KEY, keys, () -> now).close();
    keys.add(LOG.verifier());
    assertThatThrownBy(() -> Witness.open(directory, KEY, keys, () -> now))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 16 keys");
  }

  @Test
  void watchesSeveralLogsApart() throws IOException {
    var second = Cosigners.of("example.com/other", 5);
    List<NoteVerifier> keys = List.of(LOG.verifier(), second.verifier());
    try (Witness witness = Witness.open(directory, KEY, keys, () -> now)) {
      var checkpoint = new Checkpoint("example.com/other", 3, TREE.root(3));
      SignedNote note = SignedNote.of(checkpoint.body(), List.of(second.cosign(checkpoint, 1)));

      assertThat(witness.add(request(0, 8)).status()).isEqualTo(200);
      assertThat(witness.add(new AddCheckpoint(0, List.of(), note).bytes()).status())
          .isEqualTo(200);
      assertThat(witness.latest(WitnessStore.name("example.com/other")).orElseThrow().text())
          .isEqualTo(checkpoint.body());
      assertThat(witness.latest(WitnessStore.name("example.com/none"))).isEmpty();
    }
  }
}
