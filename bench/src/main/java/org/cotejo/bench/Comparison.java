package org.cotejo.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Servers that do the same thing, and what each pays for it. They take turns, so that whatever
/// else happens on the machine happens to all of them.
final class Comparison {
  private static final double TARGET = 1.1;
  private static final double STRETCH = 0.9;
  private static final int WARM_UPS = 3;

  /// What the system may still do on behalf of a server when the load has ended.
  private static final Duration REST = Duration.ofMillis(200);

  private final String title;
  private final List<Contender> contenders = new ArrayList<>();

  /// Makes a server refuse for a while.
  @FunctionalInterface
  interface Load {
    /// @return how often it refused
    long run() throws IOException;
  }

  /// Who takes part how.
  enum Part {
    OURS,
    PEER,
    /// Shown for scale: does more than is compared.
    SCALE
  }

  /// One server, and what each of its turns came to.
  private record Contender(
      String name, Part part, ProcessHandle server, Load load, List<Double> micros) {
    double median() {
      double[] sorted = micros.stream().mapToDouble(m -> m).sorted().toArray();
      return sorted[sorted.length / 2];
    }

    String text() {
      double[] sorted = micros.stream().mapToDouble(m -> m).sorted().toArray();
      return "%8.2f µs   (%s)"
          .formatted(
              median(),
              String.join(" ", Arrays.stream(sorted).mapToObj("%.2f"::formatted).toList()));
    }
  }

  Comparison(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  void add(String name, Part part, ProcessHandle server, Load load) {
    contenders.add(new Contender(name, part, server, load, new ArrayList<>()));
  }

  /// A server has to be warm before it is measured.
  void warmUp() throws IOException {
    for (int turn = 0; turn < WARM_UPS; turn++) {
      for (Contender contender : contenders) {
        var _ = contender.load.run();
      }
    }
  }

  void round() throws IOException {
    for (Contender contender : contenders) {
      Duration before = Usage.processorOfAll(contender.server);
      long refusals = contender.load.run();
      rest();
      double nanos = Usage.processorOfAll(contender.server).minus(before).toNanos();
      if (refusals == 0) {
        throw new IOException(title + ": " + contender.name + " refused nothing");
      }
      contender.micros.add(nanos / 1e3 / refusals);
    }
  }

  private static void rest() throws IOException {
    try {
      Thread.sleep(REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// The best peer's median, once it is measured.
  OptionalDouble best() {
    return contenders.stream()
        .filter(contender -> contender.part == Part.PEER && !contender.micros.isEmpty())
        .mapToDouble(Contender::median)
        .min();
  }

  void report(Lines lines) {
    OptionalDouble best = best();
    lines.title(title);
    for (Contender contender : contenders) {
      lines.line(contender.name, contender.text());
      if (contender.part == Part.OURS && best.isPresent()) {
        double ratio = contender.median() / best.getAsDouble();
        String stretch = ratio <= STRETCH ? "met" : "not met";
        lines.line("", verdict(ratio, TARGET) + ", stretch ≤ %.1f: %s".formatted(STRETCH, stretch));
      }
    }
  }

  /// @param ratio of our cost to that of the best peer
  static String verdict(double ratio, double target) {
    return "%.2f × the best peer; target ≤ %.1f: %s"
        .formatted(ratio, target, ratio <= target ? "met" : "not met");
  }
}
