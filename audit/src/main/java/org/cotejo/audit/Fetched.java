package org.cotejo.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.model.NewDirectory;
import org.cotejo.publication.Publication;

/// A publication copied from an address into a temporary directory, to be verified there. Nothing
/// fetched is believed; names and sizes are bounded, and what cannot be had is simply missing.
public final class Fetched implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int AT_ONCE = 8;
  private static final String CHECKPOINT = PublishedFiles.CHECKPOINT;

  /// A line of a manifest has 150 bytes; this is one of half a million files.
  private static final long MAX_MANIFEST = 64L << 20;

  private static final int MAX_PATH = 300;
  private static final int REMOVALS = 100;

  private final URI base;
  private final Progress progress;
  private final Path directory;
  private final RemoteFiles remote;

  /// @param base address of the publication; paths are below it
  /// @throws IllegalArgumentException if it is not an http or https address
  public Fetched(URI base, Progress progress) throws IOException {
    this(base, progress, ANSWER);
  }

  /// @param answer the longest wait for the head of an answer, and for each next piece of its body
  Fetched(URI base, Progress progress, Duration answer) throws IOException {
    if (base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
      throw new IllegalArgumentException("not an address: " + base);
    }
    this.base = base.getPath().endsWith("/") ? base : URI.create(base + "/");
    this.progress = progress;
    this.remote = new RemoteFiles(this.base, answer);
    this.directory = Files.createTempDirectory("cotejo-verify");
  }

  /// Copies and verifies. Starts again if the publication moved on meanwhile.
  public Verdict verify(Verifier verifier) throws IOException {
    try {
      if (checkpoint().isEmpty() && manifest().isEmpty()) {
        return new Verdict.CouldNotCheck("nothing is published at " + base);
      }
      return Moving.verify(
          new Moving() {
            @Override
            public byte[] checkpoint() throws IOException {
              return Fetched.this.checkpoint().orElse(new byte[0]);
            }

            @Override
            public boolean isUnderWay() throws IOException {
              return get(LogDirectory.NEXT_CHECKPOINT, PublishedFiles.MAX_NOTE).isPresent();
            }

            @Override
            public Verdict check() throws IOException {
              NewDirectory.remove(directory);
              Files.createDirectories(directory);
              copyAll(checkpoint());
              return verifier.verify(directory);
            }
          });
    } catch (IOException e) {
      return new Verdict.CouldNotCheck("cannot fetch it: " + e.getMessage());
    }
  }

  private void copyAll(byte[] checkpoint) throws IOException {
    if (checkpoint.length > 0) {
      save(CHECKPOINT, checkpoint);
    }
    List<String> paths = new ArrayList<>();
    paths.addAll(logPaths(checkpoint));
    Optional<byte[]> manifest = manifest();
    if (manifest.isPresent()) {
      save(Publication.MANIFEST, manifest.get());
      paths.addAll(listed(manifest.get()));
    }
    var workers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try {
      List<Future<?>> copies = new ArrayList<>();
      for (String path : paths) {
        copies.add(
            workers.submit(() -> {
              copy(path);
              return path;
            }));
      }
      for (int i = 0; i < copies.size(); i++) {
        copies.get(i).get();
        progress.at(Progress.Step.FETCHING, i + 1, copies.size());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw RemoteFiles.interrupted(e);
    } finally {
      workers.shutdownNow();
    }
  }

  /// Empty if the checkpoint cannot be read: then the verifier says what is wrong with it.
  private static List<String> logPaths(byte[] checkpoint) {
    try {
      long size = Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
      return size > MerkleTree.MAX_SIZE ? List.of() : LogFile.of(size).map(LogFile::path).toList();
    } catch (MalformedException e) {
      return List.of();
    }
  }

  /// The paths a manifest lists, as far as they are paths a publication can have.
  private static List<String> listed(byte[] manifest) {
    return new String(manifest, StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.substring(0, Math.max(0, line.indexOf(','))))
        .filter(Fetched::isPlain)
        .toList();
  }

  private static boolean isPlain(String path) {
    return path.length() <= MAX_PATH
        && path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
  }

  private Optional<byte[]> checkpoint() throws IOException {
    return get(CHECKPOINT, PublishedFiles.MAX_NOTE);
  }

  private Optional<byte[]> manifest() throws IOException {
    return get(Publication.MANIFEST, MAX_MANIFEST);
  }

  /// @return empty if there is no such file
  private Optional<byte[]> get(String path, long most) throws IOException {
    var content = new ByteArrayOutputStream();
    return remote.fetch(path, most, () -> content)
        ? Optional.of(content.toByteArray())
        : Optional.empty();
  }

  private void copy(String path) throws IOException {
    boolean isThere =
        remote.fetch(
            path,
            PublishedFiles.MAX_FILE,
            () -> {
              Path file = directory.resolve(path);
              Files.createDirectories(file.getParent());
              return Files.newOutputStream(file);
            });
    if (!isThere) {
      Files.deleteIfExists(directory.resolve(path));
    }
  }

  private void save(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
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
