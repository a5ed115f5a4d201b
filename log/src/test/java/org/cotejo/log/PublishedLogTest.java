package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole logs that another program wrote, derived again from their entries, file by file.
class PublishedLogTest {
  @ParameterizedTest
  @ValueSource(strings = {"rfc0", "rfc1", "rfc7", "rfc8", "t256", "t300"})
  void derivesEveryFileOfTheLogFromItsEntries(String log) throws IOException, MalformedException {
    SignedNote note = SignedNote.parse(Vectors.bytes("logs/" + log + "/checkpoint"));
    note.verify(Vectors.logKey());
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<byte[]> entries = new ArrayList<>();
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      if (file instanceof EntryBundle bundle) {
        entries.addAll(EntryBundle.decode(bytes(log, file), bundle.width()));
      }
    }
    MerkleTree tree = Vectors.tree(entries);

    assertThat(tree.size()).isEqualTo(checkpoint.size());
    assertThat(tree.root()).isEqualTo(checkpoint.root());
    LogFile.of(checkpoint.size())
        .forEach(file -> assertThat(derive(file, tree, entries)).isEqualTo(bytes(log, file)));
    assertThat(LogFile.of(checkpoint.size()).map(LogFile::path).collect(Collectors.toSet()))
        .isEqualTo(filesOnDisk(log));
  }

  private static byte[] derive(LogFile file, MerkleTree tree, List<byte[]> entries) {
    return switch (file) {
      case Tile tile -> tree.tile(tile.level(), tile.n(), tile.width());
      case EntryBundle bundle ->
          EntryBundle.encode(
              entries.subList((int) (bundle.end() - bundle.width()), (int) bundle.end()));
    };
  }

  private static byte[] bytes(String log, LogFile file) {
    return Vectors.bytes("logs/" + log + "/" + file.path());
  }

  private static Set<String> filesOnDisk(String log) throws IOException {
    Path root = Objects.requireNonNull(Vectors.path("logs/" + log + "/checkpoint").getParent());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.equals("checkpoint"))
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rfc1", "rfc7", "rfc8", "t256", "t300"})
  void acceptsTheProofBesideTheLogForItsEntryOnly(String log) throws MalformedException {
    TlogProof proof = TlogProof.parse(Vectors.bytes("logs/" + log + ".tlog-proof"));
    byte[] entry = Vectors.bytes("logs/" + log + ".leaf");

    proof.verify(Merkle.leaf(entry), Vectors.LOG_NAME, Vectors.logKey());
    assertThat(proof.text()).isEqualTo(Vectors.text("logs/" + log + ".tlog-proof"));
  }
}
