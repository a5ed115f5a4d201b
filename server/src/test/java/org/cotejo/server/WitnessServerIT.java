package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.AddCheckpoint;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.SignedNote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The witness protocol over HTTP, status by status.
@Timeout(60)
class WitnessServerIT {
  private static final String ORIGIN = "example.com/log";
  private static final NoteSigner LOG = new NoteSigner(ORIGIN, TestElection.key("watched log"));
  private static final MerkleTree TREE = tree("entry ");

  @TempDir private Path root;
  private TestWitness witness;

  private static MerkleTree tree(String entry) {
    var tree = new MerkleTree();
    IntStream.range(0, 20).forEach(i -> tree.append((entry + i).getBytes(UTF_8)));
    return tree;
  }

  @BeforeEach
  void start() throws IOException {
    witness = new TestWitness("witness.example/w1", root, List.of(LOG.verifier()));
  }

  @AfterEach
  void stop() throws IOException {
    witness.close();
  }

  private static SignedNote note(MerkleTree tree, long size) {
    return LOG.sign(new Checkpoint(ORIGIN, size, tree.root(size)).body());
  }

  private static byte[] growth(MerkleTree tree, long old, long size) {
    return new AddCheckpoint(old, tree.consistency(old, size), note(tree, size)).bytes();
  }

  private Wire.Reply post(byte[] body) throws IOException {
    try (Wire wire = new Wire(witness.address())) {
      wire.send(head(body.length)).send(body);
      return wire.read();
    }
  }

  private static String head(long length) {
    return "POST /add-checkpoint HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n"
        .formatted(length);
  }

  private Wire.Reply ask(String method, String path) throws IOException {
    try (Wire wire = new Wire(witness.address())) {
      wire.send("%s %s HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n".formatted(method, path));
      return wire.read(!method.equals("HEAD"));
    }
  }

  private static String path() {
    return "/" + Hash.sha256(ORIGIN.getBytes(UTF_8)).hex() + "/checkpoint";
  }

  private static void verify(String note) throws MalformedException {
    SignedNote.parse(note.getBytes(UTF_8))
        .verify(List.of(TestWitness.cosigner("witness.example/w1").verifier()));
  }

