package org.cotejo.sheet;

import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where in an image a code was read: its middle, and the ways along its sides from the middle of
/// one corner's square to the next.
record CodePlace(double x, double y, double ax, double ay, double bx, double by) {
  /// A code reaches so much farther from its middle than the squares' middles do: 3.5 modules, and
  /// more where it is seen from the side.
  private static final double BEYOND = 1.15;

  /// From a code to the next one of a series, with the words between.
  private static final double NEXT = 1.3;

  /// Half a side of what a code fits into, however it is turned.
  private static final double ROOM = 1.0;

  /// @param left what was cut off the image at its left
  /// @param top and above
  /// @return empty if the library does not say, as of texts that it joined itself
  static Optional<CodePlace> of(Result code, int left, int top) {
    ResultPoint[] corners = code.getResultPoints();
    if (corners == null || corners.length < 3) {
      return Optional.empty();
    }
    double ax = corners[2].getX() - corners[1].getX();
    double ay = corners[2].getY() - corners[1].getY();
    double bx = corners[0].getX() - corners[1].getX();
    double by = corners[0].getY() - corners[1].getY();
    return Optional.of(
        new CodePlace(
            left + corners[1].getX() + (ax + bx) / 2,
            top + corners[1].getY() + (ay + by) / 2,
            ax,
            ay,
            bx,
            by));
  }

  Shape area() {
    var area = new Path2D.Double();
    double half = BEYOND / 2;
    area.moveTo(x - half * (ax + bx), y - half * (ay + by));
    area.lineTo(x + half * (ax - bx), y + half * (ay - by));
    area.lineTo(x + half * (ax + bx), y + half * (ay + by));
    area.lineTo(x - half * (ax - bx), y - half * (ay - by));
    area.closePath();
    return area;
  }

  /// Where other codes of the same series are, if there are any.
  List<Rectangle> neighbours() {
    double room = ROOM * Math.max(Math.hypot(ax, ay), Math.hypot(bx, by));
    return Stream.of(
            new double[] {ax, ay},
            new double[] {-ax, -ay},
            new double[] {bx, by},
            new double[] {-bx, -by})
        .map(way -> {
          double left = x + NEXT * way[0] - room;
          double top = y + NEXT * way[1] - room;
          return new Rectangle((int) left, (int) top, (int) (2 * room), (int) (2 * room));
        })
        .toList();
  }
}
