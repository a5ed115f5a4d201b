package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An election from its founding to its closed log, by the commands alone.
class ServeIT {
  @TempDir private Path directory;

  private Run verify() {
    return Run.cotejo(
        "verify",
        "--forget",
        directory.resolve("night/public"),
        "--authority",
        directory.resolve("authority.pub"));
  }

  @Test
  @Timeout(120)
  void runsThroughItsPhasesAndStopsAndStartsInEachOfThem() throws Exception {
    Trial.found(directory);
    for (String phase : new String[] {"counting-open", "records-closed", "log-closed"}) {
      try (var serving = new Serving(directory.resolve("night"))) {
        Trial.phase(directory.resolve("night"), phase, serving);
        serving.stop();
      }
      Run verified = verify();
      assertThat(verified.code()).as(verified.text()).isZero();
    }
    try (var serving = new Serving(directory.resolve("night"))) {
      Trial.phase(directory.resolve("night"), "counting-open", serving); // held already
      serving.stop();
    }
    assertThat(verify().code()).isZero();
  }

  @Test
  @Timeout(60)
  void asksTheWitnessesThatTheElectionNames() throws Exception {
    Run.cotejo("key", "generate", directory.resolve("w"));
    Run key = Run.cotejo("key", "show", directory.resolve("w.key"), "--witness", "w.example/1");
    Path policy = directory.resolve("bound.policy");
    Files.writeString(
        policy, "witness one %s http://127.0.0.1:1\nquorum one\n".formatted(key.out().strip()));
    Run founded = Trial.found(directory, "--witnesses", policy);
    assertThat(founded.code()).as(founded.text()).isZero();
    try (var serving = new Serving(directory.resolve("night"))) {
      String line = serving.line();
      while (!line.contains("unreachable")) {
        assertThat(line).isNotEqualTo("null");
        line = serving.line();
      }
      assertThat(line).contains("quorum is missing").contains("w.example/1");
      serving.stop();
    }
  }

  @Test
  void refusesToServeWhereTheElectionNamesWitnessesWhomItCannotAsk() throws Exception {
    Run.cotejo("key", "generate", directory.resolve("w"));
    Run key = Run.cotejo("key", "show", directory.resolve("w.key"), "--witness", "w.example/1");
    Path policy = directory.resolve("bound.policy");
    Files.writeString(policy, "witness one %s\nquorum one\n".formatted(key.out().strip()));
    Run founded = Trial.found(directory, "--witnesses", policy);
    assertThat(founded.code()).as(founded.text()).isZero();
    Run served = Run.cotejo("serve", "--dir", directory.resolve("night"));
    assertThat(served.code()).as(served.text()).isEqualTo(2);
    assertThat(served.err()).contains("witness one cannot be asked").contains("--witnesses FILE");
  }

  @Test
  @Timeout(60)
  void hasOneWriterAndRefusesToBeginAnotherLog() throws Exception {
    Trial.found(directory);
    Path night = directory.resolve("night");
    try (var serving = new Serving(night)) {
      Run second =
          Run.cotejo("serve", "--dir", night, "--intake=127.0.0.1:0", "--site=127.0.0.1:0");
      assertThat(second.code()).isEqualTo(2);
      assertThat(second.err()).contains("is in use");
      assertThat(serving.isRunning()).isTrue();
      String taken = "--intake=127.0.0.1:" + serving.statements().getPort();
      Path other = directory.resolve("other");
      Run.cotejo(
          "election",
          "create",
          "--package",
          directory.resolve("trial/package"),
          "--origin",
          "results.example/other",
          "--authority-key",
          directory.resolve("authority.key"),
          "--dir",
          other);
      Run port = Run.cotejo("serve", "--dir", other, taken);
      assertThat(port.code()).isEqualTo(2);
      assertThat(port.err()).contains("cannot listen on 127.0.0.1").contains("in use");
      assertThat(post(serving, "not a statement")).contains("urn:cotejo:problem:");
      serving.stop();
    }
    Files.delete(night.resolve("private/journal"));
    Run lost = Run.cotejo("serve", "--dir", night, "--intake=127.0.0.1:0", "--site=127.0.0.1:0");
    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err()).contains("journal is missing");
  }

  private static String post(Serving serving, String body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(serving.statements())
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client
          .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
          .body();
    }
  }
}
