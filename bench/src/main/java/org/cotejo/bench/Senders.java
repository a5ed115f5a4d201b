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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Connections that each send one record after another and wait for its receipt: a bare HTTP/1.1
/// client, since what the sender spends is missing on the machine being measured.
final class Senders {
  private final InetSocketAddress intake;
  private final int connections;

  Senders(InetSocketAddress intake, int connections) {
    this.intake = intake;
    this.connections = connections;
  }

  /// Sends all records, whichever connection is free.
  ///
  /// @return nanoseconds each took, ascending
  /// @throws IOException if one is not answered 201
  long[] send(List<byte[]> records) throws IOException {
    var next = new AtomicInteger();
    var nanos = new long[records.size()];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>(connections);
      for (int i = 0; i < connections; i++) {
        all.add(
            threads.submit(() -> {
              sendSome(records, next, nanos);
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
    return nanos;
  }

  private void sendSome(List<byte[]> records, AtomicInteger next, long[] nanos) throws IOException {
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
        String status = readAnswer(in);
        if (!status.startsWith("HTTP/1.1 201 ")) {
          throw new IOException("record " + i + " was answered " + status);
        }
        nanos[i] = System.nanoTime() - start;
      }
    }
  }

  /// @return the status line
  private static String readAnswer(InputStream in) throws IOException {
    String status = readLine(in);
    int length = 0;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status;
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
