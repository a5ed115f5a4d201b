package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.cotejo.server.Console.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the operators' console answers, and to whom.
@Timeout(60)
class ConsoleIT extends BareConsole {
  private static final String WRONG = "Bearer " + "0".repeat(64);

  private static String target(Endpoint endpoint) {
    return switch (endpoint) {
      case NETWORK -> "/networks/192.0.2.0%2F24";
      case STATUS, METRICS, NETWORKS, LIMITS, STATEMENTS, INCIDENTS -> endpoint.path();
    };
  }

  private static String body(Endpoint endpoint) {
    return switch (endpoint) {
      case INCIDENTS -> INCIDENT;
      case STATEMENTS -> "bytes";
      case STATUS, METRICS, NETWORKS, NETWORK, LIMITS -> "";
    };
  }

  private static void assertNotLetIn(Wire.Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"cotejo operators\"");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @EnumSource
  void answersWhoeverShowsTheTokenAndNobodyElse(Endpoint endpoint) throws IOException {
    String right = token.authorization();
    for (String field :
        List.of(
            "X: y",
            "Authorization: " + WRONG,
            "Authorization: " + right + "0",
            "Authorization: " + right.substring(0, right.length() - 1),
            "Authorization: Basic " + right.substring(7),
            "Authorization: " + right.substring(7),
            "Authorization:",
            "Cookie: " + right,
            "Authorization: %s\r\nAuthorization: %s".formatted(WRONG, right),
            "Authorization: %s\r\nAuthorization: %s".formatted(right, right))) {
      Wire.Reply reply = ask(endpoint.method(), target(endpoint), body(endpoint), field);
      assertNotLetIn(reply);
      Wire.assertProblem(reply, 401, "unauthorized");
    }
    assertNothingHappened();
    Wire.Reply reply = asOperator(endpoint.method(), target(endpoint), body(endpoint));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201, 204);
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void tellsNobodyElseWhichPathsAndMethodsThereAre() throws IOException {
    List<String> paths =
        List.of(
            "/",
            "/status",
            "/metrics",
            "/networks",
            "/networks/",
            "/networks/192.0.2.0/24",
            "/limits",
            "/statements",
            "/incidents",
            "/nothing",
            "//",
            "/../status",
            "/%2e%2e/status",
            "/status?" + WRONG.replace(' ', '='),
            "/status/",
            "/observe/health");
    for (String method :
        List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "WHAT")) {
      for (String path : paths) {
        assertNotLetIn(ask(method, path, ""));
      }
    }
    assertNothingHappened();
  }

  @Test
  void readsNoBodyOfWhoeverIsNotLetIn() throws IOException {
    try (Wire wire = new Wire(console.address())) {
      wire.send(Wire.head(1L << 40));
      assertNotLetIn(wire.read());
      assertThat(wire.isHungUp()).isTrue();
    }
    try (Wire wire = new Wire(console.address())) {
      wire.send(Wire.head(100, "Expect: 100-continue"));
      assertNotLetIn(wire.read());
    }
    assertNothingHappened();
  }

  @Test
  void knowsNoOtherPathsAndMethods() throws IOException {
    for (String path : List.of("/", "/Status", "/status/", "/incidents/1", "/network")) {
      Wire.assertProblem(asOperator("GET", path, ""), 404, "not-found");
    }
    for (Endpoint endpoint : Endpoint.values()) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
        if (!method.equals(endpoint.method())) {
          Wire.Reply reply = asOperator(method, target(endpoint), "");
          assertThat(reply.status()).as(method + " " + endpoint).isEqualTo(405);
          assertThat(reply.header("allow")).isEqualTo(endpoint.method());
        }
      }
    }
    assertNothingHappened();
  }

  @Test
  void tellsHowTheServerStands() throws IOException {
    Wire.Reply reply = asOperator("GET", "/status", "");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    JsonNode status = JsonMapper.shared().readTree(reply.body());
    assertThat(status.get("format").stringValue()).isEqualTo("cotejo-status/1");
    assertThat(status.get("election").stringValue()).isEqualTo("village");
    assertThat(status.get("mode").stringValue()).isEqualTo("rehearsal");
    assertThat(status.get("entries").longValue()).isEqualTo(1234);
    assertThat(status.get("telemetry").get("started").longValue()).isEqualTo(1_770_000_000);
    assertThat(status.get("history").get("format").stringValue())
        .isEqualTo("cotejo-telemetry-history/1");
  }

  @Test
  void handsOutMetricsAndLimits() throws IOException {
    Wire.Reply metrics = asOperator("GET", "/metrics", "");
    assertThat(metrics.header("content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body()).isEqualTo("cotejo_requests_total 7\n");
    Wire.Reply limits = asOperator("GET", "/limits", "");
    assertThat(limits.header("content-type")).isEqualTo("application/json");
    assertThat(limits.body()).isEqualTo("{\"connections\":4096}\n");
  }

  @Test
  void listsRefusedNetworks() throws IOException {
    assertThat(asOperator("GET", "/networks", "").body())
        .isEqualTo(
            """
            {"format":"cotejo-networks/1","refused":[\
            {"network":"192.0.2.0/24","failures":5000,"since":61,"left":239,\
            "here":true,"kernel":true},\
            {"network":"2001:db8:0:1200::/56","failures":0,"since":61,"left":239,\
            "here":false,"kernel":true}]}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24",
        "192.0.2.0%2F24",
        "192.0.2.0%2f24",
        "2001:db8:0:1200::/56",
        "2001%3Adb8%3A0%3A1200%3A%3A%2F56"
      })
  void letsANetworkThroughAgain(String network) throws IOException {
    Wire.Reply reply = asOperator("DELETE", "/networks/" + network, "");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(lifted)
        .hasSize(1)
        .first()
        .hasToString(network.startsWith("192") ? "192.0.2.0/24" : "2001:db8:0:1200::/56");
  }

  @Test
  void saysThatANetworkIsNotRefusedAndLiftsItAllTheSame() throws IOException {
    Wire.assertProblem(asOperator("DELETE", "/networks/198.51.100.0/24", ""), 404, "not-found");
    assertThat(lifted).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "192.0.2.0", "192.0.2.1/24", "192.0.2.0/16", "192.0.2.0/24/"})
  void liftsNothingThatIsNoNetwork(String network) throws IOException {
    Wire.assertProblem(asOperator("DELETE", "/networks/" + network, ""), 400, "bad-request");
    assertThat(lifted).isEmpty();
  }
}
