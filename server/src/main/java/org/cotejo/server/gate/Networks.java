package org.cotejo.server.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;

/// The standing of networks: which are refused, which are not to be, and which a device is known
/// from. Asked for every connection by every thread of the gate, so on that way nobody waits,
/// nothing is allocated, and memory is what it was at the start.
public final class Networks {
  /// Networks that can be counted at a time. A flood from more of them is thin in each.
  static final int TRACKED = 1 << 16;

  private static final int WAYS = 8;
  private static final int NONE = -1;
  private static final int MAX_EXEMPT = 1 << 18;
  private static final int MAX_DEVICES = 1 << 22;
  private static final long EXEMPTION_NANOS = ProvedNetworks.EXEMPTION.toNanos();

  /// How a refused network stands.
  ///
  /// @param failures since it was last quiet; 0 if only the kernel refuses it
  /// @param since how long it has been refused
  /// @param left until it is let through again
  /// @param isHere whether this server refuses it; if not, its entry in the kernel is from before
  /// @param isInKernel whether the kernel says that it refuses it
  public record Standing(
      Network network,
      long failures,
      Duration since,
      Duration left,
      boolean isHere,
      boolean isInKernel) {}

  private final KernelSet kernel;
  private final LongSupplier nanos;
  private final ProvedNetworks proved;
  private final Exemptions exempt;
  private final Buckets buckets;
  private final long[] networks;

  /// When everything a network failed will have leaked away: one number is the whole leaky count.
  private final long[] quietAt;

  private final long[] failures;
  private final long[] refusedAt;
  private final long[] refusedUntil;
  private volatile NetworkLimits limits;

  /// In order, to be looked up without an object.
  private volatile long[] spared;

  /// @param devices that are enrolled, about; decides over memory
  /// @param kernel closed by whoever made it
  /// @param nanos like [System#nanoTime]
  /// @param seed unknown to senders
  public Networks(
      NetworkLimits limits, int devices, KernelSet kernel, LongSupplier nanos, long seed) {
    this.limits = limits;
    this.spared = keys(limits);
    this.kernel = kernel;
    this.nanos = nanos;
    this.proved = new ProvedNetworks(Math.min(devices, MAX_DEVICES), seed);
    this.exempt = new Exemptions(Math.min(proved.rows(), MAX_EXEMPT), seed);
    this.buckets = new Buckets(TRACKED, WAYS, seed);
    this.networks = new long[buckets.rows()];
    this.quietAt = new long[buckets.rows()];
    this.failures = new long[buckets.rows()];
    this.refusedAt = new long[buckets.rows()];
    this.refusedUntil = new long[buckets.rows()];
  }

  /// Other limits from now on. Who is refused already stays so for the time that was said.
  public void limit(NetworkLimits changed) {
    spared = keys(changed);
    limits = changed;
  }

  private static long[] keys(NetworkLimits limits) {
    return limits.spared().stream().mapToLong(Network::key).sorted().toArray();
  }

