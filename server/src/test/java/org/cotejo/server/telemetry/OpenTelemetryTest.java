package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenTelemetryTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path directory;

  /// Takes what is pushed, and answers with one status.
  private static final class Collector implements AutoCloseable {
    final BlockingQueue<JsonNode> taken = new LinkedBlockingQueue<>();
    private final HttpServer server;

    Collector(int status) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/metrics",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean json =
                "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(json ? status : 415, -1);
            exchange.close();
            taken.add(JsonMapper.shared().readTree(body));
          });
      server.start();
    }

    URI address() {
      return address(server.getAddress().getPort());
    }

    static URI address(int port) {
      return URI.create("http://127.0.0.1:" + port + "/v1/metrics");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private JsonNode pushed(Stage stage) throws Exception {
    try (var collector = new Collector(200);
        var pushing = new OpenTelemetry(stage.telemetry, collector.address(), LONG)) {
      assertThat(pushing.push()).isTrue();
      return collector.taken.take();
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static JsonNode metric(JsonNode request, String name) {
    return list(request.at("/resourceMetrics/0/scopeMetrics/0/metrics")).stream()
        .filter(metric -> metric.at("/name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The point with these values of attributes, in their order.
  private static JsonNode point(JsonNode data, String... values) {
    return list(data.at("/dataPoints")).stream()
        .filter(point ->
            list(point.at("/attributes")).stream()
                .map(attribute -> attribute.at("/value/stringValue").stringValue())
                .toList()
                .equals(List.of(values)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pushesSumsSinceTheStart() throws Exception {
    try (var stage = new Stage(directory)) {
      stage.lane(Lane.OPEN).request(Stage.network(1));
      stage.pass(1);
      stage.lane(Lane.OPEN).request(Stage.network(1));
      stage.lane(Lane.OPEN).refused(Reason.RATE, Stage.network(1));
      JsonNode request = pushed(stage);

      assertThat(request.at("/resourceMetrics/0/resource/attributes/0").toString())
          .isEqualTo("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"cotejo\"}}");
      JsonNode requests = metric(request, "cotejo.requests");
      assertThat(requests.at("/unit").stringValue()).isEqualTo("{request}");
      assertThat(requests.at("/sum/aggregationTemporality").intValue()).isEqualTo(2);
      assertThat(requests.at("/sum/isMonotonic").booleanValue()).isTrue();
      assertThat(point(requests.at("/sum"), "open").toString())
          .isEqualTo(
              "{\"attributes\":[{\"key\":\"lane\",\"value\":{\"stringValue\":\"open\"}}],"
                  + "\"startTimeUnixNano\":\"1772366400000000000\","
                  + "\"timeUnixNano\":\"1772366401100000000\",\"asInt\":\"2\"}");
      JsonNode refusals = metric(request, "cotejo.refusals");
      assertThat(refusals.at("/unit").stringValue()).isEqualTo("{request}");
      assertThat(point(refusals.at("/sum"), "open", "rate").at("/asInt").stringValue())
          .isEqualTo("1");
      assertThat(point(refusals.at("/sum"), "open", "busy").at("/asInt").stringValue())
          .isEqualTo("0");
    }
  }

  @Test
  void pushesHistogramsWithTheirBounds() throws Exception {
    try (var stage = new Stage(directory)) {
      stage.lane(Lane.STATIONS).accepted(100_000);
      stage.lane(Lane.STATIONS).accepted(200_000);
      stage.lane(Lane.STATIONS).accepted(90_000_000_000L);
      JsonNode histogram = metric(pushed(stage), "cotejo.answer.duration").at("/histogram");
      JsonNode point = point(histogram, "stations", "accepted");

      assertThat(histogram.at("/aggregationTemporality").intValue()).isEqualTo(2);
      assertThat(point.at("/count").stringValue()).isEqualTo("3");
      assertThat(point.at("/sum").doubleValue()).isEqualTo(90.0003);
      assertThat(point.at("/startTimeUnixNano").stringValue()).isEqualTo("1772366400000000000");
      assertThat(list(point.at("/explicitBounds")).getFirst().doubleValue()).isEqualTo(0.000128);
      assertThat(point.at("/bucketCounts").size())
          .isEqualTo(point.at("/explicitBounds").size() + 1);
      List<String> counts = new ArrayList<>();
      list(point.at("/bucketCounts")).forEach(count -> counts.add(count.stringValue()));
      assertThat(counts).startsWith("1", "1", "0").endsWith("0", "1");
    }
  }

  @Test
  void pushesGauges() throws Exception {
    try (var stage = new Stage(directory)) {
      stage.telemetry.gauge("queue_journal", () -> 5);
      stage.lane(Lane.OPEN).connection(Stage.network(1));
      stage.pass(1);
      JsonNode request = pushed(stage);

      JsonNode open = metric(request, "cotejo.connections.open");
      assertThat(point(open.at("/gauge"), "open").at("/asInt").stringValue()).isEqualTo("1");
      JsonNode networks = metric(request, "cotejo.networks");
      assertThat(point(networks.at("/gauge"), "open").at("/asInt").stringValue()).isEqualTo("1");
      JsonNode gauges = metric(request, "cotejo.gauge");
      assertThat(point(gauges.at("/gauge"), "queue_journal").at("/asInt").stringValue())
          .isEqualTo("5");
    }
  }

  @Test
  void countsWhatACollectorRefuses() throws Exception {
    try (var stage = new Stage(directory);
        var collector = new Collector(503);
        var pushing = new OpenTelemetry(stage.telemetry, collector.address(), LONG)) {
      assertThat(pushing.push()).isFalse();
      assertThat(pushing.push()).isFalse();

      assertThat(stage.telemetry.gauges())
          .containsEntry("otlp_pushes", 2L)
          .containsEntry("otlp_failures", 2L);
    }
  }

  @Test
  void countsACollectorThatIsNotThere() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var stage = new Stage(directory);
        var pushing = new OpenTelemetry(stage.telemetry, Collector.address(free), LONG)) {
      assertThat(pushing.push()).isFalse();
      assertThat(stage.telemetry.gauges()).containsEntry("otlp_failures", 1L);
    }
  }

  @Test
  void waitsForNoCollectorThatNeverAnswers() throws Exception {
    try (var stage = new Stage(directory);
        var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var pushing =
            new OpenTelemetry(stage.telemetry, Collector.address(silent.getLocalPort()), SHORT)) {
      assertThat(pushing.push()).isFalse();
      assertThat(stage.telemetry.gauges()).containsEntry("otlp_failures", 1L);
    }
  }

  @Test
  void waitsForNoAnswerThatNeverEnds() throws Exception {
    try (var stage = new Stage(directory);
        var endless = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var pushing =
            new OpenTelemetry(stage.telemetry, Collector.address(endless.getLocalPort()), SHORT)) {
      Thread answering =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try (var socket = endless.accept()) {
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(US_ASCII));
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // It was cut.
                }
              });
      assertThat(pushing.push()).isFalse();
      answering.join(LONG);
    }
  }

  @Test
  void pushesByItselfUntilClosed() throws Exception {
    try (var stage = new Stage(directory);
        var collector = new Collector(200)) {
      var pushing = new OpenTelemetry(stage.telemetry, collector.address(), SHORT);
      pushing.start();
      assertThat(collector.taken.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(collector.taken.poll(20, TimeUnit.SECONDS)).isNotNull();
      pushing.close();
      long pushes = stage.telemetry.gauges().getOrDefault("otlp_pushes", 0L);
      Thread.sleep(SHORT.toMillis() * 2);
      assertThat(stage.telemetry.gauges()).containsEntry("otlp_pushes", pushes);
    }
  }

  @Test
  void pushesToAddressesOfTheWebOnly() throws Exception {
    try (var stage = new Stage(directory)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new OpenTelemetry(stage.telemetry, URI.create("file:///tmp/metrics"), LONG));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new OpenTelemetry(stage.telemetry, Collector.address(1), Duration.ZERO));
    }
  }
}
