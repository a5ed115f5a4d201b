package org.cotejo.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotejo.log.Cosigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Witness;

/// A witness on a free port of this machine, and what its operator is told.
final class TestWitness implements AutoCloseable {
  final Cosigner key;
  final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final WitnessServer server;

  TestWitness(String name, Path directory, Collection<NoteVerifier> logs) throws IOException {
    this(name, directory, logs, Running.freePort());
  }

  TestWitness(String name, Path directory, Collection<NoteVerifier> logs, InetSocketAddress address)
      throws IOException {
    key = cosigner(name);
    Witness witness = Witness.open(directory, key, logs, InstantSource.system());
    server =
        new WitnessServer(
            witness,
            address,
            new WitnessServer.Listener() {
              @Override
              public void inconsistent(String origin, String reason) {
                told.add(origin + ": " + reason);
              }

              @Override
              public void notKept(IOException problem) {
                told.add(String.valueOf(problem.getMessage()));
              }
            });
  }

  /// The key of a witness with this name, the same one every time.
  static Cosigner cosigner(String name) {
    return Cosigner.ed25519(name, TestElection.key(name));
  }

  InetSocketAddress address() {
    return server.address();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.address().getPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
