package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A run of `./cotejo` in a process of its own, as a user starts it.
final class Child implements AutoCloseable {
  private static final long LOOK_MILLIS = 10;
  private static final String JAVA_OPTIONS = "COTEJO_JAVA_OPTS";

  private final Process process;
  private final long start = System.nanoTime();

  /// What a finished run took. Processor time and memory are read until just before its end.
  record Run(int exitCode, Duration wall, Usage usage) {}

  private Child(Process process) {
    this.process = process;
  }

  /// What it prints is read by nobody but kept in a file, to look at if it fails.
  static Child start(String... arguments) throws IOException {
    return start(ProcessBuilder.Redirect.to(output().toFile()), List.of(), "", arguments);
  }

  /// As [#start(String...)], with more options for its Java, apart by spaces.
  static Child startWith(String javaOptions, String... arguments) throws IOException {
    return start(ProcessBuilder.Redirect.to(output().toFile()), List.of(), javaOptions, arguments);
  }

  /// What it prints is read from its [#process].
  ///
  /// @param cores whose one core for the server it is confined to
  /// @param javaOptions more options for its Java, apart by spaces
  static Child piped(Cores cores, String javaOptions, String... arguments) throws IOException {
    return start(ProcessBuilder.Redirect.PIPE, cores.prefix(), javaOptions, arguments);
  }

  static Path output() {
    return checkout().resolve("bench/target/output.txt");
  }

  private static Child start(
      ProcessBuilder.Redirect output, List<String> prefix, String javaOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(checkout().resolve("cotejo").toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output);
    builder.environment().merge(JAVA_OPTIONS, javaOptions, (old, more) -> old + " " + more);
    return new Child(builder.start());
  }

  /// The root of the checkout that `bench/run` belongs to.
  static Path checkout() {
    return Path.of(System.getProperty("cotejo.home", ".")).toAbsolutePath();
  }

  Process process() {
    return process;
  }

  Usage usage() {
    return Usage.of(process.toHandle());
  }

  /// Waits for its end.
  Run await() throws InterruptedException {
    Usage last = Usage.NONE;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      Usage now = usage();
      last = now.peakBytes().isPresent() || last.peakBytes().isEmpty() ? now : last;
    }
    return new Run(process.exitValue(), Duration.ofNanos(System.nanoTime() - start), last);
  }

  /// Asks it to end in order, and waits.
  @Override
  public void close() {
    end(process);
  }

  static void end(Process process) {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
