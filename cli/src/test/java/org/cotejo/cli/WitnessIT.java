package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.AddCheckpoint;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A witness by its command alone.
class WitnessIT {
  private static final NoteSigner LOG =
      new NoteSigner("log.example/1", SigningKey.fromSeed(Algorithm.ED25519, new byte[32]));

  @TempDir private Path directory;

  private Serving witness() throws IOException {
    return new Serving(
        directory.resolve("err"),
        "witness",
        "--key=" + directory.resolve("w.key"),
        "--name=witness.example/w1",
        "--log=" + LOG.verifier().vkey(),
        "--dir=" + directory.resolve("seen"),
        "--listen=127.0.0.1:0");
  }

  private static HttpResponse<String> post(Serving witness, long old, long size)
      throws IOException, InterruptedException {
    var tree = new MerkleTree();
    for (int i = 0; i < size; i++) {
      tree.append(new byte[] {(byte) i});
    }
    SignedNote note = LOG.sign(new Checkpoint("log.example/1", size, tree.root()).body());
    byte[] body = new AddCheckpoint(old, tree.consistency(old, size), note).bytes();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(witness.statements())
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    }
  }

  @Test
  @Timeout(120)
  void cosignsKeepsAndGoesOnAfterAStop() throws Exception {
    Run.cotejo("key", "generate", directory.resolve("w"));
    try (Serving witness = witness()) {
      String told = witness.line();
      String vkey = told.substring(told.indexOf("witness.example/w1+"));
      assertThat(witness.line()).contains("log.example/1").contains("never");
      // The key that is told is that of cosignatures: type 4 in front of the 32 bytes.
      assertThat(vkey).matches("witness\\.example/w1\\+[0-9a-f]{8}\\+B[A-P].{42}");

      HttpResponse<String> answer = post(witness, 0, 5);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      verify(vkey, answer.body());
      witness.stop();
    }
    try (Serving witness = witness()) {
      assertThat(witness.line()).contains("witness.example/w1+");
      assertThat(witness.line()).contains("log.example/1").contains("5");
      HttpResponse<String> conflict = post(witness, 0, 6);
      assertThat(conflict.statusCode()).isEqualTo(409);
      assertThat(conflict.body()).isEqualTo("5\n");
      Run second = Run.cotejo(arguments(directory.resolve("seen"), "witness.example/w1"));
      assertThat(second.code()).isEqualTo(2);
      assertThat(second.err()).contains("in use by another witness").hasLineCount(1);
      witness.stop();
    }
  }

  private static void verify(String vkey, String lines) throws MalformedException {
    assertThat(lines).startsWith("— witness.example/w1 ").endsWith("\n").hasLineCount(1);
    var tree = new MerkleTree();
    for (int i = 0; i < 5; i++) {
      tree.append(Merkle.leaf(new byte[] {(byte) i}));
    }
    String body = new Checkpoint("log.example/1", 5, tree.root()).body();
    SignedNote.parse((body + "\n" + lines).getBytes(UTF_8))
        .verify(List.of(NoteVerifier.parse(vkey)));
  }

  private Object[] arguments(Path seen, String name) {
    return new Object[] {
      "witness",
      "--key",
      directory.resolve("w.key"),
      "--name",
      name,
      "--log",
      LOG.verifier().vkey(),
      "--dir",
      seen,
      "--listen",
      "127.0.0.1:0"
    };
  }

  @Test
  @Timeout(120)
  void anElectionIsServedUnderTheEyesOfTwo() throws Exception {
    Trial.found(directory);
    Path night = directory.resolve("night");
    String log = Files.readString(night.resolve("log.vkey")).strip();
    try (Serving first = witnessOf(log, "one");
        Serving second = witnessOf(log, "two")) {
      String policy =
          """
          log %s
          witness one %s
          witness two %s
          group both all one two
          quorum both
          """
              .formatted(log, address(first), address(second));
      Path file = Files.writeString(directory.resolve("w.policy"), policy);
      try (Serving serving = serving(night, file)) {
        assertThat(serving.line()).isEqualTo("Witnesses: 2 of 2 cosigned, and their quorum holds.");
        second.stop();
        Trial.phase(night, "counting-open", serving);
        String said = serving.line();
        while (said.startsWith("Bulletin")) {
          said = serving.line();
        }
        assertThat(said)
            .startsWith("The witnesses' quorum is missing at")
            .endsWith("two unreachable");
        serving.stop();
      }
    }
    List<String> checkpoint = Files.readAllLines(night.resolve("public/checkpoint"));
    assertThat(checkpoint).anyMatch(line -> line.startsWith("— one "));
    assertThat(checkpoint).noneMatch(line -> line.startsWith("— two "));
    assertThat(Files.readString(night.resolve("public/witnesses.json")))
        .contains("\"quorum\":false", "{\"name\":\"two\",\"outcome\":\"unreachable\"}");
    Run verified =
        Run.cotejo(
            "verify",
            "--forget",
            night.resolve("public"),
            "--authority",
            directory.resolve("authority.pub"));
    assertThat(verified.code()).as(verified.text()).isZero();
  }

  private Serving witnessOf(String log, String name) throws IOException {
    Run.cotejo("key", "generate", directory.resolve(name));
    return new Serving(
        directory.resolve("err"),
        "witness",
        "--key=" + directory.resolve(name + ".key"),
        "--name=" + name,
        "--log=" + log,
        "--dir=" + directory.resolve("seen-" + name),
        "--listen=127.0.0.1:0");
  }

  /// What a policy says of a witness: its key, from what it tells, and its address.
  private static String address(Serving witness) throws IOException {
    String key = witness.line();
    return key.substring(key.lastIndexOf(' ') + 1)
        + " "
        + witness.statements().toString().replace("/add-checkpoint", "");
  }

  private Serving serving(Path night, Path policy) throws IOException {
    return new Serving(
        directory.resolve("err"),
        "serve",
        "--dir=" + night,
        "--intake=127.0.0.1:0",
        "--open=127.0.0.1:0",
        "--operators=127.0.0.1:0",
        "--site=127.0.0.1:0",
        "--publish=1",
        "--bulletin=1",
        "--witnesses=" + policy);
  }

  @Test
  void saysInOneLineWhyItCannotBegin() throws IOException {
    Run.cotejo("key", "generate", directory.resolve("w"));
    Path seen = Files.createDirectory(directory.resolve("seen"));

    Run name = Run.cotejo(arguments(seen, "a name"));
    assertThat(name.code()).isEqualTo(2);
    assertThat(name.err()).contains("--name 'a name'").hasLineCount(2);
    Object[] log = arguments(seen, "w");
    log[6] = "log.example/1";
    assertThat(Run.cotejo(log).err()).contains("--log").contains("name+id+base64").hasLineCount(2);
    Object[] key = arguments(seen, "w");
    key[2] = directory.resolve("w.pub");
    assertThat(Run.cotejo(key).err()).contains("w.pub: not a private key").hasLineCount(1);
    // printf log.example/1 | sha256sum
    Files.writeString(
        seen.resolve("fc4dafa3f2d4604aae1fa59b9b5a7f83946e6e16a6aee48affb4acd08d1305a0"), "?");
    Run damaged = Run.cotejo(arguments(seen, "w"));
    assertThat(damaged.code()).isEqualTo(2);
    assertThat(damaged.err()).contains("put the file back from a copy").hasLineCount(1);
  }
}
