package org.cotejo.server.gate;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Ports that refused networks do not reach: few, and never all.
final class KernelPorts {
  private static final int MAX_PORTS = 16;
  private static final int MAX_PORT = 65_535;

  private KernelPorts() {}

  /// @throws IllegalArgumentException if they are none, too many or no ports
  static SortedSet<Integer> check(SortedSet<Integer> ports) {
    boolean isLegal =
        !ports.isEmpty()
            && ports.size() <= MAX_PORTS
            && ports.first() >= 1
            && ports.last() <= MAX_PORT;
    if (!isLegal) {
      throw new IllegalArgumentException(
          "not from 1 to %d ports from 1 to %d: %s".formatted(MAX_PORTS, MAX_PORT, ports));
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(ports));
  }
}
