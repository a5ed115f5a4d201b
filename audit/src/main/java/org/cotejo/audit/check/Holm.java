package org.cotejo.audit.check;

import java.util.List;
import java.util.stream.IntStream;

/// Holm's step-down procedure (1979): whatever the dependence between tests, the chance that any of
/// the models that hold is called into question is at most the threshold that the adjusted chances
/// are compared with.
final class Holm {
  private Holm() {}

  /// The adjusted chances, in the order of the given ones.
  static List<Double> adjusted(List<Double> chances) {
    int[] ascending =
        IntStream.range(0, chances.size())
            .boxed()
            .sorted((a, b) -> Double.compare(chances.get(a), chances.get(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    var adjusted = new double[ascending.length];
    double before = 0;
    for (int rank = 0; rank < ascending.length; rank++) {
      before =
          Math.max(before, Math.min(1, (ascending.length - rank) * chances.get(ascending[rank])));
      adjusted[ascending[rank]] = before;
    }
    return IntStream.range(0, adjusted.length).mapToObj(i -> adjusted[i]).toList();
  }
}
