package org.cotejo.audit.openness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotejo.audit.openness.Assessment.Outcome.MET;
import static org.cotejo.audit.openness.Assessment.Outcome.NOT_DECIDED;
import static org.cotejo.audit.openness.Assessment.Outcome.NOT_MET;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Publications of other people's making, in a directory and over HTTP.
class OpennessTest {
  private static final String MESAS =
      """
      estado_geografico;municipio;mesa;situacion;votos_a;votos_b
      Norte;Uno;0001;CONTABILIZADA;120;80
      Norte;Uno;0002;CONTABILIZADA;95;101
      Norte;Dos;0003;SIN ACTA;;
      """;

  @TempDir private Path directory;
  private HttpServer server;
  private final Map<String, String> served = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private int barred;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          String content = served.get(exchange.getRequestURI().getPath());
          headers.forEach(exchange.getResponseHeaders()::add);
          if (exchange.getRequestURI().getPath().endsWith("/")) {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          }
          if (barred != 0) {
            exchange.sendResponseHeaders(barred, -1);
          } else if (content == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes);
            }
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private Map<Criterion, Assessment> site() throws IOException {
    return by(Openness.of(WebOffer.read(address("/"))));
  }

  private Map<Criterion, Assessment> files() throws IOException {
    return by(Openness.of(DirectoryOffer.read(directory)));
  }

  private static Map<Criterion, Assessment> by(List<Assessment> assessments) {
    var map = new HashMap<Criterion, Assessment>();
    assessments.forEach(assessment -> map.put(assessment.criterion(), assessment));
    assertThat(map.keySet()).containsExactlyInAnyOrder(Criterion.values());
    assessments.forEach(assessment ->
        assertThat(assessment.outcome() == NOT_DECIDED || !assessment.evidence().isEmpty())
            .as(assessment.criterion().label())
            .isTrue());
    return map;
  }

  private static Assessment.Outcome outcome(Map<Criterion, Assessment> found, Criterion criterion) {
    return Objects.requireNonNull(found.get(criterion)).outcome();
  }

  private static List<Observation> evidence(Map<Criterion, Assessment> found, Criterion criterion) {
    return Objects.requireNonNull(found.get(criterion)).evidence();
  }

  @Test
  void findsRowsOfStationsUnderWhateverNameTheyHave() throws IOException {
    Files.writeString(directory.resolve("resultados.csv"), MESAS);
    var found = files();
    for (Criterion met :
        List.of(
            Criterion.GRANULAR,
            Criterion.ANALYZABLE,
            Criterion.NON_PROPRIETARY,
            Criterion.COUNTS,
            Criterion.LEVELS,
            Criterion.MISSING_LISTED,
            Criterion.ENCODING)) {
      assertThat(outcome(found, met)).as(met.label()).isEqualTo(MET);
    }
    assertThat(evidence(found, Criterion.GRANULAR))
        .containsExactly(Observation.of("resultados.csv", "station-column", "mesa", 3));
    assertThat(evidence(found, Criterion.MISSING_LISTED))
        .containsExactly(Observation.of("resultados.csv", "state-column", "situacion", 2));
    assertThat(outcome(found, Criterion.LICENSE_FREE)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.DIGESTS)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.FREE)).isEqualTo(NOT_DECIDED);
  }

  @Test
  void seesThatTotalsAloneAreNotResultsOfStations() throws IOException {
    Files.writeString(
        directory.resolve("totals.json"),
        """
        {"as_of": "2026-01-01T20:00:00Z",
         "lists": [{"list": "A", "votes": 5150092}, {"list": "B", "votes": 4445978}]}
        """);
    var found = files();
    assertThat(outcome(found, Criterion.GRANULAR)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.COMPLETE)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.LEVELS)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.COMPARABLE)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.COUNTS)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.TIMES)).isEqualTo(MET);
  }

  @Test
  void seesThatSharesAreNoCounts() throws IOException {
    Files.writeString(directory.resolve("shares.csv"), "list,share\nA,51.2%\nB,44.2%\n");
    var found = files();
    assertThat(outcome(found, Criterion.COUNTS)).isEqualTo(NOT_MET);
    assertThat(evidence(found, Criterion.COUNTS).getFirst().code()).isEqualTo("percentages");
  }

  @Test
  void seesThatNothingButPagesForEyesIsNothingForPrograms() throws IOException {
    served.put("/", "<html><a href='acta-total.pdf'>total</a></html>");
    served.put("/acta-total.pdf", "%PDF-1.7 ...");
    var found = site();
    assertThat(outcome(found, Criterion.ANALYZABLE)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.GRANULAR)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.FREE)).isEqualTo(MET);
    assertThat(evidence(found, Criterion.COPIES))
        .containsExactly(Observation.of("acta-total.pdf", "for-eyes", "pdf"));
  }

  @Test
  void followsLinksOnTheSameHostOnly() throws IOException {
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put("Last-Modified", "Sun, 29 Nov 2026 10:00:00 GMT");
    served.put(
        "/",
        "<a href=\"data/mesas.csv\">x</a> <a href='http://elsewhere.invalid/all.csv'>y</a>"
            + " <a rel=license href='https://creativecommons.org/publicdomain/zero/1.0/'>CC0</a>");
    served.put("/data/mesas.csv", MESAS);
    Offer offer = WebOffer.read(address("/"));
    assertThat(offer.files()).extracting(OfferedFile::path).contains("data/mesas.csv");
    assertThat(offer.elsewhere()).isEqualTo(2);
    var found = by(Openness.of(offer));
    assertThat(outcome(found, Criterion.GRANULAR)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.NON_DISCRIMINATORY)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.LICENSE_FREE)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.TIMES)).isEqualTo(MET);
  }

  @Test
  void seesTheLicenceThatThePackageOfAPublicationNames() throws IOException {
    String index = "{\"contests\":[]}\n";
    String path =
        "totals/%s.json".formatted(Hash.sha256(index.getBytes(StandardCharsets.UTF_8)).hex());
    Files.createDirectories(directory.resolve("totals"));
    Files.createDirectories(directory.resolve("package"));
    Files.writeString(directory.resolve(path), index);
    Files.writeString(directory.resolve("latest.json"), "{\"index\":\"%s\"}\n".formatted(path));
    Path election = directory.resolve("package/election.json");
    Files.writeString(election, "{\"licence\":\"ODC-By-1.0\"}");
    assertThat(evidence(files(), Criterion.LICENSE_FREE))
        .containsExactly(Observation.of("package/election.json", "license", "ODC-By-1.0"));
    Files.writeString(election, "{\"licence\":\"ask us\"}");
    assertThat(outcome(files(), Criterion.LICENSE_FREE)).isEqualTo(NOT_MET);
  }

  @Test
  void looksIntoADirectoryThatIsReachedByALink() throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("mesas.csv"), MESAS);
    Path link = Files.createSymbolicLink(directory.resolve("newest"), site);
    Offer offer = DirectoryOffer.read(link);
    assertThat(offer.files()).extracting(OfferedFile::path).containsExactly("mesas.csv");
    assertThat(offer.source()).isEqualTo(link.toString());
  }

  /// Where a server answers everything with its page, nothing is there but a page.
  @Test
  void takesAPageForNoTableWhateverItIsCalled() throws IOException {
    String page = "<!DOCTYPE html><html><a href='results.csv'>results</a></html>";
    for (String path : List.of("/", "/results.csv", "/latest.json", "/manifest.csv")) {
      served.put(path, page);
    }
    Offer offer = WebOffer.read(address("/"));
    assertThat(offer.files()).hasSize(2);
    var found = by(Openness.of(offer));
    assertThat(outcome(found, Criterion.NON_PROPRIETARY)).isEqualTo(NOT_DECIDED);
    assertThat(outcome(found, Criterion.ENCODING)).isEqualTo(NOT_DECIDED);
  }

  @Test
  void readsLinksAsBrowsersDo() throws IOException {
    served.put(
        "/", "<A HREF=one.csv>1</A> <a href = 'two%20b.csv'>2</a> <a href=\"3 c.csv\">3</a>");
    for (String path : List.of("/one.csv", "/two b.csv", "/3 c.csv")) {
      served.put(path, MESAS);
    }
    assertThat(WebOffer.read(address("/")).files())
        .extracting(OfferedFile::path)
        .contains("one.csv", "two%20b.csv", "3%20c.csv");
  }

  @Test
  void looksIntoTablesThatArePackedAlsoWhereOnlyTheirBeginningIsRead() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(MESAS.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(directory.resolve("mesas.csv.gz"), packed.toByteArray());
    var found = files();
    assertThat(outcome(found, Criterion.GRANULAR)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.NON_PROPRIETARY)).isEqualTo(MET);
    assertThat(outcome(found, Criterion.ENCODING)).isEqualTo(MET);
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    OfferedFile beginning = OfferedFile.of("mesas.csv", -1, Map.of(), cut);
    assertThat(beginning.isWhole()).isFalse();
    assertThat(beginning.text()).hasValueSatisfying(text -> assertThat(MESAS).startsWith(text));
  }

  @Test
  void seesALogin() throws IOException {
    barred = 401;
    var found = site();
    assertThat(outcome(found, Criterion.FREE)).isEqualTo(NOT_MET);
    assertThat(outcome(found, Criterion.NON_DISCRIMINATORY)).isEqualTo(NOT_MET);
  }

  @Test
  void asksABoundedNumberOfTimes() throws IOException {
    var page = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      page.append("<a href='f").append(i).append(".csv'>");
      served.put("/f" + i + ".csv", MESAS);
    }
    served.put("/", page.toString());
    WebOffer.read(address("/"));
    assertThat(asked.get()).isBetween(40, 48);
  }

  @Test
  void waitsABoundedTimeForAServerThatStalls() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      URI stalled = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThatThrownBy(() -> WebOffer.read(stalled, Duration.ofMillis(300)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhichColumnsOfAWorkbookNobodyButItsMakerReads() throws IOException {
    Files.write(directory.resolve("results.xlsx"), new byte[] {'P', 'K', 3, 4});
    assertThat(outcome(files(), Criterion.NON_PROPRIETARY)).isEqualTo(NOT_MET);
  }

  @Test
  void seesTextThatIsNotUtf8() throws IOException {
    Files.write(
        directory.resolve("mesas.csv"),
        "sección,votos\n1,2\n2,3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(outcome(files(), Criterion.ENCODING)).isEqualTo(NOT_MET);
  }

  @Test
  void readsLinesOfJsonWhoseLastIsCut() throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      lines.append("{\"precinct\":\"p%d\",\"counts\":{\"a\":%d}}\n".formatted(i, i));
    }
    Files.writeString(directory.resolve("r.jsonl"), lines);
    assertThat(outcome(files(), Criterion.GRANULAR)).isEqualTo(MET);
  }
}
