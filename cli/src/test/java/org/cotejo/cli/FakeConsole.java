package org.cotejo.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A console that answers whatever it was told to, to whoever shows its token.
final class FakeConsole implements AutoCloseable {
  private static final String TOKEN = "0123456789abcdef".repeat(4);

  final LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  /// An answer to any method.
  record Answer(int status, String type, String body, Map<String, String> headers) {
    static Answer ok(String body) {
      return new Answer(200, "application/json", body, new TreeMap<>());
    }

    static Answer problem(int status, String type) {
      String body =
          "{\"type\":\"urn:cotejo:problem:%s\",\"title\":\"t\",\"status\":%d,\"detail\":\"why\"}\n"
              .formatted(type, status);
      return new Answer(status, "application/problem+json", body, new TreeMap<>());
    }
  }

  FakeConsole() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Writes the token that opens it where an election has it.
  void giveTokenTo(Path election) throws IOException {
    Path directory = Files.createDirectories(election.resolve("private"));
    Files.writeString(directory.resolve("operators.token"), TOKEN + "\n");
  }

  void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    Answer answer =
        ("Bearer " + TOKEN).equals(shown)
            ? answers.getOrDefault(
                exchange.getRequestURI().getPath(), Answer.problem(404, "not-found"))
            : Answer.problem(401, "unauthorized");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
