package org.cotejo.server;

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
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.CoseReceipt;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.log.TlogProof;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Receipts against the published checkpoint, and partial files that were never written.
@Timeout(60)
class DerivedFilesIT {
  @TempDir private Path temporary;

  private static HttpResponse<byte[]> get(Running running, String path) throws Exception {
    return get(running, path, "*/*");
  }

  private static HttpResponse<byte[]> get(Running running, String path, String accept)
      throws Exception {
    var site = running.server.siteAddress();
    URI address =
        URI.create("http://%s:%d/%s".formatted(site.getHostString(), site.getPort(), path));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).header("Accept", accept).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void aReceiptAgainstThePublishedCheckpointIsThereWithinTenSeconds() throws Exception {
    TestElection election = TestElection.found(temporary.resolve("night"));
    try (Running running = new Running(election.directory())) {
      running.post(election.phase(Phase.COUNTING_OPEN));
      byte[] sheet = election.sheet(0, 1);
      String path = "receipts/" + Merkle.leaf(sheet).hex();
      assertThat(get(running, path).statusCode()).isEqualTo(404);
      assertThat(running.post(sheet).status()).isEqualTo(201);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      HttpResponse<byte[]> answer = get(running, path);
      while (answer.statusCode() == 404) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(50);
        answer = get(running, path);
      }
      assertThat(answer.statusCode()).isEqualTo(200);
      TlogProof receipt = TlogProof.parse(answer.body());
      receipt.verify(Merkle.leaf(sheet), TestElection.ORIGIN, List.of(election.vkey()));
      HttpResponse<byte[]> cose = get(running, path, "application/cose");
      assertThat(cose.headers().firstValue("Content-Type"))
          .contains("application/cose; cose-type=\"cose-sign1\"");
      assertThat(cose.headers().firstValue("Vary")).contains("Accept");
      CoseReceipt small = CoseReceipt.parse(cose.body());
      Checkpoint checkpoint = Checkpoint.parse(receipt.checkpoint().text());
      assertThat(small.verify(Merkle.leaf(sheet), TestElection.ORIGIN, List.of(election.vkey())))
          .isEqualTo(checkpoint.root());
      assertThat(small.claimedIndex()).isEqualTo(receipt.index());
      assertThat(get(running, "receipts/" + "0".repeat(64)).statusCode()).isEqualTo(404);
      assertThat(get(running, "receipts/x").statusCode()).isEqualTo(404);
    }
    SignedNote published =
        SignedNote.parse(
            Files.readAllBytes(election.directory().publicDirectory().resolve("checkpoint")));
    assertThat(published.text()).startsWith(TestElection.ORIGIN);
  }

  @Test
  void cutsPartialFilesOfEverySizeUpToThePublishedOne() throws Exception {
    TestElection election = TestElection.found(temporary.resolve("night"));
    List<byte[]> entries = new ArrayList<>();
    try (Running running = new Running(election.directory())) {
      running.post(election.phase(Phase.COUNTING_OPEN));
      for (int station = 0; station < 10; station++) {
        running.post(election.sheet(0, station));
      }
    }
    try (Running running = new Running(election.directory())) {
      Path directory = election.directory().publicDirectory();
      awaitPublished(running, directory);
      int size = Integer.parseInt(Files.readAllLines(directory.resolve("checkpoint")).get(1));
      byte[] all = get(running, new EntryBundle(0, size).path()).body();
      entries.addAll(EntryBundle.decode(all, size));
      var tree = new MerkleTree();
      for (int width = 1; width <= size; width++) {
        tree.append(entries.get(width - 1));
        assertThat(get(running, new Tile(0, 0, width).path()).body())
            .isEqualTo(tree.tile(0, 0, width));
        assertThat(get(running, new EntryBundle(0, width).path()).body())
            .isEqualTo(EntryBundle.encode(entries.subList(0, width)));
      }
      for (String other : List.of("tile/0/000.p/255", "tile/entries/000.p/255", "tile/1/000.p/1")) {
        assertThat(get(running, other).statusCode()).as(other).isEqualTo(404);
      }
    }
  }

  private static void awaitPublished(Running running, Path directory)
      throws IOException, InterruptedException, MalformedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (running.server.size()
        > Long.parseLong(Files.readAllLines(directory.resolve("checkpoint")).get(1))) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
