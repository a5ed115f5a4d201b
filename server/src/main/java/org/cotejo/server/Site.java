package org.cotejo.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Serves the published files, and bulk data made of them below `data/`, read-only. Any other web
/// server does as well; this one saves setting it up.
final class Site implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final String DATA = "data/";
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String JSON = "application/json";
  static final String BYTES = "application/octet-stream";
  private static final String MUTABLE = "public, max-age=1";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", SCRIPT),
          Map.entry("mjs", SCRIPT),
          Map.entry("wasm", "application/wasm"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("csv", "text/csv; charset=utf-8"),
          Map.entry("json", JSON),
          Map.entry("xml", "application/xml"),
          Map.entry("parquet", "application/vnd.apache.parquet"),
          Map.entry("map", JSON),
          Map.entry("jsonl", TEXT),
          Map.entry("pub", TEXT),
          Map.entry("sha256", TEXT),
          Map.entry("checkpoint", TEXT));

  /// What a page may load and do: its own files, questions to other copies, a camera's picture in
  /// its own tab, and nothing of anybody else. Pages of the count narrow it further themselves.
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"
          + " img-src 'self' blob: data:; connect-src 'self' https: http:; worker-src blob:;"
          + " media-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final WebServer server;
  private final InetSocketAddress bound;

  /// Where else a file can come from that is not in the directory.
  @FunctionalInterface
  interface Derived {
    /// The file with this path; empty if there is none.
    ///
    /// @param accept header of the request, empty if it has none
    Optional<Content> at(String path, String accept) throws IOException;
  }

  /// A file that is in no directory.
  static final class Content {
    final String type;
    final byte[] bytes;

    Content(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }
  }

  /// @param published what is published; in no publication is there a path that begins `data/`
  /// @param data bulk data; need not be there
  Site(InetSocketAddress address, Path published, Path data, Derived derived) throws IOException {
    Path root = published.toAbsolutePath().normalize();
    Path bulk = data.toAbsolutePath().normalize();
    Handler handler = (request, response) -> answer(root, bulk, derived, request, response);
    server =
        Listening.start(
            WebServer.builder()
                .maxPayloadSize(0)
                .maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(IDLE)
                .routing(routing -> routing.any("/*", handler)),
            address);
    bound = new InetSocketAddress(address.getAddress(), server.port());
  }

  InetSocketAddress address() {
    return bound;
  }

  private static void answer(
      Path published, Path data, Derived derived, ServerRequest request, ServerResponse response)
      throws IOException {
    response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Method method = request.prologue().method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      response.header(HeaderNames.ALLOW, "GET, HEAD");
      response.status(Status.METHOD_NOT_ALLOWED_405).send();
      return;
    }
    String path = request.path().path().substring(1);
    if (path.isEmpty() || path.endsWith("/")) {
      path += "index.html";
    }
    Optional<FileChannel> found =
        path.startsWith(DATA) ? open(data, path.substring(DATA.length())) : open(published, path);
    if (found.isEmpty()) {
      String accept = request.headers().value(HeaderNames.ACCEPT).orElse("");
      answer(path, derived.at(path, accept), method, response);
      return;
    }
    try (FileChannel file = found.get()) {
      describe(path, type(path), response);
      response.contentLength(file.size());
      if (method.equals(Method.HEAD)) {
        response.send();
        return;
      }
      // In pieces: a thousand slow readers must not hold a thousand files in memory.
      try (OutputStream body = response.outputStream()) {
        Channels.newInputStream(file).transferTo(body);
      }
    }
  }

  private static void answer(
      String path, Optional<Content> content, Method method, ServerResponse response) {
    if (content.isEmpty()) {
      response.status(Status.NOT_FOUND_404).send();
      return;
    }
    byte[] bytes = content.get().bytes;
    describe(path, content.get().type, response);
    if (path.startsWith(DerivedFiles.RECEIPTS)) {
      response.header(HeaderNames.VARY, "Accept");
    }
    if (method.equals(Method.HEAD)) {
      response.contentLength(bytes.length);
      response.send();
    } else {
      response.send(bytes);
    }
  }

  private static String type(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), BYTES);
  }

  private static void describe(String path, String type, ServerResponse response) {
    boolean immutable =
        path.startsWith("tile/") || path.startsWith("totals/") || path.startsWith("package/");
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.header(HeaderNames.CACHE_CONTROL, immutable ? IMMUTABLE : MUTABLE);
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    response.header(HeaderNames.create("Content-Security-Policy"), POLICY);
    response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
    response.header(HeaderNames.create("Permissions-Policy"), "camera=(self)");
  }

  /// The file of this path; each has one spelling, and those outside have none.
  private static Optional<FileChannel> open(Path directory, String path) throws IOException {
    try {
      Path file = directory.resolve(path).normalize();
      boolean isPublished =
          file.startsWith(directory)
              && directory.relativize(file).toString().replace('\\', '/').equals(path)
              && Files.isRegularFile(file);
      return isPublished ? Optional.of(FileChannel.open(file)) : Optional.empty();
    } catch (InvalidPathException e) {
      // A NUL, or a character that no file name has here.
      return Optional.empty();
    } catch (NoSuchFileException e) {
      // A partial tile that was replaced between the look and the read.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