  @Test
  void cosignsAndShowsTheLatest() throws IOException, MalformedException {
    assertThat(ask("GET", path()).status()).isEqualTo(404);

    Wire.Reply reply = post(growth(TREE, 0, 8));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    String cosigned = new String(note(TREE, 8).bytes(), UTF_8) + reply.body();
    verify(cosigned);
    Wire.Reply latest = ask("GET", path());
    assertThat(latest.status()).isEqualTo(200);
    assertThat(latest.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(latest.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(latest.body()).isEqualTo(cosigned);
    Wire.Reply head = ask("HEAD", path());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-length"))
        .isEqualTo(String.valueOf(cosigned.getBytes(UTF_8).length));
    assertThat(post(growth(TREE, 8, 20)).status()).isEqualTo(200);
    assertThat(ask("GET", path()).body()).startsWith(ORIGIN + "\n20\n");
  }

  @Test
  void tellsEachRefusalByItsStatus() throws IOException {
    assertThat(post(growth(TREE, 0, 8)).status()).isEqualTo(200);

    assertThat(post(new byte[0]).status()).isEqualTo(400);
    assertThat(post("old 0\n\nnothing".getBytes(UTF_8)).status()).isEqualTo(400);
    assertThat(post(new AddCheckpoint(9, List.of(), note(TREE, 8)).bytes()).status())
        .isEqualTo(400);
    var stranger = new NoteSigner(ORIGIN, TestElection.key("stranger"));
    String body = new Checkpoint(ORIGIN, 9, TREE.root(9)).body();
    assertThat(post(new AddCheckpoint(8, List.of(), stranger.sign(body)).bytes()).status())
        .isEqualTo(403);
    var other = new NoteSigner("example.com/other", TestElection.key("watched log"));
    String elsewhere = new Checkpoint("example.com/other", 9, TREE.root(9)).body();
    assertThat(post(new AddCheckpoint(0, List.of(), other.sign(elsewhere)).bytes()).status())
        .isEqualTo(404);
    Wire.Reply conflict = post(growth(TREE, 0, 9));
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.header("content-type")).isEqualTo("text/x.tlog.size");
    assertThat(conflict.body()).isEqualTo("8\n");
    assertThat(witness.told).isEmpty();
    assertThat(post(growth(tree("another past "), 8, 9)).status()).isEqualTo(422);
    assertThat(witness.told).hasSize(1);
  }

  @Test
  void answersWith500AndNoCosignatureIfItCannotKeep() throws IOException {
    String file = Hash.sha256(ORIGIN.getBytes(UTF_8)).hex();
    Files.createDirectories(root.resolve(file + ".new").resolve("not empty"));

    Wire.Reply reply = post(growth(TREE, 0, 8));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("witness.example", root.toString());
    assertThat(witness.told).hasSize(1);
    assertThat(ask("GET", path()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "POST"})
  void hasOtherMethodsForNothingElse(String method) throws IOException {
    assertThat(ask(method, path()).status()).isEqualTo(405);
    assertThat(ask("GET", "/add-checkpoint").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/checkpoint",
        "//checkpoint",
        "/lock",
        "/../lock",
        "/0000000000000000000000000000000000000000000000000000000000000000/checkpoint",
        "/00/checkpoint",
        "/%00/checkpoint"
      })
  void showsNothingElse(String path) throws IOException {
    assertThat(ask("GET", path).status()).isBetween(400, 404);
  }

  @Test
  void readsNoMoreThanTheLongestRequest() throws IOException {
    try (Wire wire = new Wire(witness.address())) {
      assertThat(wire.send(head(1L << 40)).read().status()).isEqualTo(413);
    }
    try (Wire wire = new Wire(witness.address())) {
      wire.send("POST /add-checkpoint HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
      int status = 0;
      try {
        for (int i = 0; i < 64; i++) {
          wire.send(chunk.getBytes(ISO_8859_1));
        }
        wire.send("0\r\n\r\n");
        status = wire.read().status();
      } catch (IOException e) {
        // The connection was closed while it was still being written to; that is an answer too.
        status = 413;
      }
      assertThat(status).isIn(400, 413);
    }
    assertThat(post(growth(TREE, 0, 8)).status()).isEqualTo(200);
  }

  @Test
  void waitsForNoSenderWhoFallsSilentOrTrickles() throws Exception {
    try (Wire silent = new Wire(witness.address());
        Wire trickling = new Wire(witness.address())) {
      silent.send(head(100)).send("old 0\n");
      trickling.send(head(100));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 14; i++) {
                  trickling.send("o");
                  Thread.sleep(1000);
                }
              })
          .isInstanceOf(IOException.class);
      assertThatThrownBy(silent::read).isNotInstanceOf(SocketTimeoutException.class);
    }
    try (Wire gone = new Wire(witness.address())) {
      gone.send(head(100)).send("old 0\n");
    }
    assertThat(post(growth(TREE, 0, 8)).status()).isEqualTo(200);
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    assertThat(post(growth(TREE, 0, 8)).status()).isEqualTo(200);
    Wire.Reply before = ask("GET", path());
    witness.close();
    start();

    assertThat(ask("GET", path()).body()).isEqualTo(before.body());
    assertThat(post(growth(TREE, 0, 9)).body()).isEqualTo("8\n");
    assertThat(post(growth(TREE, 8, 9)).status()).isEqualTo(200);
  }

  @Test
  void saysWhyItCannotListen() throws IOException {
    try (var _ = new TestWitness("w2", root.resolve("2"), List.of())) {
      assertThatThrownBy(
              () -> new TestWitness("w3", root.resolve("3"), List.of(), witness.address()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on");
    }
  }
}
