package org.cotejo.server.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// Names networks, and says where they are if somebody gave a file that says so.
///
/// @param names text of a network's key
record Gazetteer(LongFunction<String> names, Optional<Countries> countries) {
  List<Snapshot.Sender> senders(TopNetworks top) {
    return top.largest(Snapshot.MAX_SENDERS).stream().map(this::sender).toList();
  }

  private Snapshot.Sender sender(TopNetworks.Heavy heavy) {
    String network = names.apply(heavy.network());
    return new Snapshot.Sender(
        network, heavy.atLeast(), heavy.atMost(), countries.flatMap(file -> file.of(network)));
  }
}
