package org.cotejo.audit.report;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.model.Coordinates;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;

/// Where the stations of a contest are and which of them differ or are missing. Degrees are drawn
/// as they are, longitudes narrowed for the middle latitude: enough to see where, not to measure.
/// Stations that fall on one spot are drawn once and counted each.
final class StationMap {
  static final int WIDTH = 720;
  private static final int MIN_HEIGHT = 200;
  private static final int MAX_HEIGHT = 760;
  private static final int EDGE = 10;

  /// Spots are this far from each other, so that a million stations make no larger a picture.
  private static final int GRID = 2;

  /// How a station is drawn: in greys, since every colour is some party's. The later is drawn over
  /// the earlier.
  enum Layer {
    COMPARED(0xb8, 1.9, true),
    NOT_COMPARED(0x78, 1.9, true),
    MISSING(0x1b, 3.4, false),
    DIFFERENT(0x1b, 3.4, true);

    private final int grey;
    private final double radius;
    private final boolean isFilled;

    Layer(int grey, double radius, boolean isFilled) {
      this.grey = grey;
      this.radius = radius;
      this.isFilled = isFilled;
    }

    /// 0 is black, 255 is white.
    int grey() {
      return grey;
    }

    double radius() {
      return radius;
    }

    /// Whether it is a spot, otherwise a ring.
    boolean isFilled() {
      return isFilled;
    }

    static Layer of(Concordance kind) {
      return switch (kind) {
        case SIGNED_CONFLICT,
            PRINTED_NOT_SIGNED,
            DIFFERENT,
            TRANSCRIPTION,
            FORM_DEFECT,
            ARITHMETIC ->
            DIFFERENT;
        case MISSING -> MISSING;
        case NO_SOURCE, ONE_SOURCE -> NOT_COMPARED;
        case CONCORDANT -> COMPARED;
      };
    }
  }

  private static final int COLUMNS = WIDTH / GRID + 1;

  private final int height;
  private final Map<Layer, BitSet> spots;
  private final Map<Layer, Long> counts;
  private final long withoutPlace;

  private StationMap(
      int height, Map<Layer, BitSet> spots, Map<Layer, Long> counts, long withoutPlace) {
    this.height = height;
    this.spots = spots;
    this.counts = counts;
    this.withoutPlace = withoutPlace;
  }

  int height() {
    return height;
  }

  /// Takes where something is drawn.
  @FunctionalInterface
  interface Spots {
    void at(int x, int y);
  }

  /// Row by row.
  void forEach(Layer layer, Spots each) {
    spots.getOrDefault(layer, new BitSet()).stream()
        .forEach(spot -> each.at(spot % COLUMNS * GRID, spot / COLUMNS * GRID));
  }

  /// Stations with coordinates in a layer, also those that fall on one spot.
  long count(Layer layer) {
    return counts.getOrDefault(layer, 0L);
  }

  /// Stations without coordinates.
  long withoutPlace() {
    return withoutPlace;
  }

  /// The rectangle that holds all stations of the contest.
  private static final class Bounds {
    private double west = 180;
    private double east = -180;
    private double south = 90;
    private double north = -90;

    void add(Coordinates at) {
      double x = Double.parseDouble(at.longitude());
      double y = Double.parseDouble(at.latitude());
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }

    boolean isAny() {
      return west <= east;
    }

    /// Width of a degree of longitude in degrees of latitude.
    double narrowing() {
      return Math.max(0.05, StrictMath.cos(StrictMath.toRadians((south + north) / 2)));
    }

    /// Units of the picture for a degree of latitude.
    double scale() {
      double across = Math.max(1e-6, (east - west) * narrowing());
      double down = Math.max(1e-6, north - south);
      return Math.min((WIDTH - 2 * EDGE) / across, (MAX_HEIGHT - 2 * EDGE) / down);
    }
  }

  /// The map of a contest; empty if no station has coordinates.
  static Optional<StationMap> of(Reconciliation reconciliation, int contest) {
    ElectionPackage election = reconciliation.election();
    var bounds = new Bounds();
    for (int station = 0; station < election.stations().size(); station++) {
      if (reconciliation.kind(contest, station).isPresent()) {
        election.stations().get(station).coordinates().ifPresent(bounds::add);
      }
    }
    if (!bounds.isAny()) {
      return Optional.empty();
    }
    double scale = bounds.scale();
    int height =
        Math.max(
            MIN_HEIGHT, (int) StrictMath.ceil((bounds.north - bounds.south) * scale) + 2 * EDGE);
    double left = (WIDTH - (bounds.east - bounds.west) * bounds.narrowing() * scale) / 2;
    double top = (height - (bounds.north - bounds.south) * scale) / 2;
    Map<Layer, Long> counts = new EnumMap<>(Layer.class);
    Map<Layer, BitSet> spots = new EnumMap<>(Layer.class);
    long without = 0;
    for (int station = 0; station < election.stations().size(); station++) {
      Optional<Concordance> kind = reconciliation.kind(contest, station);
      if (kind.isEmpty()) {
        continue;
      }
      PollingStation at = election.stations().get(station);
      if (at.coordinates().isEmpty()) {
        without++;
        continue;
      }
      Layer layer = Layer.of(kind.get());
      counts.merge(layer, 1L, Long::sum);
      double x = Double.parseDouble(at.coordinates().get().longitude()) - bounds.west;
      double y = bounds.north - Double.parseDouble(at.coordinates().get().latitude());
      int column = (int) Math.round((left + x * bounds.narrowing() * scale) / GRID);
      int row = (int) Math.round((top + y * scale) / GRID);
      spots.computeIfAbsent(layer, each -> new BitSet()).set(row * COLUMNS + column);
    }
    return Optional.of(new StationMap(height, spots, counts, without));
  }
}
