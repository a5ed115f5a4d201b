package org.cotejo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The stations of one region in a process of their own: each keeps what it has written until the
/// server has acknowledged it, however often that takes, and notes the acknowledgement.
///
/// Arguments: address and port of the server, file of the [Letters], file for what is acknowledged
/// (a line each: number, index in the log), seed. Reads `cut` and `join` from its input, to do
/// without the server where links cannot be cut; ends with its input, or when all is acknowledged.
final class Outbox {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 50;

  private final InetSocketAddress server;
  private final PrintWriter acknowledged;
  private final long seed;
  private final long start = System.nanoTime();
  private final AtomicBoolean isCut = new AtomicBoolean();

  private Outbox(InetSocketAddress server, PrintWriter acknowledged, long seed) {
    this.server = server;
    this.acknowledged = acknowledged;
    this.seed = seed;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var server = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
    Letters letters = Letters.read(Path.of(args[2]));
    try (var acknowledged =
        new PrintWriter(Files.newBufferedWriter(Path.of(args[3]), StandardCharsets.UTF_8))) {
      var outbox = new Outbox(server, acknowledged, Long.parseLong(args[4]));
      Thread.ofPlatform().daemon().start(outbox::obey);
      outbox.empty(letters);
    }
  }

  /// How a process of this kind is started.
  static List<String> command(
      InetSocketAddress server, Path letters, Path acknowledged, long seed) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        Outbox.class.getName(),
        server.getAddress().getHostAddress(),
        Integer.toString(server.getPort()),
        letters.toString(),
        acknowledged.toString(),
        Long.toString(seed));
  }

  private void obey() {
    try (var orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String order;
      while ((order = orders.readLine()) != null) {
        isCut.set(order.equals("cut"));
      }
    } catch (IOException e) {
      System.err.println("outbox: " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  /// Each station sends one after the other, all of them at the same time.
  private void empty(Letters letters) throws InterruptedException {
    Map<String, List<Letters.Due>> byStation =
        letters.all().stream().collect(Collectors.groupingBy(due -> due.letter().path()));
    List<Thread> stations =
        byStation.values().stream().map(own -> Thread.ofVirtual().start(() -> send(own))).toList();
    for (Thread station : stations) {
      station.join();
    }
  }

  private void send(List<Letters.Due> own) {
    try {
      for (Letters.Due due : own) {
        long early = due.after().toMillis() - (System.nanoTime() - start) / 1_000_000;
        Thread.sleep(Math.max(0, early));
        sendUntilTaken(due.letter());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendUntilTaken(Letter letter) throws InterruptedException {
    var backoff = new Backoff(new SplittableRandom(seed + letter.number()));
    while (true) {
      Optional<Duration> asked = Optional.empty();
      try {
        awaitLink();
        Post.Answer answer = Post.send(server, letter, PATIENCE);
        if (answer.isTaken()) {
          note(letter, answer.index().orElseThrow());
          return;
        }
        asked = answer.retryAfter();
      } catch (IOException e) {
        // No way there, or none back: as any other failure.
        asked = Optional.empty();
      }
      Thread.sleep(backoff.next(asked));
    }
  }

  private void awaitLink() throws InterruptedException {
    while (isCut.get()) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void note(Letter letter, long index) {
    synchronized (acknowledged) {
      acknowledged.println(letter.number() + " " + index);
      acknowledged.flush();
    }
  }
}
