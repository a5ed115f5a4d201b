package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final long DEVICE = 0x2cc5122d216268c3L;
  private static final long HOME = network(0);
  private static final long AWAY = network(1);
  private static final int TICKET = 1 << 8 | 1;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicReference<Limits> limits = new AtomicReference<>(Limits.STANDARD);
  private final Networks networks =
      new Networks(NetworkLimits.STANDARD, 1000, new UserlandOnly("a test"), nanos::get, 1);
  private final Rates rates = new Rates(nanos::get, limits::get, networks, 1);

  private static long network(int number) {
    return Network.keyOf(new byte[] {10, (byte) (number >> 8), (byte) number, 1});
  }

  private static Visitor visitor(long device, long network) {
    return new Visitor(device, TICKET, network);
  }

  private void set(Limit limit, int value) {
    limits.set(limits.get().with(limit, value));
  }

  private int standard(Limit limit) {
    return Limits.STANDARD.of(limit);
  }

  private void pass(long time, TimeUnit unit) {
    nanos.addAndGet(unit.toNanos(time));
  }

  /// How many requests are heard at once.
  private int heard(Visitor visitor, int requests) {
    int heard = 0;
    for (int i = 0; i < requests; i++) {
      heard += isHeard(visitor) ? 1 : 0;
    }
    return heard;
  }

  /// So many devices that were never heard of that a network's account is empty.
  private void emptyAccountOf(long network) {
    for (long device = 1; device <= standard(Limit.NETWORK_BURST); device++) {
      assertThat(isHeard(visitor(device, network))).isTrue();
    }
  }

  private boolean isHeard(Visitor visitor) {
    return rates.charge(visitor) != Rates.Paid.NOTHING;
  }

  @Test
  void aTicketFromOneNetworkIsHeardItsBurstAndThenAtItsPace() {
    Visitor visitor = visitor(DEVICE, HOME);
    assertThat(heard(visitor, 1000)).isEqualTo(standard(Limit.TICKET_BURST));
    pass(1, TimeUnit.SECONDS);
    assertThat(heard(visitor, 1000)).isEqualTo(standard(Limit.TICKET_PER_SECOND));
  }

  @Test
  void twoTicketsOfOneDeviceHaveAccountsOfTheirOwn() {
    assertThat(heard(visitor(DEVICE, HOME), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
    var second = new Visitor(DEVICE, TICKET + 1, HOME);
    assertThat(heard(second, 1000)).isEqualTo(standard(Limit.TICKET_BURST));
  }

  @Test
  void aCopiedTicketUsedFromManyNetworksDoesNotSlowTheDeviceWhereItWasHeard() {
    networks.proved(DEVICE, HOME);
    for (int copy = 1; copy <= 20_000; copy++) {
      var _ = heard(visitor(DEVICE, network(copy)), 3);
    }
    assertThat(heard(visitor(DEVICE, HOME), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
  }

  @Test
  void otherTicketsInTheSameNetworkDoNotSlowTheDeviceWhereItWasHeard() {
    networks.proved(DEVICE, HOME);
    emptyAccountOf(HOME);
    assertThat(heard(visitor(DEVICE, HOME), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
  }

  @Test
  void aDeviceHasAReserveForNetworksThatHaveUsedUpTheirAccount() {
    emptyAccountOf(AWAY);
    assertThat(heard(visitor(DEVICE, AWAY), 20)).isEqualTo(standard(Limit.RESERVE_BURST));

    set(Limit.NETWORK_PER_SECOND, 1);
    set(Limit.NETWORK_BURST, 1);
    pass(20, TimeUnit.SECONDS);
    // One of the network's account, and what a third of a minute adds to the reserve.
    assertThat(heard(visitor(DEVICE, AWAY), 20))
        .isEqualTo(1 + standard(Limit.RESERVE_PER_MINUTE) / 3);
  }

  @Test
  void withoutAReserveAnEmptyAccountHearsNobodyNew() {
    set(Limit.RESERVE_BURST, 0);
    emptyAccountOf(AWAY);
    assertThat(isHeard(visitor(DEVICE, AWAY))).isFalse();
  }

  @Test
  void wrongSignaturesAreChargedToTicketAndNetworkAndToNobodyElse() {
    networks.proved(DEVICE, HOME);
    Visitor copy = visitor(DEVICE, AWAY);
    while (isHeard(copy)) {
      rates.chargeWrongSignature(copy);
    }
    assertThat(heard(visitor(DEVICE, HOME), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
    assertThat(heard(visitor(DEVICE + 1, AWAY), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
    assertThat(heard(visitor(DEVICE, network(2)), 1000)).isEqualTo(standard(Limit.TICKET_BURST));
  }

  @Test
  void wrongSignaturesCostWhatTheLimitSaysForAsLongAsTheyGoOn() {
    Visitor copy = visitor(DEVICE, AWAY);
    int seconds = 200;
    int heard = 0;
    for (int i = 0; i < seconds * 100; i++) {
      if (isHeard(copy)) {
        rates.chargeWrongSignature(copy);
        heard++;
      }
      pass(10, TimeUnit.MILLISECONDS);
    }
    int cost = 1 + standard(Limit.WRONG_SIGNATURE_COST);
    int tokens = standard(Limit.TICKET_BURST) + seconds * standard(Limit.TICKET_PER_SECOND);
    assertThat(heard).isBetween(tokens / cost - 1, tokens / cost + 2);
  }

  @Test
  void whoeverSignsWhatTheLogTakesIsNeverSlowedDown() {
    var random = new Random(4);
    for (int i = 0; i < 100_000; i++) {
      Visitor visitor = visitor(random.nextInt(50), network(random.nextInt(3)));
      Rates.Paid paid = rates.charge(visitor);
      assertThat(paid).isNotEqualTo(Rates.Paid.NOTHING);
      rates.refund(visitor, paid);
    }
  }

  /// A station that sends the records of all its contests at once.
  @Test
  void aNetworkIsGivenBackWhatItPaidThoughTheDeviceWasHeardFromThereMeanwhile() {
    for (int device = 0; device < 5 * standard(Limit.NETWORK_BURST); device++) {
      Visitor visitor = visitor(device, HOME);
      Rates.Paid first = rates.charge(visitor);
      Rates.Paid second = rates.charge(visitor);
      assertThat(List.of(first, second)).doesNotContain(Rates.Paid.NOTHING);
      rates.refund(visitor, first);
      networks.proved(device, HOME);
      rates.refund(visitor, second);
    }
  }

  @Test
  void requestsWithoutATicketArePaidByTheirNetwork() {
    for (int i = 0; i < standard(Limit.OPEN_BURST); i++) {
      assertThat(rates.chargeOpen(AWAY)).isTrue();
    }
    assertThat(rates.chargeOpen(AWAY)).isFalse();
    assertThat(rates.chargeOpen(HOME)).isTrue();
    rates.refundOpen(AWAY);
    assertThat(rates.chargeOpen(AWAY)).isTrue();
    assertThat(rates.chargeOpen(AWAY)).isFalse();
    assertThat(isHeard(visitor(DEVICE, AWAY))).isTrue();
  }
}
