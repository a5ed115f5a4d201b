package org.cotejo.station.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.station.TestLog;

/// Something that listens where an intake should be, and says what it is told to.
public final class FakeIntake implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Script script;

  /// What it says.
  @FunctionalInterface
  public interface Script {
    /// @return the whole answer; empty to say nothing, and to keep silent
    byte[] answer(byte[] statement);
  }

  public FakeIntake(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// One that takes everything into this log.
  public static FakeIntake of(TestLog log) throws IOException {
    return new FakeIntake(statement -> {
      Answer.Taken taken = log.take(statement);
      return http(taken.isNew() ? 201 : 200, "", taken.receipt().text());
    });
  }

  /// @param fields each ended by CR LF
  public static byte[] http(int status, String fields, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    byte[] head =
        "HTTP/1.1 %d Said\r\ncontent-length: %d\r\n%s\r\n"
            .formatted(status, bytes.length, fields)
            .getBytes(ISO_8859_1);
    byte[] whole = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, whole, head.length, bytes.length);
    return whole;
  }

  public static byte[] problem(int status, String fields, String label, String detail) {
    return http(
        status,
        fields,
        "{\"type\":\"urn:cotejo:problem:%s\",\"title\":\"T\",\"status\":%d,\"detail\":\"%s\"}\n"
            .formatted(label, status, detail));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int next = in.read();
          if (next < 0) {
            return;
          }
          head.append((char) next);
        }
        int length =
            Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
        byte[] statement = in.readNBytes(length);
        requests.add(head.substring(0, head.indexOf("\r\n")));
        byte[] answer = script.answer(statement);
        socket.getOutputStream().write(answer);
        if (new String(answer, ISO_8859_1).contains("connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      return; // The other side has gone.
    }
  }

  /// First lines of the requests it was sent.
  List<String> requests() {
    return List.copyOf(requests);
  }

  public int connectionCount() {
    return connections.get();
  }

  public Endpoint endpoint() {
    return new Endpoint(false, "127.0.0.1", listener.getLocalPort(), Optional.empty());
  }

  /// Ends all connections and goes on listening.
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    hangUp();
  }
}
