package org.cotejo.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;

/// The part of the heap for what lives long. In a flood some connections live just long enough to
/// get there, and the serial collector leaves them until the heap's bound is reached, which is a
/// quarter of the machine: memory would grow all night. Collecting them sooner costs a pause of a
/// tenth of a second for each 100 MiB that live.
///
/// Other collectors do this by themselves.
final class OldGeneration {
  private static final String SERIAL = "Tenured Gen";
  private static final long LEAST = 64L << 20;

  private final Optional<MemoryPoolMXBean> pool =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(each -> each.getType() == MemoryType.HEAP && each.getName().equals(SERIAL))
          .findFirst();

  /// Collects if enough may have come together.
  void tidy() {
    if (pool.isPresent() && isDue(pool.get())) {
      System.gc();
    }
  }

  private static boolean isDue(MemoryPoolMXBean pool) {
    return isDue(pool.getUsage().getUsed(), pool.getCollectionUsage().getUsed());
  }

  /// @param used bytes now
  /// @param lived bytes that were left when it was last collected
  static boolean isDue(long used, long lived) {
    return used - lived > Math.max(LEAST, lived / 2);
  }
}
