package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Answer;
import org.cotejo.log.DiskStorage;
import org.cotejo.log.Journal;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Sequencer;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Phase;
import org.cotejo.model.Register;
import org.cotejo.publication.Publication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same keys, records, moments and clock give the same published bytes on every machine, also
/// on one that takes the records in other groups or starts anew between two publications.
@Timeout(60)
class DeterminismIT {
  private static final int SHEETS = 320;

  @TempDir private Path temporary;

  /// The parts of a server without its doors and its timer.
  private static final class Machine implements AutoCloseable {
    private final Journal journal;
    private final Sequencer<Submission, Refusal> sequencer;
    private final Publisher publisher;

    Machine(TestElection election, Instant[] now) throws IOException {
      ElectionDirectory directory = election.directory();
      journal = Journal.open(directory.journal());
      var tree = new MerkleTree();
      ElectionPackage packaged = directory.electionPackage();
      AuthorityKeys authority = directory.authority();
      var register = new Register(packaged, authority);
      Set<Long> bulletins = new HashSet<>();
      journal.replay((index, entry) -> {
        Submission read = decode(entry);
        register.apply(
            read.envelope(), read.statement(), register.judge(read.envelope(), read.statement()));
        if (read.statement() instanceof BulletinStatement bulletin) {
          bulletins.add(bulletin.logSize());
        }
        tree.append(entry);
      });
      var log = new NoteSigner(TestElection.ORIGIN, election.log);
      sequencer =
          new Sequencer<>(
              journal,
              tree,
              log,
              new RegisterAdmission(register, List.of()),
              cause -> {
                throw new IllegalStateException(cause);
              });
      sequencer.start();
      publisher =
          new Publisher(
              journal,
              sequencer,
              log,
              election.operator,
              election.id(),
              new LogDirectory(new DiskStorage(directory.publicDirectory())),
              () -> now[0],
              Optional.empty(),
              files ->
                  new Publication(
                      packaged,
                      authority,
                      TestElection.program(),
                      index -> sequencer.read(t -> t.leaf(index)),
                      size -> sequencer.read(t -> t.root(size)),
                      files));
      hand(List.of(directory.founding().envelope().bytes()), 1);
      publisher.restore(bulletins);
    }

    /// Hands statements in, `together` of them before it waits for the first answer.
    void hand(List<byte[]> statements, int together) throws IOException {
      for (int from = 0; from < statements.size(); from += together) {
        List<CompletableFuture<Answer<Refusal>>> answers = new ArrayList<>();
        for (byte[] bytes :
            statements.subList(from, Math.min(from + together, statements.size()))) {
          var answer = new CompletableFuture<Answer<Refusal>>();
          Hash leaf = Merkle.leaf(bytes);
          assertThat(sequencer.submit(bytes, leaf, decode(bytes), answer::complete)).isTrue();
          answers.add(answer);
        }
        for (CompletableFuture<Answer<Refusal>> answer : answers) {
          assertThat(answer.join()).isInstanceOf(Answer.Accepted.class);
        }
      }
    }

    @Override
    public void close() throws IOException {
      sequencer.close();
      journal.close();
    }
  }

  private static Submission decode(byte[] bytes) throws IOException {
    try {
      return Submission.decode(bytes);
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  /// Plays one night of publications and gives back everything that is published at its end.
  private SortedMap<String, Hash> play(String name, int together, boolean startsAnew)
      throws IOException {
    TestElection election = TestElection.found(temporary.resolve(name));
    Instant[] now = {Instant.ofEpochSecond(1_800_000_000)};
    Machine machine = new Machine(election, now);
    try {
      machine.hand(List.of(election.phase(Phase.COUNTING_OPEN)), together);
      int from = 0;
      for (int step : new int[] {0, 1, 7, 100, 130, 0, 60, 22}) {
        List<byte[]> sheets = new ArrayList<>();
        for (int sheet = from; sheet < from + step; sheet++) {
          sheets.add(sheet(election, sheet));
        }
        from += step;
        machine.hand(sheets, together);
        now[0] = now[0].plusSeconds(step % 10);
        var _ = machine.publisher.publish(step % 2 == 0);
        if (startsAnew) {
          machine.close();
          machine = new Machine(election, now);
        }
      }
      assertThat(from).isEqualTo(SHEETS);
      machine.hand(List.of(election.phase(Phase.RECORDS_CLOSED)), together);
      now[0] = now[0].plusSeconds(61);
      var _ = machine.publisher.publish(true);
    } finally {
      machine.close();
    }
    return published(election.directory().publicDirectory());
  }

  private static byte[] sheet(TestElection election, int number) throws IOException {
    int station = number % TestElection.STATIONS;
    int contest = number / TestElection.STATIONS % 2;
    long added = number / TestElection.STATIONS / 2;
    return election.signed(election.record(contest, station, added), election.device(station));
  }

  private static SortedMap<String, Hash> published(Path root) throws IOException {
    SortedMap<String, Hash> files = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Hash.sha256(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void publishesTheSameBytesFromTheSameNight() throws IOException {
    SortedMap<String, Hash> first = play("first", 1, false);

    assertThat(first).containsKeys("checkpoint", "manifest.csv", "latest.json", "index.html");
    assertThat(first).containsKeys("site/page.js", "site/es/data.html", "site/files.sha256");
    assertThat(first).containsKeys("tile/0/000", "tile/entries/000", "bulletins/1.json");
    assertThat(play("second", 1, false)).isEqualTo(first);
    assertThat(play("in large groups", 1000, false)).isEqualTo(first);
  }

  @Test
  void publishesTheSameBytesWhenItStartsAnewAfterEachPublication() throws IOException {
    SortedMap<String, Hash> anew = play("anew", 50, true);
    SortedMap<String, Hash> first = play("first", 1, false);

    assertThat(anew.keySet()).isEqualTo(first.keySet());
    assertThat(anew).isEqualTo(first);
  }
}
