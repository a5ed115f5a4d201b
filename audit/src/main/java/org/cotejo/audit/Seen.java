package org.cotejo.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    refuseOlder(
        checkpoint.size(), Math.max(atLeast, read(election).map(Remembered::size).orElse(0L)));
  }

  private static void refuseOlder(long size, long least) throws DoesNotHoldException {
    if (size < least) {
      throw new DoesNotHoldException(
          "checkpoint",
          "has %d entries, but %d are known of: this is an older state, or entries were removed"
              .formatted(size, least));
    }
  }

  void refuseFork(ElectionId election, MerkleTree tree) throws IOException, DoesNotHoldException {
    Optional<Remembered> before = read(election);
    // Another verification may have ended since the size was looked at.
    refuseOlder(tree.size(), before.map(Remembered::size).orElse(0L));
    if (before.isPresent() && !tree.root(before.get().size()).equals(before.get().root())) {
      throw new DoesNotHoldException(
          "checkpoint",
          "its first %d entries are not those seen before: the log was forked or rewritten"
              .formatted(before.get().size()));
    }
  }

  /// Remembers a state, unless another verification has seen a newer one meanwhile.
  void remember(ElectionId election, Checkpoint checkpoint)
      throws IOException, DoesNotHoldException {
    if (directory.isEmpty()) {
      return;
    }
    Files.createDirectories(directory.get());
    try (var file =
            FileChannel.open(
                directory.get().resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = file.lock()) {
      refuseOlder(election, checkpoint);
      Path beside = Files.createTempFile(directory.get(), "seen", "");
      String text = checkpoint.size() + " " + checkpoint.root().hex() + "\n";
      Files.writeString(beside, text, StandardCharsets.US_ASCII);
      Files.move(beside, file(directory.get(), election), StandardCopyOption.REPLACE_EXISTING);
    }
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
    try {
      String[] parts =
          new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip().split(" ", 2);
      long size = Long.parseLong(parts[0]);
      if (size < 1 || size > MerkleTree.MAX_SIZE) {
        throw new NumberFormatException("no size: " + size);
      }
      return Optional.of(new Remembered(size, Hash.parseHex(parts[1])));
    } catch (IOException
        | NumberFormatException
        | ArrayIndexOutOfBoundsException
        | MalformedException e) {
      throw new IOException(file + " is damaged; remove it to forget what was seen", e);
    }
  }
}
