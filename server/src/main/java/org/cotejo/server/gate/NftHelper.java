package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.cotejo.cose.MalformedException;

/// The only privileged part of an intake: it refuses networks in the kernel for a server that may
/// not. All it can be asked is to refuse a /24 or a /56 at the intake's ports for an hour at most,
/// to lift that, and what is refused; nobody but one user can ask.
public final class NftHelper implements AutoCloseable {
  static final String LIST = "list";

  /// A server that runs, one that drains, and their operators.
  private static final int MAX_CONNECTIONS = 8;

  /// Lines a second: half of what can be carried out.
  private static final int PACE = 20_000;

  /// A list is worth half a second of lines.
  private static final int LIST_COST = PACE / 2;

  private static final int STRANGER_SECONDS = 5;

  private final KernelSet kernel;
  private final Path socket;
  private final String owner;
  private final ServerSocketChannel listener;
  private final Pace pace = new Pace(PACE, System::nanoTime);
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();

  /// Makes the table in the kernel and listens.
  ///
  /// @param socket file to listen at; it is removed at the end
  /// @param ports of the intake
  /// @param owner the user the server runs as; if none, the one this process runs as
  /// @throws IOException if nft is missing or not permitted, or the socket cannot be made
  public static NftHelper open(Path socket, SortedSet<Integer> ports, Optional<String> owner)
      throws IOException {
    KernelSet kernel = NftablesSet.throughCommand(ports);
    if (kernel instanceof UserlandOnly(String reason)) {
      throw new IOException(reason);
    }
    try {
      return new NftHelper(kernel, socket, owner);
    } catch (IOException e) {
      kernel.close();
      throw e;
    }
  }

  /// Takes the set over, unless it fails.
  ///
  /// @param owner who may ask; a given one gets the socket's file
  NftHelper(KernelSet kernel, Path socket, Optional<String> owner) throws IOException {
    this.kernel = kernel;
    this.socket = socket;
    this.owner = owner.orElse(System.getProperty("user.name"));
    UserPrincipal user = user(this.owner);
    removeAbandoned(socket);
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
      if (owner.isPresent()) {
        Files.setOwner(socket, user);
      }
    } catch (IOException e) {
      listener.close();
      throw new IOException("cannot listen at %s: %s".formatted(socket, e.getMessage()), e);
    }
    Thread.ofPlatform().daemon().name("nft-helper").start(this::accept);
  }

  private static UserPrincipal user(String name) throws IOException {
    try {
      return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("no user is called " + name, e);
    }
  }

  /// A helper that was killed leaves its socket; nothing else is ever removed.
  private static void removeAbandoned(Path socket) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException(socket + ": is there and is not a socket");
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      throw new IOException(socket + ": another helper listens there");
    } catch (ConnectException e) {
      Files.delete(socket);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel from = listener.accept();
        if (places.tryAcquire()) {
          connections.execute(() -> serve(from));
        } else {
          from.close();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(SocketChannel from) {
    try (from) {
      converse(from);
    } catch (IOException e) {
      // Gone; the next connection is as good.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  private void converse(SocketChannel from) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(from));
    boolean isPermitted =
        from.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName().equals(owner);
    if (!isPermitted) {
      // It is told why, but takes nobody's place for long.
      var _ = HelperSocket.hangUpAfter(STRANGER_SECONDS, from);
    }
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      if (!isPermitted) {
        answer(from, HelperAnswer.failed("this is for the user %s only".formatted(owner)));
        return;
      }
      if (line.equals(LIST)) {
        Thread.sleep(Duration.ofNanos(pace.take(LIST_COST)));
        KernelSet.View view = kernel.view();
        answer(from, kernel.problem().map(HelperAnswer::failed).orElse(HelperAnswer.text(view)));
        return;
      }
      Thread.sleep(Duration.ofNanos(pace.take(1)));
      try {
        change(KernelChange.parse(line));
      } catch (MalformedException e) {
        answer(from, HelperAnswer.failed(String.valueOf(e.getMessage())));
        return;
      }
    }
  }

  private void change(KernelChange change) {
    switch (change) {
      case KernelChange.Add(Network network, int seconds) ->
          kernel.refuse(network, Duration.ofSeconds(seconds));
      case KernelChange.Remove(Network network) -> kernel.lift(network);
    }
  }

  /// A whole line, or more than a line can have. Empty at the end: what is cut off there is none.
  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    while (line.length() <= KernelChange.MAX_LINE) {
      int next = in.read();
      if (next == '\n') {
        return line.toString();
      }
      if (next < 0) {
        return "";
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private static void answer(SocketChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /// Stops listening and removes what is in the kernel. A second call does nothing.
  @Override
  public void close() throws IOException {
    if (!listener.isOpen()) {
      return;
    }
    listener.close();
    Files.deleteIfExists(socket);
    connections.shutdownNow();
    kernel.close();
  }
}