  /// Whether a connection from here is to be closed unread. Says no when it cannot be told at once:
  /// one connection too many costs a look at its ticket, waiting would cost everybody.
  public boolean isRefused(long network) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.tryOptimisticRead();
    int row = find(first, network);
    return row != NONE && refusedUntil[row] - nanos.getAsLong() > 0 && lock.validate(stamp);
  }

  private int find(int first, long network) {
    for (int row = first; row < first + WAYS; row++) {
      if (networks[row] == network) {
        return row;
      }
    }
    return NONE;
  }

  /// One more connection from here came to nothing, after its handshake was complete: the address
  /// is no invention. Not counted while another thread counts nearby, which changes little for one
  /// that fails hundreds of times.
  public void failed(long network) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.tryWriteLock();
    if (stamp == 0) {
      return;
    }
    try {
      long now = nanos.getAsLong();
      int row = rowFor(first, network, now);
      if (row != NONE) {
        count(row, network, now);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// The network's row, or that of the one which is the next to be quiet. None if all are refused:
  /// they stay, so that no flood gets others out by more networks.
  private int rowFor(int first, long network, long now) {
    int found = find(first, network);
    int row = found == NONE ? replaceable(first, now) : found;
    if (row != NONE && networks[row] != network) {
      networks[row] = network;
      quietAt[row] = now;
      failures[row] = 0;
      refusedUntil[row] = now;
    }
    return row;
  }

  private int replaceable(int first, long now) {
    int best = NONE;
    for (int row = first; row < first + WAYS; row++) {
      if (networks[row] == 0) {
        return row;
      }
      boolean isRefused = refusedUntil[row] - now > 0;
      if (!isRefused && (best == NONE || quietAt[row] - quietAt[best] < 0)) {
        best = row;
      }
    }
    return best;
  }

  private void count(int row, long network, long now) {
    NetworkLimits current = limits;
    long window = current.window().toNanos();
    if (quietAt[row] - now <= 0) {
      quietAt[row] = now;
      failures[row] = 0;
    }
    failures[row]++;
    if (refusedUntil[row] - now > 0) {
      // It was on its way when the network was refused.
      return;
    }
    quietAt[row] += window / current.failures();
    if (quietAt[row] - now > window) {
      refuse(row, network, now, current);
    }
  }

  /// Whether a network is never refused: behind a proxy's are senders of all kinds.
  public boolean isSpared(long network) {
    return Arrays.binarySearch(spared, network) >= 0;
  }

  private void refuse(int row, long network, long now, NetworkLimits current) {
    if (exempt.has(network, now) || isSpared(network)) {
      quietAt[row] = now + current.window().toNanos();
      return;
    }
    refusedAt[row] = now;
    refusedUntil[row] = now + current.refusal().toNanos();
    // Begins again at nothing when its time is over; until then its failures are still of one run.
    quietAt[row] = refusedUntil[row];
    // Under the lock, so that the kernel hears of refusing and lifting in the order they happened.
    kernel.refuse(new Network(network), current.refusal());
  }

  /// A statement that is new and correctly signed by this device came from this network: somebody
  /// honest is behind the address, whoever else is. It is let through at once and for ten minutes,
  /// unless the device vouches for eight others.
  public void proved(long device, long network) {
    long now = nanos.getAsLong();
    if (proved.prove(device, network, now)) {
      exempt.extend(network, now, now + EXEMPTION_NANOS);
      if (mayBeRefused(network, now)) {
        letThrough(network);
      }
    }
  }

  /// Whether something newly accepted of this device came from this network within a day.
  public boolean isProved(long device, long network) {
    return proved.has(device, network, nanos.getAsLong());
  }

  /// Whether a statement came from here lately that was new and correctly signed.
  public boolean isExempt(long network) {
    return exempt.has(network, nanos.getAsLong());
  }

  /// Yes also when it cannot be told: after a network was exempted, a refusal under way must not be
  /// overlooked.
  private boolean mayBeRefused(long network, long now) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.tryOptimisticRead();
    int row = find(first, network);
    boolean isRefused = row != NONE && refusedUntil[row] - now > 0;
    return isRefused || !lock.validate(stamp);
  }

  /// Lets a network through again, here and in the kernel, because the operator says so. What it
  /// fails from now on counts from nothing.
  ///
  /// @return whether this server refused it
  public boolean lift(Network network) {
    boolean wasRefused = letThrough(network.key());
    if (!wasRefused) {
      // The kernel may have it from a server that ran before.
      kernel.lift(network);
    }
    return wasRefused;
  }

  private boolean letThrough(long network) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.writeLock();
    try {
      long now = nanos.getAsLong();
      int row = find(first, network);
      if (row == NONE || refusedUntil[row] - now <= 0) {
        return false;
      }
      refusedUntil[row] = now;
      quietAt[row] = now;
      kernel.lift(new Network(network));
      return true;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// All that are refused, those with most failures first. Asks the kernel: for operators, not for
  /// the way of a connection.
  public List<Standing> refused() {
    Map<Network, KernelSet.Member> inKernel = new LinkedHashMap<>();
    kernel.view().members().forEach(member -> inKernel.put(member.network(), member));
    List<Standing> standings = new ArrayList<>();
    for (int first = 0; first < buckets.rows(); first += WAYS) {
      addRefused(first, inKernel, standings);
    }
    inKernel
        .values()
        .forEach(member ->
            standings.add(
                new Standing(member.network(), 0, member.since(), member.left(), false, true)));
    standings.sort(Comparator.comparingLong(Standing::failures).reversed());
    return List.copyOf(standings);
  }

  private void addRefused(
      int first, Map<Network, KernelSet.Member> inKernel, Collection<Standing> standings) {
    StampedLock lock = buckets.lock(first);
    long stamp = lock.readLock();
    try {
      long now = nanos.getAsLong();
      for (int row = first; row < first + WAYS; row++) {
        long left = refusedUntil[row] - now;
        if (networks[row] != 0 && left > 0) {
          var network = new Network(networks[row]);
          standings.add(
              new Standing(
                  network,
                  failures[row],
                  Duration.ofNanos(now - refusedAt[row]),
                  Duration.ofNanos(left),
                  true,
                  inKernel.remove(network) != null));
        }
      }
    } finally {
      lock.unlockRead(stamp);
    }
  }
}
