package org.cotejo.station.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotejo.cose.MalformedException;
import org.cotejo.station.TestLog;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.outbox.FragileDisk.Crash;
import org.cotejo.station.outbox.FragileDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The end of the process, of the power and of the disk's patience, at every single step of adding
/// and sending: whatever was added arrives, once, and its receipt is kept.
class OutboxCrashTest {
  private static final int STATEMENTS = 4;
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final List<Endpoint> WAYS =
      List.of(
          new Endpoint(false, "a", 80, Optional.empty()),
          new Endpoint(false, "b", 80, Optional.empty()));

  private static final class Life {
    private final TestLog log = new TestLog();
    private final FragileDisk disk;
    private final SplittableRandom network;
    private final List<byte[]> added = new ArrayList<>();
    private final List<byte[]> receipted = new ArrayList<>();

    Life(long seed) {
      disk = new FragileDisk(seed);
      network = new SplittableRandom(seed);
    }

    /// One process: adds what was not added, sends everything, and checks what it finds.
    void live() throws IOException, MalformedException {
      try (Outbox outbox = Outbox.open(disk, log.log())) {
        assertThat(outbox.damaged()).isEmpty();
        assertThat(outbox.items()).extracting(Item::leaf).doesNotHaveDuplicates();
        for (byte[] statement : added) {
          assertThat(outbox.items())
              .anyMatch(item -> Arrays.equals(item.statement().bytes(), statement));
        }
        for (byte[] statement : receipted) {
          assertThat(outbox.items())
              .anyMatch(
                  item -> item.isDelivered() && Arrays.equals(item.statement().bytes(), statement));
        }
        for (int station = 1; station <= STATEMENTS; station++) {
          byte[] statement = log.record(station, 10);
          outbox.add(statement);
          added.add(statement);
        }
        send(outbox);
      }
    }

    private void send(Outbox outbox) throws IOException {
      long now = 0;
      var dispatch = new Dispatch(outbox, WAYS, network, now);
      while (dispatch.isOpen()) {
        int way = network.nextInt(WAYS.size());
        if (dispatch.next(way, now) instanceof Dispatch.Next.Send(Item item)) {
          byte[] statement = item.statement().bytes();
          Answer.Taken taken = log.take(statement);
          // The answer to what was taken may be lost on its way.
          Answer answer = network.nextInt(3) == 0 ? new Answer.Unheard("lost") : taken;
          dispatch.answered(way, item, answer, now);
          if (answer instanceof Answer.Taken) {
            receipted.add(statement);
          }
        }
        now += Duration.ofMinutes(1).toNanos();
      }
    }

    void liveInPeace() throws IOException, MalformedException {
      live();
      assertThat(log.size()).isEqualTo(1 + STATEMENTS);
      try (Outbox outbox = Outbox.open(disk, log.log())) {
        assertThat(outbox.items()).hasSize(STATEMENTS).allMatch(Item::isDelivered);
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".unfinished"));
      }
    }

    void liveUntil(Fault fault, long step) throws MalformedException, IOException {
      disk.plan(fault, step);
      try {
        live();
      } catch (Crash e) {
        disk.restart();
        return;
      } catch (IOException e) {
        assertThat(fault).isEqualTo(Fault.ERROR);
      }
      disk.restart();
    }
  }

  private static long stepsInPeace(Life life) throws IOException, MalformedException {
    life.live();
    return life.disk.steps();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void losesAndDoublesNothingWhereverALifeEnds(Fault fault) throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      long steps = stepsInPeace(new Life(seed));
      assertThat(steps).isGreaterThan(40);
      for (long step = 0; step < steps; step++) {
        var life = new Life(seed);
        life.liveUntil(fault, step);
        life.liveInPeace();
      }
    }
  }

  @Test
  void losesAndDoublesNothingInManyShortLives() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      var life = new Life(seed);
      var random = new SplittableRandom(seed);
      for (int lives = random.nextInt(8); lives > 0; lives--) {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        life.liveUntil(fault, random.nextInt(60));
      }
      life.liveInPeace();
    }
  }
}
