package org.cotejo.server.gate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// What [Networks] has to do, written down with maps that only grow and a bucket that leaks.
final class NetworksModel {
  private static final long EXEMPTION = 600_000_000_000L;
  private static final long DAY = 86_400_000_000_000L;

  private final NetworkLimits limits;
  private final Map<Long, Long> level = new HashMap<>();
  private final Map<Long, Long> leveledAt = new HashMap<>();
  private final Map<Long, Long> failures = new HashMap<>();
  private final Map<Long, Long> refusedUntil = new HashMap<>();
  private final Map<Long, Long> exemptUntil = new HashMap<>();
  private final Map<Long, Map<Long, Long>> proved = new HashMap<>();

  NetworksModel(NetworkLimits limits) {
    this.limits = limits;
  }

  boolean isRefused(long network, long now) {
    return refusedUntil.getOrDefault(network, Long.MIN_VALUE) > now;
  }

  /// Failures of a network that is refused.
  long failures(long network) {
    return failures.getOrDefault(network, 0L);
  }

  void failed(long network, long now) {
    if (isRefused(network, now)) {
      failures.merge(network, 1L, Long::sum);
      return;
    }
    long window = limits.window().toNanos();
    long leaked = now - leveledAt.getOrDefault(network, now);
    long before = Math.max(0, level.getOrDefault(network, 0L) - leaked);
    failures.merge(network, 1L, (was, one) -> before == 0 ? one : was + one);
    long after = before + window / limits.failures();
    leveledAt.put(network, now);
    level.put(network, Math.min(after, window));
    if (after > window && exemptUntil.getOrDefault(network, Long.MIN_VALUE) <= now) {
      refusedUntil.put(network, now + limits.refusal().toNanos());
      level.put(network, 0L);
    }
  }

  void proved(long device, long network, long now) {
    Map<Long, Long> known = proved.computeIfAbsent(device, key -> new HashMap<>());
    if (!known.containsKey(network) && known.size() == ProvedNetworks.PER_DEVICE) {
      var oldest = known.entrySet().stream().min(Comparator.comparing(Map.Entry::getValue));
      if (now - oldest.orElseThrow().getValue() < EXEMPTION) {
        return;
      }
      known.remove(oldest.orElseThrow().getKey());
    }
    known.put(network, now);
    exemptUntil.put(network, now + EXEMPTION);
    lift(network, now);
  }

  boolean isProved(long device, long network, long now) {
    long at = proved.getOrDefault(device, Map.of()).getOrDefault(network, Long.MIN_VALUE);
    return at != Long.MIN_VALUE && now - at < DAY;
  }

  void lift(long network, long now) {
    if (isRefused(network, now)) {
      refusedUntil.remove(network);
      level.put(network, 0L);
    }
  }
}
