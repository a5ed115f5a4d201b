package org.cotejo.station.outbox;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.log.TlogProof;

/// A statement in the outbox and what is known of its fate.
///
/// @param number its place in the queue, from 1
/// @param leaf its leaf hash, by which the log and everybody else finds it
/// @param receipt the log's promise, once there is one
/// @param refusals of ways that will never take it, at most one of each
public record Item(
    long number, Hash leaf, Sign1 statement, Optional<TlogProof> receipt, List<Refusal> refusals) {
  public Item {
    refusals = List.copyOf(refusals);
  }

  public boolean isDelivered() {
    return receipt.isPresent();
  }

  /// Whether this way has refused it for good.
  public boolean isRefusedBy(String way) {
    return refusals.stream().anyMatch(refusal -> refusal.way().equals(way));
  }

  /// Whether none of these ways is left for it. One more way, and it is tried again.
  public boolean isSetAside(Collection<String> ways) {
    return !isDelivered() && ways.stream().allMatch(this::isRefusedBy);
  }

  /// What it is about. Of two statements about one thing the first that arrives counts, so they are
  /// sent in their order.
  String about() {
    return statement.type() + " " + statement.subject();
  }

  Item with(TlogProof proof) {
    return new Item(number, leaf, statement, Optional.of(proof), refusals);
  }

  Item with(List<Refusal> others) {
    return new Item(number, leaf, statement, receipt, others);
  }
}
