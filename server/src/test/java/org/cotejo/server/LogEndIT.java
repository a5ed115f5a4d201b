package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Journal;
import org.cotejo.model.Phase;
import org.cotejo.model.Register;
import org.cotejo.model.Standing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The end of a log: published once, with nothing behind it whatever happens to the server.
@Timeout(60)
class LogEndIT {
  @TempDir private Path temporary;
  private TestElection election;
  private byte[] closing;

  @BeforeEach
  void playToTheEnd() throws IOException {
    election = TestElection.found(temporary.resolve("night"));
    closing = election.phase(Phase.LOG_CLOSED);
    try (Running running = new Running(election.directory())) {
      assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
      for (int station = 0; station < 3; station++) {
        assertThat(running.post(election.sheet(0, station)).status()).isEqualTo(201);
      }
    }
    try (Running running = new Running(election.directory())) {
      assertThat(running.post(election.phase(Phase.RECORDS_CLOSED)).status()).isEqualTo(201);
      assertThat(running.post(closing).status()).isEqualTo(201);
    }
  }

  private SortedMap<String, Hash> published() throws IOException {
    Path root = election.directory().publicDirectory();
    var published = new TreeMap<String, Hash>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        published.put(root.relativize(file).toString(), Hash.sha256(Files.readAllBytes(file)));
      }
    }
    return published;
  }

  private void unpublish() throws IOException {
    for (String name : published().keySet()) {
      Files.delete(election.directory().publicDirectory().resolve(name));
    }
  }

  private List<byte[]> entries() throws IOException {
    var entries = new ArrayList<byte[]>();
    try (Journal journal = Journal.open(election.directory().journal())) {
      journal.replay((index, entry) -> entries.add(entry));
    }
    return entries;
  }

  /// Entries up to the one that ends the log; all of them are permitted.
  private int end(List<byte[]> entries) throws IOException, MalformedException {
    var register =
        new Register(election.directory().electionPackage(), election.directory().authority());
    int size = 0;
    for (byte[] entry : entries) {
      Submission read = Submission.decode(entry);
      Standing standing = register.judge(read.envelope(), read.statement());
      assertThat(standing).isInstanceOf(Standing.Valid.class);
      register.apply(read.envelope(), read.statement(), standing);
      size++;
      if (register.hasEnded()) {
        return size;
      }
    }
    return -1;
  }

  @Test
  void addsNothingWhenTheServerStartsAgain() throws Exception {
    SortedMap<String, Hash> before = published();
    int end = end(entries());
    for (int life = 0; life < 3; life++) {
      if (life == 2) {
        unpublish();
      }
      try (Running running = new Running(election.directory())) {
        assertThat(running.post(closing).status()).isEqualTo(200);
        assertThat(running.post(election.sheet(0, 5)).status()).isEqualTo(403);
        Thread.sleep(1500);
        assertThat(running.failures).isEmpty();
        assertThat(running.server.size()).isEqualTo(end);
      }
      assertThat(published()).isEqualTo(before);
    }
  }

  @Test
  void comesFromEveryEntryAfterTheClose() throws Exception {
    List<byte[]> entries = entries();
    int closed = 1;
    while (!Arrays.equals(entries.get(closed - 1), closing)) {
      closed++;
    }
    assertThat(end(entries)).isEqualTo(entries.size()).isGreaterThan(closed + 1);
    for (int cut = closed; cut < entries.size(); cut++) {
      Files.delete(election.directory().journal());
      try (Journal journal = Journal.open(election.directory().journal())) {
        journal.append(entries.subList(0, cut));
      }
      unpublish();
      try (Running running = new Running(election.directory())) {
        assertThat(running.failures).isEmpty();
      }
      List<byte[]> again = entries();
      assertThat(end(again)).as("cut at %d", cut).isEqualTo(again.size());
      Path checkpoint = election.directory().publicDirectory().resolve("checkpoint");
      assertThat(Files.readAllLines(checkpoint).get(1)).isEqualTo(Integer.toString(again.size()));
    }
  }
}
