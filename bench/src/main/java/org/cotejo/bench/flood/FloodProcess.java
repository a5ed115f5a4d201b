package org.cotejo.bench.flood;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A [Flood] that is running. Kept from one measurement to the next, so that all of them meet the
/// same, warm program.
public final class FloodProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader results;
  private final Writer plans;
  private final Map<Integer, String> early = new HashMap<>();
  private int started;

  private FloodProcess(Process process) {
    this.process = process;
    this.results = process.inputReader(StandardCharsets.UTF_8);
    this.plans = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// @param prefix what to start it with, such as `taskset -c 1`
  public static FloodProcess start(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Flood.class.getName()));
    return new FloodProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// One that is under way.
  public final class Running {
    private final int number;

    private Running(int number) {
      this.number = number;
    }

    /// Waits for its end.
    public Tally await() throws IOException {
      return Tally.parse(result(number));
    }
  }

  public Running begin(FloodPlan plan) throws IOException {
    plans.write(plan.line() + "\n");
    plans.flush();
    return new Running(started++);
  }

  public Tally run(FloodPlan plan) throws IOException {
    return begin(plan).await();
  }

  private String result(int number) throws IOException {
    while (!early.containsKey(number)) {
      String line = results.readLine();
      if (line == null) {
        throw new IOException("the flood has ended early");
      }
      int space = line.indexOf(' ');
      early.put(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
    }
    return early.remove(number);
  }

  @Override
  public void close() throws IOException {
    plans.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
