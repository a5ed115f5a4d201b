package org.cotejo.cli.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PollingStation;
import org.cotejo.model.TallyRecord;
import org.cotejo.server.gate.Ticket;
import org.cotejo.station.fleet.Conditions;
import org.cotejo.station.fleet.NightPlan;
import org.cotejo.station.fleet.PlannedArrival;

/// The senders of one night: every station signs and sends its records when the plan of a fleet has
/// them arrive, late, carried or twice; junk comes in between. Every receipt is checked.
final class Night {
  private static final int IN_FLIGHT = 64;
  private static final int MAX_PROBLEMS = 10;
  private static final double JUNK = 0.02;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI intake;
  private final Function<SigningKey, Ticket> tickets;
  private final NoteVerifier log;
  private final ElectionId election;
  private final Map<String, SigningKey> keys;
  private final List<FiguresFile.Reported> reported;
  private final List<PollingStation> stations;
  private final NightPlan night;
  private final SplittableRandom random;
  private final LongConsumer progress;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong recognised = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

  /// What came of it.
  ///
  /// @param problems answers that were not what they should have been; at most ten
  record Outcome(long accepted, long recognised, long refused, List<String> problems) {}

  /// @param record its index among those reported
  private record Sending(Duration moment, boolean isJunk, int record) {}

  /// @param tickets of the device with this key
  /// @param keys by station
  /// @param stations of the election
  /// @param seed of the plan and the junk
  /// @param progress told the number of accepted records
  Night(
      URI intake,
      Function<SigningKey, Ticket> tickets,
      NoteVerifier log,
      ElectionId election,
      Map<String, SigningKey> keys,
      List<FiguresFile.Reported> reported,
      List<PollingStation> stations,
      long seed,
      LongConsumer progress) {
    this.intake = intake;
    this.tickets = tickets;
    this.log = log;
    this.election = election;
    this.keys = keys;
    this.reported = reported;
    this.stations = stations;
    this.night = NightPlan.of(seed, stations, Conditions.USUAL);
    this.random = new SplittableRandom(seed);
    this.progress = progress;
  }

  /// Sends everything, unless stopped before.
  ///
  /// @param rate sendings a second; 0 for as fast as they are answered
  Outcome send(int rate, BooleanSupplier isStopped) throws InterruptedException {
    List<Sending> plan = plan();
    long start = System.nanoTime();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < plan.size() && !isStopped.getAsBoolean(); i++) {
        if (rate > 0) {
          long due = start + i * 1_000_000_000L / rate;
          long early = (due - System.nanoTime()) / 1_000_000;
          if (early > 0) {
            Thread.sleep(early);
          }
        }
        inFlight.acquire();
        send(client, plan.get(i));
      }
      inFlight.acquire(IN_FLIGHT);
    }
    return new Outcome(
        accepted.get(),
        recognised.get(),
        refused.get(),
        problems.stream().limit(MAX_PROBLEMS).toList());
  }

  private List<Sending> plan() {
    Map<String, List<Integer>> records =
        IntStream.range(0, reported.size())
            .boxed()
            .collect(Collectors.groupingBy(record -> reported.get(record).about().station()));
    List<PlannedArrival> arrivals = night.arrivals();
    long last = arrivals.getLast().moment().toMillis();
    var plan = new ArrayList<Sending>(reported.size() + reported.size() / 10);
    for (PlannedArrival arrival : arrivals) {
      String station = stations.get(arrival.station()).code();
      for (int record : records.getOrDefault(station, List.of())) {
        plan.add(new Sending(arrival.moment(), false, record));
        if (random.nextDouble() < JUNK) {
          plan.add(new Sending(Duration.ofMillis(random.nextLong(last + 1)), true, record));
        }
      }
    }
    plan.sort(Comparator.comparing(Sending::moment));
    return plan;
  }

  private void send(HttpClient client, Sending sending) {
    byte[] body = sending.isJunk() ? junk(sending.record()) : record(sending.record()).bytes();
    var request =
        HttpRequest.newBuilder(address(sending.record()))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var _ =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .whenComplete((response, problem) -> {
              if (problem != null) {
                problems.add(String.valueOf(problem.getMessage()));
              } else {
                check(sending, body, response);
              }
              inFlight.release();
            });
  }

  private URI address(int record) {
    return intake.resolve("/%s/statements".formatted(tickets.apply(key(reported.get(record)))));
  }

  private SigningKey key(FiguresFile.Reported of) {
    return Optional.ofNullable(keys.get(of.about().station())).orElseThrow();
  }

  private Sign1 record(int station) {
    FiguresFile.Reported of = reported.get(station);
    return new TallyRecord(of.about(), of.figures()).sign(election, key(of));
  }

  /// What an open door lets in: noise, strangers, stale elections, forged signatures.
  private byte[] junk(int station) {
    FiguresFile.Reported of = reported.get(station);
    var record = new TallyRecord(of.about(), of.figures());
    return switch (random.nextInt(4)) {
      case 0 -> {
        var noise = new byte[200];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> {
        var seed = new byte[32];
        random.nextBytes(seed);
        yield record.sign(election, SigningKey.fromSeed(Algorithm.ED25519, seed)).bytes();
      }
      case 2 -> record.sign(ElectionId.of(new byte[0]), key(of)).bytes();
      default -> {
        byte[] forged = record(station).bytes().clone();
        forged[forged.length - 1] ^= 1;
        yield forged;
      }
    };
  }

  private void check(Sending sending, byte[] body, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (sending.isJunk()) {
      if (status / 100 == 4) {
        refused.incrementAndGet();
      } else {
        problems.add("junk was answered " + status);
      }
      return;
    }
    String station = reported.get(sending.record()).about().station();
    if (status != 201 && status != 200) {
      problems.add("station %s was answered %d".formatted(station, status));
      return;
    }
    try {
      TlogProof.parse(response.body()).verify(Merkle.leaf(body), log.name(), List.of(log));
    } catch (MalformedException e) {
      problems.add("the receipt of station %s: %s".formatted(station, e.getMessage()));
      return;
    }
    if (status == 201) {
      progress.accept(accepted.incrementAndGet());
    } else {
      recognised.incrementAndGet();
    }
  }
}
