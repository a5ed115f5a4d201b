package org.cotejo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How much of its heap a Java process uses, as jstat reads it from outside once a second, without
/// asking the process.
final class Heap implements AutoCloseable {
  private static final List<String> USED = List.of("S0U", "S1U", "EU", "OU");

  private final Process jstat;
  private final List<String> names;
  private volatile long bytes;

  Heap(long pid) throws IOException {
    jstat =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                "-gc",
                Long.toString(pid),
                "1000")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines = jstat.inputReader(StandardCharsets.UTF_8);
    String header = lines.readLine();
    String first = lines.readLine();
    if (header == null || first == null) {
      throw new IOException("jstat cannot read the heap of process " + pid);
    }
    names = Arrays.asList(header.strip().split("\\s+", -1));
    bytes = used(first);
    Thread.ofPlatform().daemon().start(() -> read(lines));
  }

  private void read(BufferedReader lines) {
    try {
      lines.lines().forEach(line -> bytes = used(line));
    } catch (UncheckedIOException e) {
      // It has ended with the server.
      return;
    }
  }

  private long used(String line) {
    String[] figures = line.strip().split("\\s+", -1);
    return USED.stream()
        .mapToLong(name -> (long) (Double.parseDouble(figures[names.indexOf(name)]) * 1024))
        .sum();
  }

  /// A second old at most.
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    jstat.destroy();
  }
}
