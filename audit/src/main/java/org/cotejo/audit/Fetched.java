package org.cotejo.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
  private static final String CHECKPOINT = "checkpoint";
  private static final int MAX_PATH = 300;
  private static final int NOT_FOUND = 404;

  private final URI base;
  private final Progress progress;
  private final Path directory;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /// @param base address of the publication; paths are below it
  /// @throws IllegalArgumentException if it is not an http or https address
  public Fetched(URI base, Progress progress) throws IOException {
    if (base.getHost() == null) {
      throw new IllegalArgumentException("not an address: " + base);
    }
    this.base = base.getPath().endsWith("/") ? base : URI.create(base + "/");
    this.progress = progress;
    this.directory = Files.createTempDirectory("cotejo-verify");
  }

  /// Copies and verifies. Starts again if the publication moved on meanwhile.
  public Verdict verify(Verifier verifier) throws IOException {
    try {
      if (get(CHECKPOINT).isEmpty() && get(Publication.MANIFEST).isEmpty()) {
        return new Verdict.CouldNotCheck("nothing is published at " + base);
      }
      return Moving.verify(
          new Moving() {
            @Override
            public byte[] checkpoint() throws IOException {
              return get(CHECKPOINT).orElse(new byte[0]);
            }

            @Override
            public boolean isUnderWay() throws IOException {
              return get(Publication.NEXT_CHECKPOINT).isPresent();
            }

            @Override
            public Verdict check() throws IOException {
              NewDirectory.remove(directory);
              Files.createDirectories(directory);
              copy(checkpoint());
              return verifier.verify(directory);
            }
          });
    } catch (IOException e) {
      return new Verdict.CouldNotCheck("cannot fetch from " + base + ": " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void copy(byte[] checkpoint) throws IOException {
    if (checkpoint.length > 0) {
      save(CHECKPOINT, checkpoint);
    }
    List<String> paths = new ArrayList<>(List.of(Publication.MANIFEST));
    paths.addAll(logPaths(checkpoint));
    Optional<byte[]> manifest = get(Publication.MANIFEST);
    if (manifest.isPresent()) {
      paths.addAll(listed(manifest.get()));
    }
    var workers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try {
      List<Future<?>> copies = new ArrayList<>();
      for (String path : paths) {
        copies.add(
            workers.submit(() -> {
              Optional<byte[]> content = get(path);
              if (content.isPresent()) {
                save(path, content.get());
              }
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

  /// @return empty if there is no such file
  /// @throws IOException if the address cannot be reached or answers anything else
  private Optional<byte[]> get(String path) throws IOException {
    URI address = base.resolve(path);
    var request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() == NOT_FOUND) {
          return Optional.empty();
        }
        if (response.statusCode() != 200) {
          throw new IOException(address + " answers " + response.statusCode());
        }
        byte[] content = body.readNBytes((int) PublishedFiles.MAX_FILE);
        if (body.read() >= 0) {
          throw new IOException(address + " is larger than any published file");
        }
        return Optional.of(content);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void save(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Override
  public void close() throws IOException {
    client.close();
    NewDirectory.remove(directory);
  }
}
