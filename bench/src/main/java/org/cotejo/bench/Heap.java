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
    Thread.ofPlatform().daemon().start(() -> read(lines));
  }

  private void read(BufferedReader lines) {
    try {
      String header = lines.readLine();
      if (header == null) {
        return;
      }
      List<String> names = Arrays.asList(header.strip().split("\\s+", -1));
      lines
          .lines()
          .map(line -> line.strip().split("\\s+", -1))
          .forEach(figures ->
              bytes =
                  USED.stream()
                      .mapToLong(
                          name -> (long) (Double.parseDouble(figures[names.indexOf(name)]) * 1024))
                      .sum());
    } catch (IOException | UncheckedIOException e) {
      // It has ended with the server.
      return;
    }
  }

  /// A second old at most; 0 at first.
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    jstat.destroy();
  }
}
