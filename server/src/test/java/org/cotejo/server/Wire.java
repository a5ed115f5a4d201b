package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.server.gate.Ticket;

/// One TCP connection that says exactly what it is told, also what no client library would.
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /// An answer with its header fields by their lower-case names.
  record Reply(int status, SortedMap<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// What a refusal looks like (RFC 9457).
  static void assertProblem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.body())
        .startsWith("{\"type\":\"urn:cotejo:problem:" + type + "\",\"title\":\"")
        .contains("\"status\":" + status + ",\"detail\":\"")
        .endsWith("\"}\n");
    assertThat(reply.headers()).doesNotContainKey("cotejo-index");
  }

  Wire(InetSocketAddress address) throws IOException {
    this(new InetSocketAddress(0), address);
  }

  /// A connection from an address of this machine that is in a network of its own.
  static Wire from(String own, InetSocketAddress address) throws IOException {
    return new Wire(new InetSocketAddress(own, 0), address);
  }

  private Wire(InetSocketAddress own, InetSocketAddress address) throws IOException {
    socket.bind(own);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(address, PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// A whole request with a length.
  Wire post(byte[] body) throws IOException {
    return send(whole(head(body.length), body));
  }

  /// A whole request that shows a ticket.
  Wire post(Ticket ticket, byte[] body) throws IOException {
    return send(whole(head("/" + ticket + "/statements", body.length), body));
  }

  /// In one piece, as most senders do.
  private static byte[] whole(String head, byte[] body) {
    byte[] whole = Arrays.copyOf(head.getBytes(ISO_8859_1), head.length() + body.length);
    System.arraycopy(body, 0, whole, head.length(), body.length);
    return whole;
  }

  static String head(long length, String... fields) {
    return head("/statements", length, fields);
  }

  static String head(String path, long length, String... fields) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n%s\r\n"
        .formatted(path, length, fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n");
  }

  Reply read() throws IOException {
    return read(true);
  }

  /// @param hasBody false for the answer to HEAD and for 100
  Reply read(boolean hasBody) throws IOException {
    String[] status = line().split(" ", 3);
    if (!status[0].equals("HTTP/1.1")) {
      throw new IOException("no answer: " + String.join(" ", status));
    }
    SortedMap<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer ends within its body");
    }
    return new Reply(Integer.parseInt(status[1]), headers, new String(body, UTF_8));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /// Whether the other end hangs up, having said nothing more.
  boolean isHungUp() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  boolean hasArrived() throws IOException {
    return in.available() > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
