package org.cotejo.server.gate;

import java.time.Duration;
import java.util.Optional;

/// Stands where the kernel cannot be asked, or was not to be: the server refuses alone.
///
/// @param reason for the operator
public record UserlandOnly(String reason) implements KernelSet {
  @Override
  public boolean refuse(Network network, Duration time) {
    return false;
  }

  @Override
  public boolean lift(Network network) {
    return false;
  }

  @Override
  public View view() {
    return View.EMPTY;
  }

  @Override
  public Optional<String> problem() {
    return Optional.of(reason);
  }

  @Override
  public void close() {}
}
