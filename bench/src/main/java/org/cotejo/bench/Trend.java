package org.cotejo.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/// Where a figure is going: the straight line that fits it best.
///
/// @param mean of the figure
/// @param perMinute by how much it grows
/// @param most the largest value
record Trend(double mean, double perMinute, double most) {
  /// What noise may make of a figure that does not grow, as a share of its mean over the whole
  /// time.
  private static final double NOISE = 0.05;

  static Trend of(List<Sample> samples, ToLongFunction<Sample> figure) {
    double meanSecond = samples.stream().mapToLong(Sample::second).average().orElse(0);
    double mean = samples.stream().mapToLong(figure).average().orElse(0);
    double common = 0;
    double spread = 0;
    for (Sample sample : samples) {
      double off = sample.second() - meanSecond;
      common += off * (figure.applyAsLong(sample) - mean);
      spread += off * off;
    }
    double slope = spread == 0 ? 0 : common / spread;
    double most = samples.stream().mapToLong(figure).max().orElse(0);
    return new Trend(mean, slope * 60, most);
  }

  boolean isFlat(double minutes) {
    return perMinute * minutes <= NOISE * mean;
  }
}
