package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Everything that can be reached by somebody who has neither a ticket nor the operator key: each
/// listener is asked for each method and path there is anywhere in the server, and some that are
/// nowhere. What is answered otherwise than by turning away is the whole list.
@Timeout(120)
class NoWayInIT {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/statements",
          "/statements/",
          "//statements",
          "/status",
          "/metrics",
          "/networks",
          "/networks/127.0.0.0%2F24",
          "/limits",
          "/incidents",
          "/checkpoint",
          "/index.html",
          "/manifest.csv",
          "/../private/log.key",
          "/%2e%2e/private/log.key",
          "/private/operators.token",
          "/receipts/00",
          "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/statements",
          "*",
          "http://h/statements");

  @TempDir private Path root;
  private TestElection election;
  private Running running;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    election = TestElection.found(root);
    Files.writeString(
        election.directory().limits(),
        """
        {"openBurst": 100000, "failuresPerNetwork": 10000, "answersPerNetwork": 100000}
        """);
    running = new Running(election.directory());
    assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
    assertThat(running.post(election.sheet(0, 1)).status()).isEqualTo(201);
    assertThat(running.bulletins.take()).isNotNull();
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
    assertThat(running.failures).isEmpty();
  }

  private static boolean isTurnedAway(int status) {
    return switch (status) {
      case 0, 400, 401, 403, 404, 405, 501, 505 -> true;
      default -> false;
    };
  }

  /// What is answered otherwise than by turning away, as `METHOD path status`.
  private static Set<String> found(InetSocketAddress listener, byte[] body) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String method : METHODS) {
      for (String path : PATHS) {
        int status = status(listener, method, path, body);
        if (!isTurnedAway(status)) {
          found.add("%s %s %d".formatted(method, path, status));
        }
      }
    }
    return found;
  }

  private static int status(InetSocketAddress listener, String method, String path, byte[] body)
      throws IOException {
    try (Wire wire = new Wire(listener)) {
      boolean hasBody = body.length > 0;
      String head =
          "%s %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s\r\n"
              .formatted(method, path, hasBody ? "Content-Length: " + body.length + "\r\n" : "");
      wire.send(head).send(body);
      return wire.read(false).status();
    } catch (IOException e) {
      // Hung up on.
      return 0;
    }
  }

  @Test
  void letsNobodyReachMoreThanTheList() throws IOException {
    byte[] sheet = election.sheet(0, 2);
    byte[] nothing = {};
    Map<String, Set<String>> reached = new LinkedHashMap<>();
    reached.put("stations", found(running.server.intakeAddress(), nothing));
    reached.get("stations").addAll(found(running.server.intakeAddress(), sheet));
    reached.put("open", found(running.server.openAddress(), nothing));
    reached.get("open").addAll(found(running.server.openAddress(), sheet));
    reached.put("operators", found(running.server.operatorsAddress(), nothing));
    reached.get("operators").addAll(found(running.server.operatorsAddress(), sheet));
    reached.put("site", found(running.server.siteAddress(), nothing));

    assertThat(reached.get("stations")).isEmpty();
    assertThat(reached.get("open")).containsExactlyInAnyOrder("POST /statements 201");
    assertThat(reached.get("operators")).isEmpty();
    assertThat(reached.get("site"))
        .containsExactlyInAnyOrder(
            "GET / 200",
            "GET /checkpoint 200",
            "GET /index.html 200",
            "GET /manifest.csv 200",
            "HEAD / 200",
            "HEAD /checkpoint 200",
            "HEAD /index.html 200",
            "HEAD /manifest.csv 200");
  }

  @Test
  void bearsNoMoreThanTheListSays() throws IOException {
    assertThat(status(running.server.openAddress(), "POST", "/statements", new byte[16_385]))
        .isEqualTo(413);
    String longHead = "/" + "a".repeat(5000);
    for (InetSocketAddress listener :
        List.of(
            running.server.intakeAddress(),
            running.server.openAddress(),
            running.server.operatorsAddress(),
            running.server.siteAddress())) {
      assertThat(status(listener, "POST", longHead, new byte[0])).isNotIn(200, 201);
    }
  }
}
