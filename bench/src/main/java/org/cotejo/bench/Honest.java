package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Stations that send at their own pace, whatever becomes of those before: each record once, on a
/// connection of its own. What is not acknowledged then counts as lost, although a station would
/// try again.
final class Honest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ADDRESSES = 250;

  private final InetSocketAddress server;
  private final int perSecond;

  Honest(InetSocketAddress server, int perSecond) {
    this.server = server;
    this.perSecond = perSecond;
  }

  /// @param latencies of those acknowledged, from when they were due to be sent
  /// @param losses how many were lost, by what was answered
  record Outcome(Latencies latencies, Map<String, Integer> losses) {
    int acknowledged() {
      return latencies.count();
    }

    int lost() {
      return losses.values().stream().mapToInt(Integer::intValue).sum();
    }

    String text() {
      String why = losses.isEmpty() ? "" : " " + losses;
      return "%,d acknowledged, %,d lost%s; %s".formatted(acknowledged(), lost(), why, latencies);
    }
  }

  /// Stations of one town share a network, and each has an address.
  static InetAddress address(int number) {
    return InetAddress.ofLiteral("127.0.0." + (1 + number % ADDRESSES));
  }

  Outcome send(List<Letter> letters) {
    var nanos = new ConcurrentLinkedQueue<Long>();
    var losses = new ConcurrentLinkedQueue<String>();
    long start = System.nanoTime();
    try (var stations = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < letters.size(); i++) {
        Letter letter = letters.get(i);
        long due = start + i * 1_000_000_000L / perSecond;
        while (System.nanoTime() - due < 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        var _ =
            stations.submit(() -> {
              String loss = post(letter);
              if (loss.isEmpty()) {
                nanos.add(System.nanoTime() - due);
              } else {
                losses.add(loss);
              }
            });
      }
    }
    var byReason = new TreeMap<String, Integer>();
    losses.forEach(reason -> byReason.merge(reason, 1, Integer::sum));
    return new Outcome(Latencies.of(new ArrayList<>(nanos)), byReason);
  }

  /// @return why it was lost; nothing if it was not
  private String post(Letter letter) {
    try {
      Post.Answer answer = Post.send(server, letter, PATIENCE);
      return answer.isTaken() ? "" : Integer.toString(answer.status());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
