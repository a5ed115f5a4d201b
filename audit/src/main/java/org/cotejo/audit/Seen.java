package org.cotejo.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.MerkleTree;
import org.cotejo.model.ElectionId;

/// What this reader has seen of each election: the size and root of the newest checkpoint. A log
/// only grows, so an older one, or another one of the same size, is refused.
///
/// @param directory where it is remembered; empty to remember nothing
/// @param atLeast a size the caller knows was published; 0 if none
public record Seen(Optional<Path> directory, long atLeast) {
  public static final Seen NOTHING = new Seen(Optional.empty(), 0);

  void refuseOlder(ElectionId election, Checkpoint checkpoint)
      throws IOException, DoesNotHoldException {
    long least = Math.max(atLeast, read(election).map(Remembered::size).orElse(0L));
    if (checkpoint.size() < least) {
      throw new DoesNotHoldException(
          "checkpoint",
          "has %d entries, but %d are known of: this is an older state, or entries were removed"
              .formatted(checkpoint.size(), least));
    }
  }

  void refuseFork(ElectionId election, MerkleTree tree) throws IOException, DoesNotHoldException {
    Optional<Remembered> before = read(election);
    if (before.isPresent() && !tree.root(before.get().size()).equals(before.get().root())) {
      throw new DoesNotHoldException(
          "checkpoint",
          "its first %d entries are not those seen before: the log was forked or rewritten"
              .formatted(before.get().size()));
    }
  }

  void remember(ElectionId election, Checkpoint checkpoint) throws IOException {
    if (directory.isEmpty()) {
      return;
    }
    Files.createDirectories(directory.get());
    Path beside = Files.createTempFile(directory.get(), "seen", "");
    String text = checkpoint.size() + " " + checkpoint.root().hex() + "\n";
    Files.writeString(beside, text, StandardCharsets.US_ASCII);
    Files.move(beside, file(directory.get(), election), StandardCopyOption.REPLACE_EXISTING);
  }

  private record Remembered(long size, Hash root) {}

  private static Path file(Path directory, ElectionId election) {
    return directory.resolve(election.toString());
  }

  private Optional<Remembered> read(ElectionId election) throws IOException {
    if (directory.isEmpty() || !Files.exists(file(directory.get(), election))) {
      return Optional.empty();
    }
    Path file = file(directory.get(), election);
    String[] parts = Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", 2);
    try {
      return Optional.of(new Remembered(Long.parseLong(parts[0]), Hash.parseHex(parts[1])));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException | MalformedException e) {
      throw new IOException(file + " is damaged; remove it to forget what was seen", e);
    }
  }
}
