package org.cotejo.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Connections that stay open, each sending one record after the other and waiting for the answer
/// in between. One thread and next to no work of its own, since what it takes of the processor is
/// taken from the server it measures.
final class Senders implements AutoCloseable {
  private static final int BUFFER = 1 << 15;
  private static final String CREATED = "HTTP/1.1 201 ";
  private static final String LENGTH = "content-length:";

  /// Every how many answers one receipt is kept.
  private static final int SAMPLE = 100;

  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();

  /// What came of a batch.
  ///
  /// @param processorNanos of the sending thread
  /// @param receipts the receipts of every 100th record
  record Outcome(long nanos, long processorNanos, Latencies latencies, List<Receipt> receipts) {}

  /// @param record number of the record in its batch
  record Receipt(int record, String text) {}

  /// How long answers took.
  static final class Latencies {
    private final long[] nanos;

    private Latencies(long[] nanos) {
      this.nanos = nanos;
      Arrays.sort(this.nanos);
    }

    /// The time within which this share of the answers came.
    double millis(double share) {
      return nanos[(int) Math.min(nanos.length - 1, (long) (nanos.length * share))] / 1e6;
    }
  }

  private static final class Connection {
    final SocketChannel channel;
    final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    int record;
    long sent;
    private int bodyStart;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void post(int number, byte[] request) throws IOException {
      record = number;
      buffer.clear().put(request).flip();
      sent = System.nanoTime();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    /// Reads what has come.
    ///
    /// @return whether the answer is complete
    boolean readAnswer() throws IOException {
      if (channel.read(buffer) < 0) {
        throw new IOException("the server hung up");
      }
      String text = text();
      int headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0) {
        return false;
      }
      bodyStart = headEnd + 4;
      boolean isComplete = text.length() - bodyStart >= length(text);
      if (isComplete && !text.startsWith(CREATED)) {
        throw new IOException("record " + record + " was answered: " + text);
      }
      return isComplete;
    }

    private static int length(String answer) throws IOException {
      int at = answer.indexOf(LENGTH);
      if (at < 0) {
        throw new IOException("an answer without a length: " + answer);
      }
      int from = at + LENGTH.length();
      return Integer.parseInt(answer.substring(from, answer.indexOf('\r', from)).strip());
    }

    /// A character for each byte, so that positions are the same.
    private String text() {
      return new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
    }

    String body() {
      return new String(buffer.array(), bodyStart, buffer.position() - bodyStart, UTF_8);
    }
  }

  Senders(InetSocketAddress server, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      var connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connections.add(connection);
    }
  }

  /// Sends all of them and waits for all answers.
  ///
  /// @throws IOException if one is answered anything but 201
  Outcome send(List<byte[]> records) throws IOException {
    var latencies = new long[records.size()];
    List<Receipt> receipts = new ArrayList<>();
    int next = 0;
    int answered = 0;
    long processor = Usage.threadNanos();
    long start = System.nanoTime();
    for (Connection connection : connections) {
      if (next < records.size()) {
        connection.post(next, records.get(next));
        next++;
      }
    }
    while (answered < records.size()) {
      selector.select();
      for (SelectionKey ready : selector.selectedKeys()) {
        var connection = (Connection) ready.attachment();
        if (connection.readAnswer()) {
          latencies[connection.record] = System.nanoTime() - connection.sent;
          if (connection.record % SAMPLE == 0) {
            receipts.add(new Receipt(connection.record, connection.body()));
          }
          answered++;
          if (next < records.size()) {
            connection.post(next, records.get(next));
            next++;
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return new Outcome(
        System.nanoTime() - start,
        Usage.threadNanos() - processor,
        new Latencies(latencies),
        receipts);
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.channel.close();
    }
    selector.close();
  }
}
