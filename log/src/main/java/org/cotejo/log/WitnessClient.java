package org.cotejo.log;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.WitnessReply.Outcome;

/// A log's side of C2SP tlog-witness: asks its witnesses for cosignatures on a checkpoint, all at
/// once. Whatever a witness does, [#ask] returns in time, with those cosignatures that verify and
/// with what became of each of the others.
///
/// Remembers of each witness the size it cosigned last, so that one request is enough; a witness
/// that stands elsewhere says so, and is asked once more with a proof from there. One thread asks
/// at a time.
public final class WitnessClient implements AutoCloseable {
  /// Time for one [#ask] that suits witnesses on other continents.
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Longest answer that is read, in bytes: a few of the longest signatures there are.
  static final int MAX_ANSWER = 16 * 1024;

  private static final String PATH = "/add-checkpoint";

  /// Somebody to ask.
  ///
  /// @param key what its cosignatures must verify with
  /// @param url submission prefix, `http` or `https`
  public record Peer(NoteVerifier key, URI url) {
    public Peer {
      String scheme = url.getScheme();
      boolean isHttp = "http".equals(scheme) || "https".equals(scheme);
      if (!isHttp
          || url.getHost() == null
          || url.getRawQuery() != null
          || url.getFragment() != null) {
        throw new IllegalArgumentException("not the address of a witness: " + url);
      }
    }

    private URI submission() {
      String prefix = url.toString();
      int end = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
      return URI.create(prefix.substring(0, end) + PATH);
    }
  }

  /// Consistency proofs of the log.
  @FunctionalInterface
  public interface Proofs {
    /// @param old 0 to `size`
    /// @param size that of the checkpoint asked about
    List<Hash> between(long old, long size);
  }

  /// What came of asking.
  ///
  /// @param note the checkpoint with the log's own signatures and below them those of witnesses, in
  ///   the order in which these were given
  /// @param replies one of each witness, in that order
  public record Asked(SignedNote note, List<WitnessReply> replies) {
    public Asked {
      replies = List.copyOf(replies);
    }
  }

  /// One witness and what is remembered of it; used by one thread at a time.
  private static final class Known {
    final Peer peer;
    volatile long size;

    Known(Peer peer) {
      this.peer = peer;
    }
  }

  private record Result(Outcome outcome, Optional<SignedNote.Signature> cosignature) {
    static Result of(Outcome outcome) {
      return new Result(outcome, Optional.empty());
    }
  }

  private final List<Known> witnesses;
  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  /// @param witnesses at most 48, no key twice
  /// @param patience longest time that [#ask] takes, second attempts included
  /// @throws IllegalArgumentException if there are too many, or one twice
  public WitnessClient(List<Peer> witnesses, Duration patience) {
    if (witnesses.size() > SignedNote.MAX_SIGNATURES - Witness.MAX_KEYS) {
      throw new IllegalArgumentException("too many witnesses for a note: " + witnesses.size());
    }
    Set<NoteVerifier> keys = new HashSet<>();
    for (Peer peer : witnesses) {
      if (!keys.add(peer.key())) {
        throw new IllegalArgumentException("a witness is given twice: " + peer.key().name());
      }
    }
    this.witnesses = witnesses.stream().map(Known::new).toList();
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
  }

