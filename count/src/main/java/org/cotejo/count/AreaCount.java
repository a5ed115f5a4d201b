package org.cotejo.count;

/// Totals and coverage of one area in one contest, kept up to date by adding and taking away single
/// stations.
public final class AreaCount {
  private static final long[] NOTHING = {};

  private final long[] totals;

  /// Made when there is something to dispute: most areas never have anything, and a large election
  /// has a quarter of a million of these.
  private long[] disputed = NOTHING;

  private final long[] stations = new long[StationState.values().length];
  private final long[] registered = new long[StationState.values().length];
  private long lateStations;
  private long lateRegistered;

  AreaCount(int width) {
    totals = new long[width];
  }

  void station(StationState state, long registeredVoters, boolean late, int sign) {
    stations[state.column()] = Math.addExact(stations[state.column()], sign);
    registered[state.column()] = Math.addExact(registered[state.column()], sign * registeredVoters);
    if (late) {
      lateStations = Math.addExact(lateStations, sign);
      lateRegistered = Math.addExact(lateRegistered, sign * registeredVoters);
    }
  }

  void row(long[] row, boolean inDispute, int sign) {
    add(totals, row, sign);
    if (inDispute) {
      if (disputed.length == 0) {
        disputed = new long[totals.length];
      }
      add(disputed, row, sign);
    }
  }

  private static void add(long[] to, long[] row, int sign) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] != 0) {
        to[i] = Math.addExact(to[i], sign * row[i]);
      }
    }
  }

  /// Sums of the values in force, laid out by [Layout].
  public long[] totals() {
    return totals.clone();
  }

  /// The part of [#totals] that comes from stations in `CONFLICT`.
  public long[] disputed() {
    return disputed.length == 0 ? new long[totals.length] : disputed.clone();
  }

  /// Stations in this state.
  public long stations(StationState state) {
    return stations[state.column()];
  }

  /// Registered voters, by the package, of the stations in this state.
  public long registered(StationState state) {
    return registered[state.column()];
  }

  /// All stations: the denominator of the coverage.
  public long stations() {
    return sum(stations);
  }

  /// All registered voters by the package: the other denominator.
  public long registered() {
    return sum(registered);
  }

  /// Stations whose value is in the totals: the numerator.
  public long stationsInTotals() {
    return inTotals(stations);
  }

  /// Registered voters of the stations whose value is in the totals.
  public long registeredInTotals() {
    return inTotals(registered);
  }

  /// Stations whose votes can still come or change: they are not in the totals, or in `CONFLICT`.
  public long stationsOpen() {
    return open(stations);
  }

  /// Registered voters of the stations whose votes can still come or change.
  public long registeredOpen() {
    return open(registered);
  }

  /// Stations counted by a key that was enrolled after counting opened.
  public long lateStations() {
    return lateStations;
  }

  /// Registered voters, by the package, of these stations.
  public long lateRegistered() {
    return lateRegistered;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum = Math.addExact(sum, value);
    }
    return sum;
  }

  private static long open(long[] values) {
    long settled = Math.subtractExact(inTotals(values), values[StationState.CONFLICT.column()]);
    return Math.subtractExact(sum(values), settled);
  }

  private static long inTotals(long[] values) {
    long sum = 0;
    for (StationState state : StationState.values()) {
      if (state.isInTotals()) {
        sum = Math.addExact(sum, values[state.column()]);
      }
    }
    return sum;
  }
}
