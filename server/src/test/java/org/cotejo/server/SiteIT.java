package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The published files over HTTP: these, and nothing beside them.
@Timeout(60)
class SiteIT {
  private static final Site.Derived NOTHING = (path, accept) -> Optional.empty();
  private static final String SECRET = "nobody may read this";
  private static final Map<String, String> PUBLISHED =
      published(
          "index.html", "<!doctype html>",
          "style.css", "body {}",
          "checkpoint", "origin\n",
          "manifest.csv", "path,size,sha256\n",
          "latest.json", "{}\n",
          "tile/0/000.p/17", "\u0001\u0002",
          "tile/entries/x001/234", "bundle",
          "totals/abc.json", "{\"a\":1}",
          "package/stations.csv", "code\n",
          "a name with blanks", "blanks",
          "es/index.html", "<!doctype html><html lang=\"es\">",
          "site/page.js", "'use strict';",
          "site/verify.mjs", "'use strict';",
          "site/reader.wasm", "\u0000asm",
          "site/mark.svg", "<svg/>",
          "site/files.sha256", "0",
          "authority.pub", "threshold 1\n");

  private static Map<String, String> published(String... files) {
    var all = new TreeMap<String, String>();
    for (int i = 0; i < files.length; i += 2) {
      all.put(files[i], files[i + 1]);
    }
    return all;
  }

  @TempDir private Path root;
  private Site site;

