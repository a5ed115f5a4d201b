package org.cotejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionId;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.NetworkLimits;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.TicketSecretsFile;

/// What an operator may change while the server runs, looked at every second: `limits.json` and the
/// secrets of the tickets. A file that cannot be used changes nothing and is told.
final class HotSettings implements AutoCloseable {
  private static final int LOOK_MILLIS = 1000;
  private static final long MAX_BYTES = 1 << 16;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final ElectionDirectory directory;
  private final ElectionId election;
  private final Set<Network> spared;
  private final AtomicReference<Limits> limits = new AtomicReference<>(Limits.STANDARD);
  private final AtomicReference<TicketSecrets> secrets;
  private final Thread thread;
  private Optional<FileTime> limitsSeen = Optional.empty();
  private Optional<FileTime> secretsSeen = Optional.empty();
  private Consumer<NetworkLimits> networks = changed -> {};

  /// @param spared networks that are never refused
  /// @param told what is wrong with a file, or that it is in force
  /// @throws IOException if one of the files cannot be used; says what to do
  HotSettings(
      ElectionDirectory directory, ElectionId election, Set<Network> spared, Consumer<String> told)
      throws IOException {
    this.directory = directory;
    this.election = election;
    this.spared = spared;
    limitsSeen = modified(directory.limits());
    if (limitsSeen.isPresent()) {
      limits.set(readLimits());
    }
    // Read once more by the watch if it was changed meanwhile, rather than never.
    secretsSeen = modified(directory.ticketSecrets());
    secrets = new AtomicReference<>(secretsFile().readOrCreate(new SecureRandom()));
    this.thread = Thread.ofPlatform().daemon().name("settings").unstarted(() -> watch(told));
  }

  /// Begins to look.
  ///
  /// @param hears of changed limits of networks
  void start(Consumer<NetworkLimits> hears) {
    networks = hears;
    thread.start();
  }

  Limits limits() {
    return limits.get();
  }

  AtomicReference<TicketSecrets> secrets() {
    return secrets;
  }

  NetworkLimits networkLimits() {
    Limits now = limits.get();
    return new NetworkLimits(
        now.of(Limit.FAILURES_PER_NETWORK),
        WINDOW,
        Duration.ofSeconds(now.of(Limit.REFUSED_SECONDS)),
        spared);
  }

  private void watch(Consumer<String> told) {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        look(told);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Consumer<String> told) {
    try {
      Optional<FileTime> changed = modified(directory.limits());
      if (!changed.equals(limitsSeen)) {
        limitsSeen = changed;
        limits.set(changed.isPresent() ? readLimits() : Limits.STANDARD);
        networks.accept(networkLimits());
        told.accept(directory.limits() + " is in force");
      }
      Optional<FileTime> rotated = modified(directory.ticketSecrets());
      if (rotated.isPresent() && !rotated.equals(secretsSeen)) {
        secretsSeen = rotated;
        secrets.set(secretsFile().read());
        told.accept("tickets of the epochs " + secrets.get().epochs() + " are in force");
      }
    } catch (IOException e) {
      told.accept(e.getMessage() + "; what was in force stays so");
    }
  }

  private static Optional<FileTime> modified(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private TicketSecretsFile secretsFile() {
    return new TicketSecretsFile(directory.ticketSecrets(), election);
  }

  private Limits readLimits() throws IOException {
    Path file = directory.limits();
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": larger than any file of limits");
    }
    try {
      return Limits.parse(Files.readAllBytes(file));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
