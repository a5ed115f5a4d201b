package org.cotejo.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.cotejo.log.Answer;

/// A way of statements into the log.
@FunctionalInterface
interface Statements {
  /// Takes a statement's bytes; never waits.
  ///
  /// @param answer told once what became of it, on any thread
  void take(byte[] statement, Consumer<Answer<Refusal>> answer);

  /// Takes a statement and waits for the answer.
  ///
  /// @param patience after which it is refused as if the queue were full: by then nobody can say
  ///   whether it is logged yet, and the same bytes sent again will tell
  default Answer<Refusal> takeAndWait(byte[] statement, Duration patience) {
    var answer = new CompletableFuture<Answer<Refusal>>();
    take(statement, answer::complete);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return undecided();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return undecided();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is only ever completed with a value", e);
    }
  }

  private static Answer<Refusal> undecided() {
    return new Answer.Refused<>(
        new Refusal(Refusal.Problem.BUSY, "perhaps it is logged yet; send the same bytes again"));
  }
}
