package org.cotejo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// Which share of a server's processor time goes where: the samples of its Java threads that JFR
/// takes every few milliseconds of processor time, native code included ([JEP
/// 509](https://openjdk.org/jeps/509)), and for the threads of the virtual machine, which it does
/// not sample, what the kernel says they used.
final class Profile {
  private static final String NAME = "cotejo-bench";
  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final Pattern MACHINE_THREADS =
      Pattern.compile(
          "(VM |C1 |C2 |GC |G1 |JFR |Notification|Reference H|Finalizer|Common-Clean|Signal D"
              + "|Service T|Monitor D|Attach L).*",
          Pattern.DOTALL);

  private final long pid;
  private final long machineNanosBefore;
  private final long nanosBefore;

  private Profile(long pid, long machineNanosBefore, long nanosBefore) {
    this.pid = pid;
    this.machineNanosBefore = machineNanosBefore;
    this.nanosBefore = nanosBefore;
  }

  /// Begins to sample a process that runs.
  ///
  /// @throws IOException if it cannot be sampled on this system
  static Profile start(long pid) throws IOException, InterruptedException {
    jcmd(
        pid,
        "JFR.start",
        "name=" + NAME,
        "settings=none",
        "+" + SAMPLE + "#enabled=true",
        "+" + SAMPLE + "#throttle=2ms");
    return new Profile(pid, nanos(pid, true), nanos(pid, false));
  }

  /// Ends sampling.
  ///
  /// @param file where the recording is put
  /// @return shares that add up to 1; empty if nothing was sampled
  Optional<Map<Step, Double>> stop(Path file) throws IOException, InterruptedException {
    long machine = nanos(pid, true) - machineNanosBefore;
    long all = machine + nanos(pid, false) - nanosBefore;
    jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
    var counts = new EnumMap<Step, Long>(Step.class);
    long samples = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals(SAMPLE)) {
        counts.merge(Step.of(event), 1L, Math::addExact);
        samples++;
      }
    }
    if (samples == 0 || all == 0) {
      return Optional.empty();
    }
    var shares = new EnumMap<Step, Double>(Step.class);
    double java = 1 - (double) machine / all;
    for (var count : counts.entrySet()) {
      shares.put(count.getKey(), java * count.getValue() / samples);
    }
    shares.put(Step.MACHINE, (double) machine / all);
    return Optional.of(shares);
  }

  private static void jcmd(long pid, String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(pid));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String output;
    try (var in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IOException("the server cannot be sampled: " + output.strip());
    }
  }

  /// Processor time of the threads of the virtual machine, or of all the others.
  private static long nanos(long pid, boolean ofMachine) throws IOException {
    long sum = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        sum += nanos(thread, ofMachine);
      }
    } catch (NoSuchFileException e) {
      throw new IOException("this system does not tell what threads use", e);
    }
    return sum;
  }

  private static long nanos(Path thread, boolean ofMachine) throws IOException {
    try {
      Matcher name = MACHINE_THREADS.matcher(Files.readString(thread.resolve("comm")));
      String used = Files.readString(thread.resolve("schedstat"));
      return name.matches() == ofMachine ? Long.parseLong(used.substring(0, used.indexOf(' '))) : 0;
    } catch (NoSuchFileException e) {
      return 0; // It has just ended.
    }
  }
}
