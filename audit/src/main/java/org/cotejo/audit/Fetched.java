package org.cotejo.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.cotejo.model.NewDirectory;

/// A publication copied from an address into a temporary directory, to be verified there. Nothing
/// fetched is believed; names and sizes are bounded, and what cannot be had is simply missing.
public final class Fetched implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int REMOVALS = 100;

  private final URI base;
  private final Path directory;
  private final RemoteFiles remote;
  private final PublicationCopy copy;

  /// @param base address of the publication; paths are below it
  /// @throws IllegalArgumentException if it is not an http or https address
  public Fetched(URI base, Progress progress) throws IOException {
    this(base, progress, ANSWER);
  }

  /// @param answer the longest wait for the head of an answer, and for each next piece of its body
  Fetched(URI base, Progress progress, Duration answer) throws IOException {
    this.base = RemoteFiles.base(base);
    this.remote = new RemoteFiles(this.base, answer);
    this.directory = Files.createTempDirectory("cotejo-verify");
    this.copy = new PublicationCopy(remote, directory, progress);
  }

  /// Copies and verifies. Starts again if the publication moved on meanwhile.
  public Verdict verify(Verifier verifier) throws IOException {
    try {
      if (copy.checkpoint().isEmpty() && copy.manifest().isEmpty()) {
        return new Verdict.CouldNotCheck("nothing is published at " + base);
      }
      return copy.verify(checkpoint -> {
        NewDirectory.remove(directory);
        copy.all(checkpoint, PublicationCopy.AtHand.NOTHING);
        return verifier.verify(directory);
      });
    } catch (IOException e) {
      return new Verdict.CouldNotCheck("cannot fetch it: " + e.getMessage());
    }
  }

  /// Removes what was copied. What is under way then ends without a verdict worth anything.
  @Override
  public void close() throws IOException {
    remote.close();
    for (int tries = 1; Files.exists(directory); tries++) {
      try {
        NewDirectory.remove(directory);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        // Copies that were under way still arrive.
        if (tries == REMOVALS) {
          throw e;
        }
      }
    }
  }
}
