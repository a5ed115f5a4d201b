package org.cotejo.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.publication.Publication;

/// Copies one state of a publication from an address into a directory, where it is to be verified.
/// Nothing fetched is believed; names and sizes are bounded, and what cannot be had is simply
/// missing. The checkpoint is removed first and written last.
final class PublicationCopy {
  private static final int AT_ONCE = 8;
  private static final String CHECKPOINT = PublishedFiles.CHECKPOINT;
  private static final String UNFINISHED = ".unfinished";

  /// A line of a manifest has 150 bytes; this is one of half a million files.
  private static final long MAX_MANIFEST = 64L << 20;

  private static final int MAX_PATH = 300;

  private final RemoteFiles remote;
  private final Path directory;
  private final Progress progress;

  PublicationCopy(RemoteFiles remote, Path directory, Progress progress) {
    this.remote = remote;
    this.directory = directory;
    this.progress = progress;
  }

  /// A file of the publication, and how to know a copy of it that one has already.
  ///
  /// @param size bytes, where that is known
  /// @param digest by the manifest; none for a full file of the log, which never changes
  record Wanted(String path, Optional<Long> size, Optional<Hash> digest) {
    /// Whether the name alone, or the digest, tells which bytes these are.
    boolean isKnown() {
      return digest.isPresent() || path.matches("tile/[^.]*");
    }
  }

  /// Copies that need not be fetched.
  interface AtHand {
    AtHand NOTHING = wanted -> false;

    /// Whether the file is in the directory now.
    boolean provide(Wanted wanted) throws IOException;
  }

  /// Copies a state and checks it.
  interface StateCheck {
    /// @param checkpoint of the state; empty if there is none
    Verdict check(byte[] checkpoint) throws IOException;
  }

  /// Checks until what is found belongs to one state.
  Verdict verify(StateCheck check) throws IOException {
    return Moving.verify(
        new Moving() {
          @Override
          public byte[] checkpoint() throws IOException {
            return PublicationCopy.this.checkpoint().orElse(new byte[0]);
          }

          @Override
          public boolean isUnderWay() throws IOException {
            return PublicationCopy.this.isUnderWay();
          }

          @Override
          public Verdict check() throws IOException {
            return check.check(checkpoint());
          }
        });
  }

  Optional<byte[]> checkpoint() throws IOException {
    return get(CHECKPOINT, PublishedFiles.MAX_NOTE);
  }

  Optional<byte[]> manifest() throws IOException {
    return get(Publication.MANIFEST, MAX_MANIFEST);
  }

  private boolean isUnderWay() throws IOException {
    return get(LogDirectory.NEXT_CHECKPOINT, PublishedFiles.MAX_NOTE).isPresent();
  }

  /// Makes the directory hold this state and nothing else.
  ///
  /// @param checkpoint the one to copy the state of; empty if there is none
  void all(byte[] checkpoint, AtHand atHand) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve(CHECKPOINT));
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    Optional<byte[]> manifest = manifest();
    manifest.ifPresent(text -> listed(text).forEach(file -> wanted.put(file.path(), file)));
    logFiles(checkpoint).forEach(file -> wanted.putIfAbsent(file.path(), file));
    prune(wanted);
    fetch(wanted.values(), atHand);
    if (manifest.isPresent()) {
      save(Publication.MANIFEST, manifest.get());
    }
    if (checkpoint.length > 0) {
      save(CHECKPOINT, checkpoint);
    }
  }

  private void prune(Map<String, Wanted> wanted) throws IOException {
    var files = new PublishedFiles(directory);
    for (String path : files.all()) {
      if (!wanted.containsKey(path)) {
        Files.delete(directory.resolve(path));
      }
    }
  }

  private void fetch(Collection<Wanted> files, AtHand atHand) throws IOException {
    var workers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try {
      List<Future<?>> copies = new ArrayList<>();
      for (Wanted file : files) {
        copies.add(
            workers.submit(() -> {
              if (!file.isKnown() || !atHand.provide(file)) {
                copy(file.path());
              }
              return file;
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
  private static List<Wanted> logFiles(byte[] checkpoint) {
    try {
      long size = Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
      return size > MerkleTree.MAX_SIZE
          ? List.of()
          : LogFile.of(size).map(PublicationCopy::wanted).toList();
    } catch (MalformedException e) {
      return List.of();
    }
  }

  private static Wanted wanted(LogFile file) {
    Optional<Long> size =
        file instanceof Tile tile ? Optional.of((long) tile.length()) : Optional.empty();
    return new Wanted(file.path(), size, Optional.empty());
  }

  /// The files a manifest lists, as far as they have paths a publication can have.
  private static List<Wanted> listed(byte[] manifest) {
    return new String(manifest, StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", 3))
        .filter(fields -> isPlain(fields[0]))
        .map(PublicationCopy::listed)
        .toList();
  }

  private static Wanted listed(String[] fields) {
    try {
      if (fields.length == 3 && fields[1].matches("[0-9]{1,18}")) {
        Optional<Hash> digest = Optional.of(Hash.parseHex(fields[2]));
        return new Wanted(fields[0], Optional.of(Long.parseLong(fields[1])), digest);
      }
    } catch (MalformedException e) {
      // The verifier names what is wrong with a manifest.
      return new Wanted(fields[0], Optional.empty(), Optional.empty());
    }
    return new Wanted(fields[0], Optional.empty(), Optional.empty());
  }

  private static boolean isPlain(String path) {
    return path.length() <= MAX_PATH
        && path.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
  }

  /// @return empty if there is no such file
  private Optional<byte[]> get(String path, long most) throws IOException {
    var content = new ByteArrayOutputStream();
    return remote.fetch(path, most, () -> content)
        ? Optional.of(content.toByteArray())
        : Optional.empty();
  }

  /// A file is there whole or not at all, so that what a killed process leaves can be used.
  private void copy(String path) throws IOException {
    Path file = directory.resolve(path);
    Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
    boolean isThere =
        remote.fetch(
            path,
            PublishedFiles.MAX_FILE,
            () -> {
              Files.createDirectories(file.getParent());
              return Files.newOutputStream(beside);
            });
    if (isThere) {
      move(beside, file);
    } else {
      Files.deleteIfExists(file);
    }
  }

  private void save(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.write(beside, content);
    move(beside, file);
  }

  private static void move(Path beside, Path file) throws IOException {
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
