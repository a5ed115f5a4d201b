package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.MerkleTree;
import org.cotejo.model.ElectionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log only grows, and nobody who saw it is shown another one.
class SeenTest {
  private static final ElectionId ELECTION = ElectionId.of(new byte[] {1});
  private static final ElectionId OTHER = ElectionId.of(new byte[] {2});

  @TempDir private Path directory;

  private static MerkleTree log(String... entries) {
    var tree = new MerkleTree();
    for (String entry : entries) {
      tree.append(entry.getBytes(StandardCharsets.UTF_8));
    }
    return tree;
  }

  private static Checkpoint checkpoint(MerkleTree tree) {
    return new Checkpoint("log.example", tree.size(), tree.root());
  }

  private Seen seen() {
    return new Seen(Optional.of(directory), 0);
  }

  @Test
  void takesTheSameStateAndWhatItGrowsInto() throws Exception {
    seen().remember(ELECTION, checkpoint(log("a", "b")));
    MerkleTree grown = log("a", "b", "c");
    for (MerkleTree tree : new MerkleTree[] {log("a", "b"), grown}) {
      seen().refuseOlder(ELECTION, checkpoint(tree));
      seen().refuseFork(ELECTION, tree);
    }
    assertThatCode(() -> seen().refuseOlder(OTHER, checkpoint(log("x"))))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTheStateBeforeTheOneSeen() throws Exception {
    seen().remember(ELECTION, checkpoint(log("a", "b")));
    assertThatThrownBy(() -> seen().refuseOlder(ELECTION, checkpoint(log("a"))))
        .isInstanceOf(DoesNotHoldException.class)
        .hasMessageContaining("has 1 entries, but 2 are known of");
  }

  @Test
  void refusesAnotherHistoryHoweverLong() throws Exception {
    seen().remember(ELECTION, checkpoint(log("a", "b")));
    for (MerkleTree fork : new MerkleTree[] {log("a", "x"), log("x", "b", "c", "d")}) {
      assertThatThrownBy(() -> seen().refuseFork(ELECTION, fork))
          .isInstanceOf(DoesNotHoldException.class)
          .hasMessageContaining("forked or rewritten");
    }
  }

  @Test
  void holdsTheCallersOwnKnowledgeAgainstTheLog() {
    var told = new Seen(Optional.empty(), 3);
    assertThatThrownBy(() -> told.refuseOlder(ELECTION, checkpoint(log("a", "b"))))
        .isInstanceOf(DoesNotHoldException.class);
    assertThatCode(() -> told.refuseOlder(ELECTION, checkpoint(log("a", "b", "c"))))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherVerificationThatEndsMeanwhileIsHeardToo() throws Exception {
    seen().refuseOlder(ELECTION, checkpoint(log("a")));
    seen().remember(ELECTION, checkpoint(log("a", "b")));
    assertThatThrownBy(() -> seen().refuseFork(ELECTION, log("a")))
        .isInstanceOf(DoesNotHoldException.class)
        .hasMessageContaining("2 are known of");
    assertThatThrownBy(() -> seen().remember(ELECTION, checkpoint(log("a"))))
        .isInstanceOf(DoesNotHoldException.class)
        .hasMessageContaining("2 are known of");
    seen().refuseFork(ELECTION, log("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"many", "", "1", "-1 HASH", "0 HASH", "99999999999999 HASH", "1 é", "1 00"})
  void saysWhichMemoryIsDamaged(String damaged) throws Exception {
    Checkpoint checkpoint = checkpoint(log("a"));
    seen().remember(ELECTION, checkpoint);
    Path file = directory.resolve(ELECTION.toString());
    Files.writeString(file, damaged.replace("HASH", checkpoint.root().hex()));
    assertThatThrownBy(() -> seen().refuseOlder(ELECTION, checkpoint))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is damaged; remove it to forget what was seen");
  }

  @Test
  void remembersNothingWhenToldTo() throws Exception {
    new Seen(Optional.empty(), 0).remember(ELECTION, checkpoint(log("a")));
    assertThat(directory).isEmptyDirectory();
  }
}
