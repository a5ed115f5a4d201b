package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.AddCheckpoint;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Witness;
import org.cotejo.log.WitnessAnswer;

/// A [Witness] over HTTP, as C2SP tlog-witness has it: `POST /add-checkpoint` for logs, and `GET
/// /<SHA-256 of the origin>/checkpoint` for everybody. Both prefixes are the server's address.
public final class WitnessServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// Time for a whole request body, so that slow senders do not take all connections.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String SUBMISSION = "/add-checkpoint";
  private static final String CHECKPOINT = "/checkpoint";
  private static final String TEXT = "text/plain; charset=utf-8";

  /// What the witness's operator is told. Called on the thread of a request: it must be quick.
  public interface Listener {
    /// A log signed a checkpoint that does not extend what it signed before, or sent a wrong proof.
    void inconsistent(String origin, String reason);

    /// A checkpoint was not cosigned because it could not be kept.
    void notKept(IOException problem);
  }

  /// Ends the read of a body that does not come; a timeout of the socket does not.
  private static final class Alarm implements Runnable {
    private final Thread reader;
    private boolean isOver;

    Alarm(Thread reader) {
      this.reader = reader;
    }

    @Override
    public synchronized void run() {
      if (!isOver) {
        reader.interrupt();
      }
    }

    /// Called by the reader. It is not interrupted any more: that would close the file it writes.
    synchronized void stop() {
      isOver = true;
      var _ = Thread.interrupted();
    }
  }

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
  private final Witness witness;
  private final Listener listener;
  private final WebServer server;
  private final InetSocketAddress bound;

  /// Takes the witness over and starts to listen.
  ///
  /// @param address port 0 picks a free one
  /// @throws IOException if the address cannot be listened at; then the witness is still open
  public WitnessServer(Witness witness, InetSocketAddress address, Listener listener)
      throws IOException {
    this.witness = witness;
    this.listener = listener;
    this.timer.setRemoveOnCancelPolicy(true);
    server =
        Listening.start(
            WebServer.builder()
                .maxPayloadSize(AddCheckpoint.MAX_BYTES)
                .maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(IDLE)
                .routing(routing -> routing.any("/*", this::answer)),
            address);
    bound = new InetSocketAddress(address.getAddress(), server.port());
  }

  public InetSocketAddress address() {
    return bound;
  }

  private void answer(ServerRequest request, ServerResponse response) throws IOException {
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    Method method = request.prologue().method();
    String path = request.path().path();
    boolean isSubmission = path.equals(SUBMISSION);
    boolean isAllowed =
        isSubmission
            ? method.equals(Method.POST)
            : method.equals(Method.GET) || method.equals(Method.HEAD);
    if (!isAllowed) {
      response.header(HeaderNames.ALLOW, isSubmission ? "POST" : "GET, HEAD");
      response.status(Status.METHOD_NOT_ALLOWED_405).send();
    } else if (isSubmission) {
      add(request, response);
    } else {
      show(path, method.equals(Method.HEAD), response);
    }
  }

  private void add(ServerRequest request, ServerResponse response) throws IOException {
    Optional<byte[]> body = body(request.content().inputStream());
    if (body.isEmpty()) {
      response.header(HeaderNames.CONNECTION, "close");
      send(response, Status.REQUEST_TIMEOUT_408, TEXT, "the request took too long\n");
      return;
    }
    WitnessAnswer answer = witness.add(body.get());
    Status status = Status.create(answer.status());
    switch (answer) {
      case WitnessAnswer.Cosigned cosigned -> send(response, status, TEXT, cosigned.lines());
      case WitnessAnswer.Malformed(String reason) -> send(response, status, TEXT, reason + "\n");
      case WitnessAnswer.NotSigned(String reason) -> send(response, status, TEXT, reason + "\n");
      case WitnessAnswer.UnknownLog() ->
          send(response, status, TEXT, "this witness does not watch that log\n");
      case WitnessAnswer.OtherSize(long size) ->
          send(response, status, WitnessAnswer.OtherSize.CONTENT_TYPE, size + "\n");
      case WitnessAnswer.Inconsistent(String origin, String reason) -> {
        listener.inconsistent(origin, reason);
        send(response, status, TEXT, reason + "\n");
      }
      case WitnessAnswer.NotKept(IOException problem) -> {
        listener.notKept(problem);
        send(response, status, TEXT, "the checkpoint could not be kept, so it is not cosigned\n");
      }
    }
  }

  /// The body up to one byte more than any request has; empty if it does not come in time.
  private Optional<byte[]> body(InputStream in) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var body = new ByteArrayOutputStream();
    byte[] piece = new byte[8 * 1024];
    var alarm = new Alarm(Thread.currentThread());
    Future<?> ringing = timer.schedule(alarm, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      int read = in.read(piece);
      while (read >= 0 && body.size() <= AddCheckpoint.MAX_BYTES) {
        body.write(piece, 0, read);
        if (System.nanoTime() - deadline > 0) {
          return Optional.empty();
        }
        read = in.read(piece);
      }
    } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
      // The sender broke off or fell silent; nobody else has to know.
      return Optional.empty();
    } finally {
      ringing.cancel(false);
      alarm.stop();
    }
    return Optional.of(body.toByteArray());
  }

  private void show(String path, boolean isHead, ServerResponse response) {
    Optional<SignedNote> latest = log(path).flatMap(witness::latest);
    response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response.header(HeaderNames.CACHE_CONTROL, "public, max-age=1");
    if (latest.isEmpty()) {
      send(response, Status.NOT_FOUND_404, TEXT, "nothing is cosigned under this name\n");
    } else {
      byte[] note = latest.get().bytes();
      response.header(HeaderNames.CONTENT_TYPE, TEXT);
      response.contentLength(note.length);
      if (isHead) {
        response.send();
      } else {
        response.send(note);
      }
    }
  }

  private static Optional<Hash> log(String path) {
    if (!path.startsWith("/")
        || !path.endsWith(CHECKPOINT)
        || path.length() <= CHECKPOINT.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Hash.parseHex(path.substring(1, path.length() - CHECKPOINT.length())));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static void send(ServerResponse response, Status status, String type, String body) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.status(status).send(body.getBytes(UTF_8));
  }

  /// Stops to listen, answers what is under way, and lets go of the witness's directory.
  @Override
  public void close() throws IOException {
    server.stop();
    timer.shutdownNow();
    witness.close();
  }
}
