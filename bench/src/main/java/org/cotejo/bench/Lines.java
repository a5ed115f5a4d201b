package org.cotejo.bench;

import java.io.PrintWriter;

/// Writes a report: one aligned line for each figure, as soon as it is known.
final class Lines {
  private static final int LABEL_WIDTH = 36;

  private final PrintWriter out;

  Lines(PrintWriter out) {
    this.out = out;
  }

  void title(String text) {
    out.println(text);
    out.flush();
  }

  void line(String label, String figures) {
    String padding = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
    title("  " + label + padding + figures);
  }
}
