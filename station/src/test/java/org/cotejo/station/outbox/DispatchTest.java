package org.cotejo.station.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotejo.cose.MalformedException;
import org.cotejo.station.TestLog;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.outbox.Dispatch.Next;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which way sends what and when, on a clock that this test turns.
class DispatchTest {
  private static final List<Endpoint> WAYS = List.of(way("a"), way("b"));
  private static final Answer UNHEARD = new Answer.Unheard("no answer");

  private final TestLog log = new TestLog();
  private final FragileDisk disk = new FragileDisk(1);
  private Outbox outbox = open();
  private Dispatch dispatch = begin();
  private long now;

  private static Endpoint way(String host) {
    return new Endpoint(false, host, 80, Optional.empty());
  }

  private Outbox open() {
    try {
      return Outbox.open(disk, log.log());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Dispatch begin() {
    try {
      return new Dispatch(outbox, WAYS, new SplittableRandom(3), now);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void add() throws IOException, MalformedException {
    for (int station = 1; station <= 3; station++) {
      outbox.add(log.record(station, 10));
    }
  }

  private static Answer refused(String label, int seconds) {
    return new Answer.Refused(
        "urn:cotejo:problem:" + label,
        "because",
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }

  private Item sent(int way) {
    Next next = dispatch.next(way, now);
    assertThat(next).isInstanceOf(Next.Send.class);
    return ((Next.Send) next).item();
  }

  private long waits(int way) {
    Next next = dispatch.next(way, now);
    assertThat(next).isInstanceOf(Next.Wait.class);
    return ((Next.Wait) next).nanos();
  }

  private void answer(int way, Item item, Answer answer) throws IOException {
    dispatch.answered(way, item, answer, now);
  }

  private void take(int way, Item item) throws IOException {
    answer(way, item, log.take(item.statement().bytes()));
  }

  @Test
  void sharesALongQueueOutAndSendsAShortOneEverywhere() throws IOException {
    Item first = sent(0);
    Item second = sent(1);
    assertThat(first.number()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);
    take(0, first);
    Item third = sent(0);
    assertThat(third.number()).isEqualTo(3);
    take(0, third);
    assertThat(sent(0).number()).isEqualTo(2);
    take(1, second);
    assertThat(dispatch.next(1, now)).isEqualTo(new Next.Nothing());
    assertThat(dispatch.isOpen()).isFalse();
  }

  @Test
  void keepsAWaySilentThatDoesNotAnswerAndUsesTheOther() throws IOException {
    answer(0, sent(0), UNHEARD);
    assertThat(waits(0)).isLessThanOrEqualTo(Duration.ofMillis(500).toNanos());
    for (int i = 0; i < 3; i++) {
      take(1, sent(1));
    }
    assertThat(dispatch.next(1, now)).isEqualTo(new Next.Nothing());
    assertThat(dispatch.next(0, now)).isEqualTo(new Next.Nothing());
    assertThat(outbox.items()).allMatch(Item::isDelivered);
  }

  @Test
  void comesBackWhenTheServerAskedItToAndNotBefore() throws IOException {
    answer(0, sent(0), refused("busy", 40));
    assertThat(waits(0))
        .isBetween(Duration.ofSeconds(40).toNanos(), Duration.ofMillis(40_500).toNanos());
    now = Duration.ofMillis(40_500).toNanos();
    take(0, sent(0));
  }

  @Test
  void holdsAStatementThatIsTooEarlyAndSendsTheOthers() throws IOException {
    Item early = sent(0);
    answer(0, early, refused("counting-not-open", 30));
    assertThat(sent(0).number()).isEqualTo(2);
    take(0, outbox.items().get(1));
    assertThat(sent(0).number()).isEqualTo(3);
    take(0, outbox.items().get(2));
    assertThat(waits(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
    assertThat(outbox.items().getFirst().refusals()).isEmpty();
    now = Duration.ofSeconds(51).toNanos();
    take(0, sent(0));
    assertThat(dispatch.isOpen()).isFalse();
  }

  @Test
  void setsAsideOnlyWhatEveryWayHasRefusedForGood() throws IOException {
    Item wrong = sent(0);
    answer(0, wrong, refused("bad-signature", 0));
    assertThat(sent(0).number()).isEqualTo(2);
    assertThat(outbox.items().getFirst().isSetAside(List.of("a:80", "b:80"))).isFalse();
    Item again = sent(1);
    assertThat(again.number()).isEqualTo(1);
    answer(1, again, refused("bad-signature", 0));
    assertThat(outbox.items().getFirst().isSetAside(List.of("a:80", "b:80"))).isTrue();
    take(0, outbox.items().get(1));
    take(0, sent(0));
    assertThat(dispatch.next(1, now)).isEqualTo(new Next.Nothing());
    assertThat(outbox.items()).hasSize(3);
  }

  @Test
  void givesUpNothingForAWordNobodyKnowsOrAWrongTicket() throws IOException {
    for (String label : List.of("bad-ticket", "not-found", "something-new", "puzzle")) {
      now += Duration.ofMinutes(10).toNanos();
      answer(0, sent(0), refused(label, 0));
    }
    assertThat(outbox.items()).allMatch(item -> item.refusals().isEmpty());
    assertThat(outbox.wayNotes().getFirst())
        .isEqualTo(new WayNote("a:80", 4, 4, "urn:cotejo:problem:puzzle because"));
  }

  /// The first that arrives counts, so a second version never overtakes the first.
  @Test
  void keepsTheOrderOfStatementsAboutOneThing() throws Exception {
    outbox.add(log.record(1, 11));
    Item first = sent(0);
    answer(0, first, refused("counting-not-open", 30));
    answer(1, sent(1), UNHEARD);
    now = Duration.ofSeconds(10).toNanos();
    for (int i = 0; i < 2; i++) {
      Item other = sent(0);
      assertThat(other.number()).isBetween(2L, 3L);
      take(0, other);
    }
    assertThat(waits(0)).isPositive();
    now = Duration.ofSeconds(60).toNanos();
    take(0, sent(0));
    Item last = sent(0);
    assertThat(last.number()).isEqualTo(4);
    take(0, last);
    assertThat(dispatch.isOpen()).isFalse();
  }

  @Test
  void isAsPatientAfterARestartAsBefore() throws IOException {
    for (int i = 0; i < 12; i++) {
      now += Duration.ofMinutes(6).toNanos();
      answer(0, sent(0), UNHEARD);
    }
    outbox.close();
    outbox = open();
    dispatch = begin();
    assertThat(outbox.wayNotes().getFirst().failures()).isEqualTo(12);
    assertThat(waits(0)).isGreaterThan(Duration.ofSeconds(1).toNanos());
    assertThat(sent(1).number()).isEqualTo(1);
  }
}
