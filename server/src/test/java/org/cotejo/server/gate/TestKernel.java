package org.cotejo.server.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A kernel's set that does at once what it is asked.
final class TestKernel implements KernelSet {
  final Map<Network, Duration> refused = new ConcurrentHashMap<>();

  @Override
  public boolean refuse(Network network, Duration time) {
    refused.put(network, time);
    return true;
  }

  @Override
  public boolean lift(Network network) {
    return refused.remove(network) != null;
  }

  @Override
  public View view() {
    List<Member> members = new ArrayList<>();
    refused.forEach(
        (network, time) -> members.add(new Member(network, Duration.ofSeconds(1), time)));
    return new View(members, 7);
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
