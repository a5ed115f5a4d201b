package org.cotejo.server.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Refused networks in sets of nftables. What is asked for waits for one thread that carries it out
/// in batches, so that neither the gate waits for the kernel nor a flood of networks keeps it busy.
public final class NftablesSet implements KernelSet {
  /// Changes of one batch.
  static final int BATCH = 4096;

  /// Time from one batch to the next: ten a second at most.
  static final Duration PAUSE = Duration.ofMillis(100);

  /// Networks that can wait to be refused, and as many to be lifted.
  static final int QUEUE = 1 << 15;

  private static final int STOP_MILLIS = 2000;

  /// What is wanted of a network, and since when.
  private record Wish(KernelChange change, long since) {}

  private final KernelRoute route;
  private final Duration pause;
  private final LongSupplier nanos;

  /// The newest wish for each network in a queue; older ones are forgotten, so that lifting can go
  /// first and still be the last word.
  private final Map<Network, Wish> wishes = new ConcurrentHashMap<>();

  private final BlockingQueue<Network> toRefuse = new ArrayBlockingQueue<>(QUEUE);
  private final BlockingQueue<Network> toLift = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean isClosed;

  NftablesSet(KernelRoute route, Duration pause, LongSupplier nanos) {
    this.route = route;
    this.pause = pause;
    this.nanos = nanos;
    this.thread = Thread.ofPlatform().daemon().name("kernel-set").start(this::run);
  }

  /// Through the `nft` command, for which this process needs to be privileged; removed at the end.
  ///
  /// @param ports of the intake, as bound
  /// @return [UserlandOnly] if there is no such command or it is not permitted
  public static KernelSet throughCommand(SortedSet<Integer> ports) {
    var script = new NftScript(ports, ProcessHandle.current().pid());
    Optional<Path> nft = NftCommand.installed();
    if (nft.isEmpty()) {
      return new UserlandOnly("nft is not installed");
    }
    var command = new NftCommand(nft.get(), script);
    try {
      command.create();
      return new NftablesSet(command, PAUSE, System::nanoTime);
    } catch (IOException e) {
      return new UserlandOnly(String.valueOf(e.getMessage()));
    }
  }

  /// Through a [NftHelper]. If it is not there, or goes away, [#problem] says so, and it is tried
  /// again with the next networks.
  public static KernelSet throughHelper(Path socket) {
    var set = new NftablesSet(new HelperSocket(socket), PAUSE, System::nanoTime);
    set.view();
    return set;
  }

  @Override
  public boolean refuse(Network network, Duration time) {
    long seconds = Math.clamp(time.toSeconds(), 1, LONGEST.toSeconds());
    return wish(new KernelChange.Add(network, (int) seconds), toRefuse);
  }

  @Override
  public boolean lift(Network network) {
    return wish(new KernelChange.Remove(network), toLift);
  }

  private boolean wish(KernelChange change, BlockingQueue<Network> queue) {
    wishes.put(change.network(), new Wish(change, nanos.getAsLong()));
    if (!isClosed && queue.offer(change.network())) {
      return true;
    }
    // Nor what was wanted before: that is out of date.
    wishes.remove(change.network());
    return false;
  }

  private void run() {
    try {
      while (!isClosed) {
        apply(nextBatch());
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private List<KernelChange> nextBatch() {
    List<Network> next = new ArrayList<>();
    toLift.drainTo(next, BATCH);
    toRefuse.drainTo(next, BATCH - next.size());
    long now = nanos.getAsLong();
    return next.stream()
        .flatMap(network -> Optional.ofNullable(wishes.remove(network)).stream())
        .flatMap(wish -> current(wish.change(), now - wish.since()).stream())
        .toList();
  }

  /// What has waited lapses when it would have without, and not at all if that is over.
  private static Optional<KernelChange> current(KernelChange change, long waited) {
    return switch (change) {
      case KernelChange.Add(Network network, int seconds) -> {
        long left = Duration.ofSeconds(seconds).minusNanos(waited).toSeconds();
        yield left < 1 ? Optional.empty() : Optional.of(new KernelChange.Add(network, (int) left));
      }
      case KernelChange.Remove _ -> Optional.of(change);
    };
  }

  private void apply(List<KernelChange> changes) {
    try {
      if (!changes.isEmpty()) {
        route.apply(changes);
        problem = Optional.empty();
      }
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public View view() {
    try {
      View view = route.view();
      problem = Optional.empty();
      return view;
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      return View.EMPTY;
    }
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  /// Stops and removes the table. A second call does nothing.
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
      route.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
