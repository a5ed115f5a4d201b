package org.cotejo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// What a process has used so far: processor time, and the most memory that was resident at once.
///
/// @param peakBytes empty where the system does not tell (only Linux does)
record Usage(Duration processor, Optional<Long> peakBytes) {
  static final Usage NONE = new Usage(Duration.ZERO, Optional.empty());
  private static final String PEAK = "VmHWM:";

  static Usage of(ProcessHandle process) {
    return new Usage(
        process.info().totalCpuDuration().orElse(Duration.ZERO), peakOf(process.pid()));
  }

  /// Processor time of a process and of those it has started: servers leave the work to workers.
  static Duration processorOfAll(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Optional<Long> peakOf(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
          .map(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      // No such system, or the process has just ended.
      return Optional.empty();
    }
  }

  static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  String peakText() {
    return peakBytes.map(bytes -> bytes / (1 << 20) + " MiB").orElse("not measured on this system");
  }
}
