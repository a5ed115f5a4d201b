package org.cotejo.server.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// About how many distinct networks were seen, in 4 KiB however many there are: HyperLogLog with
/// 4,096 registers. The standard error is 1.04 / √4096 = 1.6 %.
///
/// The estimate is Ertl's improved one ("New cardinality estimation algorithms for HyperLogLog
/// sketches", 2017, algorithm 6): no tables, no thresholds, unbiased from 0 on. It takes nothing
/// but additions, products, quotients and square roots, which IEEE 754 rounds alike on every
/// machine.
final class HyperLogLog {
  private static final int INDEX_BITS = 12;
  private static final int REGISTERS = 1 << INDEX_BITS;
  private static final int MAX_RANK = Long.SIZE - INDEX_BITS + 1;

  /// 1 / (2 ln 2)
  private static final double ALPHA = 0.721_347_520_444_481_7;

  private static final VarHandle REGISTER = MethodHandles.arrayElementVarHandle(byte[].class);

  private final byte[] registers = new byte[REGISTERS];

  /// Notes one more, from any thread. Nearly always a read of one byte and nothing else.
  ///
  /// @param hash all of whose bits are mixed
  void add(long hash) {
    int index = (int) (hash >>> (Long.SIZE - INDEX_BITS));
    // The bit behind the hash ends the run of zeros at the latest.
    long rest = hash << INDEX_BITS | 1L << (INDEX_BITS - 1);
    byte rank = (byte) (Long.numberOfLeadingZeros(rest) + 1);
    byte seen = (byte) REGISTER.getOpaque(registers, index);
    while (seen < rank && !REGISTER.compareAndSet(registers, index, seen, rank)) {
      seen = (byte) REGISTER.getOpaque(registers, index);
    }
  }

  long estimate() {
    int[] having = new int[MAX_RANK + 1];
    for (int index = 0; index < REGISTERS; index++) {
      having[(byte) REGISTER.getOpaque(registers, index)]++;
    }
    double z = REGISTERS * tau(1 - (double) having[MAX_RANK] / REGISTERS);
    for (int rank = MAX_RANK - 1; rank >= 1; rank--) {
      z = (z + having[rank]) / 2;
    }
    z += REGISTERS * sigma((double) having[0] / REGISTERS);
    return Math.round(ALPHA * REGISTERS * REGISTERS / z);
  }

  /// x + x²·1 + x⁴·2 + x⁸·4 + …, as far as it changes anything.
  private static double sigma(double x) {
    if (x == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = x;
    double before;
    double power = x;
    double factor = 1;
    do {
      power *= power;
      before = sum;
      sum += power * factor;
      factor += factor;
    } while (sum != before);
    return sum;
  }

  /// A third of 1 − x − (1 − √x)²/2 − (1 − ⁴√x)²/4 − …, as far as it changes anything.
  private static double tau(double x) {
    if (x == 0 || x == 1) {
      return 0;
    }
    double sum = 1 - x;
    double before;
    double root = x;
    double factor = 1;
    do {
      root = Math.sqrt(root);
      before = sum;
      factor /= 2;
      sum -= (1 - root) * (1 - root) * factor;
    } while (sum != before);
    return sum / 3;
  }
}
