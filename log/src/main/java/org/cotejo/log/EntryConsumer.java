package org.cotejo.log;

import java.io.IOException;

/// Takes the entries of a journal one by one, in order.
@FunctionalInterface
public interface EntryConsumer {
  /// Takes one entry; the array is the consumer's to keep.
  ///
  /// @throws IOException to stop the replay; the journal is none the worse for it
  void accept(long index, byte[] entry) throws IOException;
}
