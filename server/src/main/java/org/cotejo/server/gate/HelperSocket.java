package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The server's end of the socket to a [NftHelper].
final class HelperSocket implements KernelRoute {
  private static final int PATIENCE_SECONDS = 15;
  private static final int MAX_ANSWER = 16 << 20;

  private final Path path;
  private Optional<SocketChannel> kept = Optional.empty();

  HelperSocket(Path path) {
    this.path = path;
  }

  /// Waits for no answer, since none is needed: the server refuses as well. Called by one thread.
  @Override
  public void apply(List<KernelChange> changes) throws IOException {
    String lines = changes.stream().map(change -> change.line() + "\n").collect(joining());
    if (kept.isPresent() && isWritten(kept.get(), lines)) {
      return;
    }
    try {
      SocketChannel anew = connect();
      kept = Optional.of(anew);
      write(anew, lines);
    } catch (IOException e) {
      close();
      throw failed(e);
    }
  }

  /// Not if the helper was started anew meanwhile.
  private boolean isWritten(SocketChannel to, String lines) throws IOException {
    try {
      write(to, lines);
      return true;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private IOException failed(IOException problem) {
    return new IOException("nft helper at %s: %s".formatted(path, problem.getMessage()), problem);
  }

  private static void write(SocketChannel to, String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(US_ASCII));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /// Over a connection of its own, so that changes do not wait for it.
  @Override
  public KernelSet.View view() throws IOException {
    try (SocketChannel asking = connect()) {
      CompletableFuture<Void> late = hangUpAfter(PATIENCE_SECONDS, asking);
      write(asking, NftHelper.LIST + "\n");
      byte[] answer = Channels.newInputStream(asking).readNBytes(MAX_ANSWER);
      late.cancel(false);
      return HelperAnswer.parse(new String(answer, US_ASCII));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// What it refuses lapses by itself; a server that follows is glad of it.
  @Override
  public void close() throws IOException {
    Optional<SocketChannel> open = kept;
    kept = Optional.empty();
    if (open.isPresent()) {
      open.get().close();
    }
  }

  /// Ends a conversation that would not end by itself; these sockets know no timeouts.
  static CompletableFuture<Void> hangUpAfter(int seconds, SocketChannel channel) {
    return CompletableFuture.runAsync(
        () -> hangUp(channel), CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
  }

  private static void hangUp(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}
