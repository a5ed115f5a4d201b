package org.cotejo.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Connections that each send one record after another and wait for its receipt: a bare HTTP/1.1
/// client, since what the sender spends is missing on the machine being measured.
final class Senders {
  private final InetSocketAddress intake;
  private final int connections;

  Senders(InetSocketAddress intake, int connections) {
    this.intake = intake;
    this.connections = connections;
  }

  /// What became of what was sent.
  static final class Sent {
    private final long[] nanos;
    private final long lastIndex;

    private Sent(long[] nanos, long lastIndex) {
      this.nanos = nanos;
      this.lastIndex = lastIndex;
    }

    /// Milliseconds within which a receipt came for this share of the records.
    ///
    /// @param percent 0 to 99
    double milliseconds(int percent) {
      return nanos[nanos.length * percent / 100] / 1e6;
    }

    /// The highest index a record got.
    long lastIndex() {
      return lastIndex;
    }
  }

  /// Sends all records, whichever connection is free.
  ///
  /// @throws IOException if one is not answered 201
  Sent send(List<byte[]> records) throws IOException {
    var next = new AtomicInteger();
    var nanos = new long[records.size()];
    var lastIndex = new AtomicLong();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>(connections);
      for (int i = 0; i < connections; i++) {
        all.add(
            threads.submit(() -> {
              sendSome(records, next, nanos, lastIndex);
              return true;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Arrays.sort(nanos);
    return new Sent(nanos, lastIndex.get());
  }

  private void sendSome(
      List<byte[]> records, AtomicInteger next, long[] nanos, AtomicLong lastIndex)
      throws IOException {
    try (var socket = new Socket()) {
      socket.connect(intake);
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 13);
      var out = socket.getOutputStream();
      for (int i = next.getAndIncrement(); i < records.size(); i = next.getAndIncrement()) {
        long start = System.nanoTime();
        byte[] record = records.get(i);
        String head =
            "POST /statements HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n"
                .formatted(record.length);
        var request = new ByteArrayOutputStream(head.length() + record.length);
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(record);
        request.writeTo(out);
        lastIndex.accumulateAndGet(readIndex(in), Math::max);
        nanos[i] = System.nanoTime() - start;
      }
    }
  }

  private static long readIndex(InputStream in) throws IOException {
    String status = readLine(in);
    int length = 0;
    long index = -1;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "cotejo-index" -> index = Long.parseLong(value);
        default -> {}
      }
    }
    in.skipNBytes(length);
    if (!status.startsWith("HTTP/1.1 201 ") || index < 0) {
      throw new IOException("a record was answered " + status);
    }
    return index;
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