  @BeforeEach
  void start() throws IOException {
    for (var file : PUBLISHED.entrySet()) {
      Path path = root.resolve("public").resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
    Files.createDirectories(root.resolve("private"));
    Files.createDirectories(root.resolve("public-not"));
    Files.writeString(root.resolve("private/log.key"), SECRET);
    Files.writeString(root.resolve("public-not/log.key"), SECRET);
    Files.writeString(root.resolve("log.vkey"), SECRET);
    site = new Site(Running.freePort(), root.resolve("public"), root.resolve("data"), NOTHING);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private Wire.Reply get(String target, String... fields) throws IOException {
    return ask("GET", target, fields);
  }

  private Wire.Reply ask(String method, String target, String... fields) throws IOException {
    String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    try (Wire wire = new Wire(site.address())) {
      wire.send("%s %s HTTP/1.1\r\nHost: h\r\n%s\r\n".formatted(method, target, more));
      return wire.read(!method.equals("HEAD"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8, 'public, max-age=1'",
    "style.css, text/css; charset=utf-8, 'public, max-age=1'",
    "checkpoint, text/plain; charset=utf-8, 'public, max-age=1'",
    "manifest.csv, text/csv; charset=utf-8, 'public, max-age=1'",
    "latest.json, application/json, 'public, max-age=1'",
    "tile/0/000.p/17, application/octet-stream, 'public, max-age=31536000, immutable'",
    "tile/entries/x001/234, application/octet-stream, 'public, max-age=31536000, immutable'",
    "totals/abc.json, application/json, 'public, max-age=31536000, immutable'",
    "package/stations.csv, text/csv; charset=utf-8, 'public, max-age=31536000, immutable'",
    "site/page.js, text/javascript; charset=utf-8, 'public, max-age=1'",
    "site/verify.mjs, text/javascript; charset=utf-8, 'public, max-age=1'",
    "site/reader.wasm, application/wasm, 'public, max-age=1'",
    "site/mark.svg, image/svg+xml, 'public, max-age=1'",
    "site/files.sha256, text/plain; charset=utf-8, 'public, max-age=1'",
    "authority.pub, text/plain; charset=utf-8, 'public, max-age=1'",
  })
  void servesEachFileWithItsTypeAndForAsLongAsItHolds(String path, String type, String cache)
      throws IOException {
    Wire.Reply reply = get("/" + path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(PUBLISHED.get(path));
    assertThat(reply.header("content-type")).isEqualTo(type);
    assertThat(reply.header("cache-control")).isEqualTo(cache);
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(reply.header("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';")
        .endsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .doesNotContain("unsafe-inline", "'unsafe-eval'", "*");
    assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(reply.header("permissions-policy")).isEqualTo("camera=(self)");
  }

  @Test
  void beginsAtTheIndex() throws IOException {
    assertThat(get("/").body()).isEqualTo(PUBLISHED.get("index.html"));
    assertThat(get("/").header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(get("/es/").body()).isEqualTo(PUBLISHED.get("es/index.html"));
    assertThat(get("/es").status()).isEqualTo(404);
    assertThat(get("/?from=here").body()).isEqualTo(PUBLISHED.get("index.html"));
    assertThat(get("/a%20name%20with%20blanks").body()).isEqualTo("blanks");
  }

  @Test
  void tellsTheHeadWithoutTheBody() throws IOException {
    try (Wire wire = new Wire(site.address())) {
      Wire.Reply head = wire.send("HEAD /manifest.csv HTTP/1.1\r\nHost: h\r\n\r\n").read(false);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo("17");
      assertThat(head.header("content-type")).isEqualTo("text/csv; charset=utf-8");
      // What follows on the connection is the next answer, not a body.
      wire.send("GET /latest.json HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.read().body()).isEqualTo("{}\n");
      wire.send("HEAD /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.read(false).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/tile",
        "/tile/",
        "/checkpoint/",
        "/checkpoint/x",
        "/INDEX.HTML",
        "/index.html%00",
        "/%00",
        "/index.html%00.css",
        "/%ff%fe",
        "/checkpoint.next",
        "/%2e",
        "/./checkpoint/.",
      })
  void hasNothingElse(String target) throws IOException {
    assertThat(get(target).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../private/log.key",
        "/../log.vkey",
        "/../public-not/log.key",
        "/tile/../../private/log.key",
        "/tile/../../../../../../../../../../../../etc/passwd",
        "/%2e%2e/private/log.key",
        "/%2E%2E/%2E%2E/etc/passwd",
        "/..%2fprivate/log.key",
        "/%2e%2e%2fprivate%2flog.key",
        "/..%5cprivate%5clog.key",
        "/..\\private\\log.key",
        "/%252e%252e/private/log.key",
        "/%c0%ae%c0%ae/private/log.key",
        "/..;/private/log.key",
        "/....//private/log.key",
        "//etc/passwd",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/%2fetc%2fpasswd",
        "/file:///etc/passwd",
        "/~root/",
        "../private/log.key",
        "/./../private/log.key",
        "/private/log.key",
      })
  void staysInsideThePublishedDirectory(String target) throws IOException {
    Wire.Reply reply = get(target);

    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.body()).doesNotContain(SECRET).doesNotContain("root:");
  }

  @Test
  void doesNotEvenFollowAbsolutePathsOfPrivateFiles() throws IOException {
    Path key = root.resolve("private/log.key").toAbsolutePath();
    for (String target : List.of("/" + key, "//" + key, key.toString())) {
      assertThat(get(target).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void changesNothing(String method) throws IOException {
    Wire.Reply reply = ask(method, "/checkpoint", "Content-Length: 0");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("GET, HEAD");
    assertThat(Files.readString(root.resolve("public/checkpoint"))).isEqualTo("origin\n");
  }

  @Test
  void servesBulkDataOnceItIsThereAndNothingBesideIt() throws IOException {
    try (Wire wire = new Wire(site.address())) {
      wire.send("GET /data/results.parquet HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.read().status()).isEqualTo(404);
      Files.createDirectories(root.resolve("data"));
      Files.writeString(root.resolve("data/results.parquet"), "PAR1");
      wire.send("GET /data/results.parquet HTTP/1.1\r\nHost: h\r\n\r\n");
      Wire.Reply answer = wire.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).isEqualTo("application/vnd.apache.parquet");
      for (String path : List.of("data/../private/log.key", "data/%2e%2e/log.vkey", "data//")) {
        wire.send("GET /" + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(wire.read().status()).as(path).isIn(400, 404);
      }
    }
  }

  @Test
  void takesNoBody() throws IOException {
    try (Wire wire = new Wire(site.address())) {
      wire.send("GET /checkpoint HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
      assertThat(wire.read().status()).isIn(200, 400, 413);
    }
    assertThat(get("/checkpoint").status()).isEqualTo(200);
  }

  @Test
  void givesTheWholeFileToWhoeverAsksForPartsOrForChanges() throws IOException {
    for (String field :
        List.of(
            "Range: bytes=0-1",
            "If-None-Match: *",
            "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT")) {
      Wire.Reply reply = get("/manifest.csv", field);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("path,size,sha256\n");
    }
  }

  @Test
  void servesTheFileThatReplacedAnother() throws IOException {
    assertThat(get("/latest.json").body()).isEqualTo("{}\n");
    Path other = Files.writeString(root.resolve("other"), "{\"bulletin\":2}\n");
    Files.move(other, root.resolve("public/latest.json"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(get("/latest.json").body()).isEqualTo("{\"bulletin\":2}\n");
  }

  @Test
  void servesLargeFilesWhole() throws IOException {
    String text = "0123456789abcdef".repeat(256 * 1024);
    Files.writeString(root.resolve("public/large.csv"), text, UTF_8);

    assertThat(get("/large.csv").body()).isEqualTo(text);
  }

  /// Together they ask for more than any heap here holds.
  @Test
  void readersThatDoNotReadCostNoMemory() throws IOException {
    try (var large = new RandomAccessFile(root.resolve("public/large.csv").toFile(), "rw")) {
      large.setLength(256L << 20);
    }
    List<Wire> slow = new ArrayList<>();
    try {
      for (int n = 0; n < 200; n++) {
        Wire wire = new Wire(site.address());
        slow.add(wire);
        wire.send("GET /large.csv HTTP/1.1\r\nHost: h\r\n\r\n");
      }
      for (int n = 0; n < 20; n++) {
        assertThat(get("/checkpoint").status()).isEqualTo(200);
      }
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
    }
  }

  @Test
  void letsAnyPageReadWhatIsNotThereToo() throws IOException {
    assertThat(get("/nothing").header("access-control-allow-origin")).isEqualTo("*");
  }

  @Test
  void findsItsFilesHoweverTheDirectoryIsSpelled() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    for (Path spelled :
        List.of(
            root.resolve("./public"),
            root.resolve("private/../public"),
            here.relativize(root.resolve("public")),
            Path.of(".").resolve(here.relativize(root.resolve("public"))))) {
      try (Site other = new Site(Running.freePort(), spelled, root.resolve("data"), NOTHING);
          Wire wire = new Wire(other.address())) {
        wire.send("GET /latest.json HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(wire.read().status()).as(spelled.toString()).isEqualTo(200);
        wire.send("GET /../private/log.key HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(wire.read().status()).isIn(400, 404);
      }
    }
  }

  @Test
  void saysWhichAddressIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Running.freePort());
      var address = (InetSocketAddress) taken.getLocalSocketAddress();

      assertThatThrownBy(
              () -> new Site(address, root.resolve("public"), root.resolve("data"), NOTHING))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(Integer.toString(address.getPort()));
    }
  }
}
