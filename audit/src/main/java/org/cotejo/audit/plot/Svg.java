package org.cotejo.audit.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A picture in the making: a white sheet with a title and frames whose sides are scaled.
final class Svg {
  static final int WIDTH = 760;
  private static final int LEFT = 64;
  private static final int RIGHT = 24;
  private static final String INK = "#333";
  private static final String GRID = "#ddd";

  private final StringBuilder text = new StringBuilder(1 << 14);

  /// A part of the sheet with a scale on each side.
  ///
  /// @param top where it begins
  /// @param height of the frame
  /// @param fromX the left end of the horizontal scale
  /// @param toX the right end
  /// @param toY the upper end of the vertical scale, which begins at `fromY`
  record Frame(int top, int height, double fromX, double toX, double fromY, double toY) {
    double x(double value) {
      return LEFT + (value - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return top + height - (value - fromY) / (toY - fromY) * height;
    }
  }

  /// @param description what is to be seen, for those who do not see it
  Svg(int height, String title, String description) {
    text.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                + " role=\"img\" font-family=\"system-ui,sans-serif\" font-size=\"12\" fill=\"%s\">\n")
            .formatted(WIDTH, height, WIDTH, height, INK));
    tag("title", title);
    tag("desc", description);
    text.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    text.append("<g font-size=\"16\" font-weight=\"600\">");
    write(LEFT, 28, "start", title);
    text.append("</g>\n");
  }

  private void tag(String name, String content) {
    text.append("<%s>%s</%s>\n".formatted(name, escaped(content), name));
  }

  private static String escaped(String content) {
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String number(double value) {
    return new BigDecimal(value)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /// @param anchor `start`, `middle` or `end`
  Svg write(double x, double y, String anchor, String content) {
    text.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(number(x), number(y), anchor, escaped(content)));
    return this;
  }

  private void rule(double x1, double y1, double x2, double y2) {
    text.append(
        "<path d=\"M%s %sL%s %s\" stroke=\"%s\"/>\n"
            .formatted(number(x1), number(y1), number(x2), number(y2), GRID));
  }

  /// Lines of the grid with their numbers, and what the sides mean.
  ///
  /// @param stepX distance of the vertical lines
  /// @param stepY distance of the horizontal ones
  Svg scales(Frame frame, double stepX, double stepY, String labelX, String labelY) {
    for (int i = 0; frame.fromX() + i * stepX <= frame.toX() + stepX / 1000; i++) {
      double value = frame.fromX() + i * stepX;
      rule(frame.x(value), frame.y(frame.fromY()), frame.x(value), frame.y(frame.toY()));
      write(frame.x(value), frame.top() + frame.height() + 16, "middle", number(value));
    }
    for (int i = 0; frame.fromY() + i * stepY <= frame.toY() + stepY / 1000; i++) {
      double value = frame.fromY() + i * stepY;
      rule(frame.x(frame.fromX()), frame.y(value), frame.x(frame.toX()), frame.y(value));
      write(LEFT - 8, frame.y(value) + 4, "end", number(value));
    }
    write((LEFT + WIDTH - RIGHT) / 2.0, frame.top() + frame.height() + 34, "middle", labelX);
    return write(LEFT, frame.top() - 8, "start", labelY);
  }

  /// A box between two corners, in the frame's scales.
  Svg box(Frame frame, double x, double y, double width, double height, String fill) {
    text.append(
        "<path d=\"M%s %sH%sV%sH%sZ\" fill=\"%s\"/>\n"
            .formatted(
                number(frame.x(x)),
                number(frame.y(y)),
                number(frame.x(x + width)),
                number(frame.y(y + height)),
                number(frame.x(x)),
                fill));
    return this;
  }

  /// A line through points, in the frame's scales.
  Svg line(Frame frame, double[] xs, double[] ys, String colour, double width) {
    text.append(
        "<path fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\" d=\""
            .formatted(colour, number(width)));
    for (int i = 0; i < xs.length; i++) {
      text.append(i == 0 ? 'M' : 'L')
          .append(number(frame.x(xs[i])))
          .append(' ')
          .append(number(frame.y(ys[i])));
    }
    text.append("\"/>\n");
    return this;
  }

  String finish() {
    return text.append("</svg>\n").toString();
  }

  /// A round distance so that a scale up to `most` has 4 to 10 lines.
  static double step(double most) {
    double step = 1;
    while (step * 10 < most) {
      step *= 10;
    }
    return most / step <= 2 ? step / 5 : most / step <= 5 ? step / 2 : step;
  }
}
