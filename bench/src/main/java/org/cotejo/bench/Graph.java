package org.cotejo.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Draws samples as SVG: panels below each other that share the time, each from zero.
final class Graph {
  private static final int WIDTH = 900;
  private static final int PANEL = 220;
  private static final int LEFT = 80;
  private static final int RIGHT = 40;
  private static final int TOP = 44;
  private static final int GAP = 56;
  private static final int STEPS = 4;

  private final List<Panel> panels;

  /// @param title with its unit
  /// @param limit a line not to be crossed; 0 for none
  record Panel(String title, double limit, List<Curve> curves) {}

  /// @param colour of SVG
  record Curve(String name, String colour, ToDoubleFunction<Sample> figure) {}

  Graph(List<Panel> panels) {
    this.panels = List.copyOf(panels);
  }

  String svg(String title, List<Sample> samples) {
    int height = TOP + panels.size() * (PANEL + GAP);
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="22" font-size="15">%s</text>
        """
            .formatted(WIDTH, height, LEFT, escape(title)));
    double seconds = Math.max(1, samples.getLast().second());
    for (int i = 0; i < panels.size(); i++) {
      draw(svg, panels.get(i), samples, seconds, TOP + 12 + i * (PANEL + GAP));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(
      StringBuilder svg, Panel panel, List<Sample> samples, double seconds, int top) {
    double most = panel.limit;
    for (Curve curve : panel.curves) {
      most = Math.max(most, samples.stream().mapToDouble(curve.figure).max().orElse(0));
    }
    double step = step(most);
    double whole = step * Math.ceil(most / step);
    for (double value = 0; value <= whole; value += step) {
      double y = top + PANEL * (1 - value / whole);
      line(svg, y, "#ddd", "");
      text(svg, LEFT - 8, y + 4, "end", "%,.0f".formatted(value));
    }
    if (panel.limit > 0) {
      line(svg, top + PANEL * (1 - panel.limit / whole), "#b00", "stroke-dasharray=\"6 4\"");
    }
    int labels = LEFT;
    text(svg, labels, top - 8, "start", panel.title);
    labels += 8 * panel.title.length() + 16;
    for (Curve curve : panel.curves) {
      svg.append(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n"
              .formatted(curve.colour, points(curve, samples, seconds, whole, top)));
      svg.append(
          "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n"
              .formatted(labels, top - 8, curve.colour, escape(curve.name)));
      labels += 8 * curve.name.length() + 16;
    }
    for (int i = 0; i <= STEPS; i++) {
      double x = LEFT + (double) (WIDTH - LEFT - RIGHT) * i / STEPS;
      text(svg, x, top + PANEL + 18, "middle", "%.1f min".formatted(seconds * i / STEPS / 60));
    }
  }

  private static String points(
      Curve curve, List<Sample> samples, double seconds, double whole, int top) {
    return samples.stream()
        .map(sample ->
            "%.1f,%.1f"
                .formatted(
                    LEFT + (WIDTH - LEFT - RIGHT) * sample.second() / seconds,
                    top + PANEL * (1 - curve.figure.applyAsDouble(sample) / whole)))
        .collect(Collectors.joining(" "));
  }

  /// A round number that gives a handful of lines.
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
    for (double factor : new double[] {0.2, 0.5, 1, 2}) {
      if (most / (power * factor) <= STEPS + 2) {
        return power * factor;
      }
    }
    return power * 2;
  }

  private static void line(StringBuilder svg, double y, String colour, String more) {
    svg.append(
        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" %s/>\n"
            .formatted(LEFT, WIDTH - RIGHT, y, y, colour, more));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n"
            .formatted(x, y, anchor, escape(text)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
