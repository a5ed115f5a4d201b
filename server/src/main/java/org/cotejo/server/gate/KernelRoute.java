package org.cotejo.server.gate;

import java.io.IOException;
import java.util.List;

/// A way for changes into the kernel.
interface KernelRoute extends AutoCloseable {
  /// Makes changes, each of another network, all at once or none.
  void apply(List<KernelChange> changes) throws IOException;

  KernelSet.View view() throws IOException;

  @Override
  void close() throws IOException;
}