  /// Asks all witnesses at once, and waits until all answered or the time is over.
  ///
  /// @param note a checkpoint that the log signed
  /// @throws IllegalArgumentException if the note is no checkpoint
  /// @throws InterruptedException if the thread is interrupted while it waits
  public Asked ask(SignedNote note, Proofs proofs) throws InterruptedException {
    Checkpoint checkpoint = checkpoint(note);
    long deadline = System.nanoTime() + patience.toNanos();
    List<Future<Result>> results = new ArrayList<>();
    for (Known witness : witnesses) {
      results.add(threads.submit(() -> ask(witness, note, checkpoint.size(), proofs, deadline)));
    }
    List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
    List<WitnessReply> replies = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Result result = await(results.get(i), deadline);
      result.cosignature().ifPresent(lines::add);
      replies.add(new WitnessReply(witnesses.get(i).peer.key().name(), result.outcome()));
    }
    return new Asked(SignedNote.of(note.text(), lines), replies);
  }

  private static Checkpoint checkpoint(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not a checkpoint: " + e.getMessage(), e);
    }
  }

  /// The second net under the deadline: nothing that a request does can hold up the one who asks.
  private static Result await(Future<Result> result, long deadline) throws InterruptedException {
    try {
      return result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      result.cancel(true);
      return Result.of(Outcome.TIMEOUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a witness ended in a bug", e.getCause());
    } catch (CancellationException e) {
      return Result.of(Outcome.TIMEOUT);
    }
  }

  private Result ask(Known witness, SignedNote note, long size, Proofs proofs, long deadline)
      throws InterruptedException {
    long old = Math.min(witness.size, size);
    for (int attempt = 0; attempt < 2; attempt++) {
      var request = new AddCheckpoint(old, proofs.between(old, size), note);
      HttpResponse<byte[]> response;
      try {
        response = send(witness.peer, request, deadline);
      } catch (TimeoutException e) {
        return Result.of(Outcome.TIMEOUT);
      } catch (ConnectException e) {
        return Result.of(Outcome.UNREACHABLE);
      } catch (IOException e) {
        return Result.of(Outcome.BROKEN_OFF);
      }
      if (response.statusCode() != 409) {
        return read(witness, response, note, size);
      }
      Optional<Long> told = size(response.body());
      if (told.isEmpty()) {
        return Result.of(Outcome.GARBAGE);
      }
      if (told.get() > size) {
        // Not remembered: if it is a lie, the next request shall not begin with it.
        return Result.of(Outcome.AHEAD);
      }
      old = told.get();
    }
    return Result.of(Outcome.CONFLICT);
  }

  private HttpResponse<byte[]> send(Peer peer, AddCheckpoint request, long deadline)
      throws IOException, TimeoutException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(peer.submission())
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
            .build();
    var body =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER);
    Future<HttpResponse<byte[]>> response = http.sendAsync(post, body);
    try {
      // The library's own timeout ends with the headers; a body may trickle in for ever.
      return response.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectException unreachable
          ? unreachable
          : new IOException("no answer", e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  private static Optional<Long> size(byte[] body) {
    try {
      String text = NoteText.decode(body);
      return text.endsWith("\n")
          ? Optional.of(NoteText.decimal("size", text.substring(0, text.length() - 1)))
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Result read(
      Known witness, HttpResponse<byte[]> response, SignedNote note, long size) {
    return switch (response.statusCode()) {
      case 200 -> {
        Result result = cosignature(witness.peer.key(), response.body(), note.text());
        if (result.cosignature().isPresent()) {
          witness.size = size;
        }
        yield result;
      }
      case 403, 404 -> Result.of(Outcome.UNKNOWN_LOG);
      case 422 -> Result.of(Outcome.INCONSISTENT);
      default -> Result.of(Outcome.REFUSED);
    };
  }

  /// The first line by the witness's own key, if all lines that claim that key verify; lines by
  /// other keys mean nothing here.
  private static Result cosignature(NoteVerifier key, byte[] lines, String text) {
    SignedNote answer;
    try {
      answer =
          SignedNote.parse((text + "\n" + NoteText.decode(lines)).getBytes(StandardCharsets.UTF_8));
      if (!answer.text().equals(text)) {
        return Result.of(Outcome.GARBAGE);
      }
    } catch (MalformedException e) {
      return Result.of(Outcome.GARBAGE);
    }
    List<SignedNote.Signature> own =
        answer.signatures().stream().filter(line -> line.claims(key)).toList();
    if (own.isEmpty()) {
      return Result.of(Outcome.GARBAGE);
    }
    try {
      if (!answer.hasLineOf(key)) {
        return Result.of(Outcome.GARBAGE);
      }
      return new Result(Outcome.COSIGNED, Optional.of(own.getFirst()));
    } catch (MalformedException e) {
      return Result.of(Outcome.BAD_SIGNATURE);
    }
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
