package org.cotejo.log;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Something at an address of this machine that is asked for cosignatures, and answers as a test
/// wants.
final class LoopbackWitness implements AutoCloseable {
  final Queue<AddCheckpoint> requests = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  @FunctionalInterface
  interface Behaviour {
    void answer(byte[] request, HttpExchange exchange) throws Exception;
  }

  LoopbackWitness(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/prefix/add-checkpoint",
        exchange -> {
          byte[] request = exchange.getRequestBody().readAllBytes();
          try (exchange) {
            requests.add(AddCheckpoint.parse(request));
            behaviour.answer(request, exchange);
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  /// One that does what the protocol says.
  static LoopbackWitness honest(Witness witness) throws IOException {
    return new LoopbackWitness((request, exchange) -> {
      WitnessAnswer answer = witness.add(request);
      String body =
          switch (answer) {
            case WitnessAnswer.Cosigned cosigned -> cosigned.lines();
            case WitnessAnswer.OtherSize(long size) -> size + "\n";
            default -> "no\n";
          };
      send(exchange, answer.status(), body);
    });
  }

  /// One that says the same to everybody.
  static LoopbackWitness saying(int status, String body) throws IOException {
    return new LoopbackWitness((request, exchange) -> send(exchange, status, body));
  }

  static void send(HttpExchange exchange, int status, String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WitnessClient.Peer as(Cosigner key) {
    return new WitnessClient.Peer(key.verifier(), url("/prefix"));
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
