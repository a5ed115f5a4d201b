package org.cotejo.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.model.NewDirectory;
import org.cotejo.publication.Publication;

/// A publication copied from an address into a temporary directory, to be verified there. Nothing
/// fetched is believed; names and sizes are bounded, and what cannot be had is simply missing.
public final class Fetched implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int AT_ONCE = 8;
  private static final String CHECKPOINT = PublishedFiles.CHECKPOINT;

  /// A line of a manifest has 150 bytes; this is one of half a million files.
  private static final long MAX_MANIFEST = 64L << 20;

  private static final int MAX_PATH = 300;
  private static final int NOT_FOUND = 404;

  private final URI base;
  private final Progress progress;
  private final Path directory;
  private final Duration answer;
  private final ScheduledExecutorService patience =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("patience").factory());
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /// @param base address of the publication; paths are below it
  /// @throws IllegalArgumentException if it is not an http or https address
  public Fetched(URI base, Progress progress) throws IOException {
    this(base, progress, ANSWER);
  }

  /// @param answer the longest wait for the head of an answer, and for each next piece of its body
  Fetched(URI base, Progress progress, Duration answer) throws IOException {
    if (base.getHost() == null) {
      throw new IllegalArgumentException("not an address: " + base);
    }
    this.base = base.getPath().endsWith("/") ? base : URI.create(base + "/");
    this.progress = progress;
    this.answer = answer;
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
              return get(Publication.NEXT_CHECKPOINT, PublishedFiles.MAX_NOTE).isPresent();
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
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
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
    return fetch(path, most, () -> content) ? Optional.of(content.toByteArray()) : Optional.empty();
  }

  private void copy(String path) throws IOException {
    boolean isThere =
        fetch(
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

  /// Where a file goes that is there.
  private interface Target {
    OutputStream open() throws IOException;
  }

  /// @param most bytes, at most
  /// @return whether there is such a file
  /// @throws IOException if the address cannot be reached, stops in the middle, or answers anything
  ///   else
  private boolean fetch(String path, long most, Target target) throws IOException {
    URI address = base.resolve(path);
    HttpResponse<InputStream> response = head(address);
    try (InputStream body = response.body()) {
      if (response.statusCode() == NOT_FOUND) {
        return false;
      }
      if (response.statusCode() != 200) {
        throw new IOException(address + " answers " + response.statusCode());
      }
      try (OutputStream out = target.open()) {
        transfer(address, body, out, most);
      }
      return true;
    }
  }

  private HttpResponse<InputStream> head(URI address) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(address).timeout(answer).build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new IOException(address + ": " + reason(e), e);
    }
  }

  private String reason(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "no answer within " + answer.toSeconds() + " s";
      case ConnectException _ when e.getCause() instanceof UnresolvedAddressException ->
          "no such host is known";
      case ConnectException _ -> "no server answers there";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// The client's time limit ends with the head of an answer; this is the one for its body.
  private void transfer(URI address, InputStream body, OutputStream out, long most)
      throws IOException {
    var buffer = new byte[1 << 16];
    for (long total = 0; ; ) {
      ScheduledFuture<?> giveUp =
          patience.schedule(() -> closeQuietly(body), answer.toMillis(), TimeUnit.MILLISECONDS);
      int read;
      try {
        read = body.read(buffer);
      } catch (IOException e) {
        boolean isOver = giveUp.getDelay(TimeUnit.NANOSECONDS) <= 0;
        String what =
            isOver ? " has sent nothing more for " + answer.toSeconds() + " s" : " breaks off";
        throw new IOException(address + what, e);
      } finally {
        giveUp.cancel(false);
      }
      if (read < 0) {
        return;
      }
      total += read;
      if (total > most) {
        throw new IOException(address + " is larger than any such file");
      }
      out.write(buffer, 0, read);
    }
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Whoever waits for it is told that nothing came.
      return;
    }
  }

  private void save(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Override
  public void close() throws IOException {
    patience.shutdownNow();
    client.shutdownNow();
    NewDirectory.remove(directory);
  }
}
