package org.cotejo.station.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.Backoff;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Poster;
import org.cotejo.station.delivery.Problem.Remedy;
import org.cotejo.station.delivery.Time;

/// Delivers a bundle to an intake, statement by statement in its order, over one connection. Goes
/// on where an earlier delivery was broken off, and does no harm where it was not.
public final class Delivery {
  private final Path bundle;
  private final Path stateFile;
  private final Poster poster;
  private final RandomGenerator random;
  private final Time time;
  private final Watcher watcher;

  /// Sees how it goes.
  @FunctionalInterface
  public interface Watcher {
    /// @param done statements that are done with
    /// @param word of the last answer that was none; empty if the last was one
    void sees(long done, long total, String word);
  }

  /// What became of a bundle.
  ///
  /// @param fates of the statements that are done with, by leaf hash, in the order of answers
  /// @param left statements that are not
  /// @param words why the last of these were not taken, as far as the log said so, and how many
  public record Report(SequencedMap<Hash, Fate> fates, long left, SortedMap<String, Long> words) {
    public long count(Class<? extends Fate> kind) {
      return fates.values().stream().filter(kind::isInstance).count();
    }
  }

  /// @param stateFile where it is noted how far it has come
  public Delivery(
      Path bundle,
      Path stateFile,
      Poster poster,
      RandomGenerator random,
      Time time,
      Watcher watcher) {
    this.bundle = bundle;
    this.stateFile = stateFile;
    this.poster = poster;
    this.random = random;
    this.time = time;
    this.watcher = watcher;
  }

  /// Reads the whole bundle before anything of it is sent.
  ///
  /// @throws IOException naming the file, if it is no bundle
  public static Inventory inspect(Path bundle) throws IOException {
    try (InputStream in = open(bundle)) {
      return Inventory.of(in);
    } catch (MalformedException e) {
      throw wrong(bundle, e);
    }
  }

  private static InputStream open(Path bundle) throws IOException {
    if (Files.isDirectory(bundle)) {
      throw new IOException(bundle + ": is a directory, not a bundle");
    }
    return new BufferedInputStream(Files.newInputStream(bundle), 1 << 16);
  }

  private static IOException wrong(Path bundle, MalformedException fault) {
    return new IOException(
        "%s: not a sound bundle: %s; ask for another copy".formatted(bundle, fault.getMessage()),
        fault);
  }

  /// Delivers until everything is done with, or no more time.
  public Report run(Duration limit) throws IOException, InterruptedException {
    Inventory inventory = inspect(bundle);
    if (!inventory.without().isEmpty()) {
      throw new IOException(
          "%s: has no election statement of %s, so that no receipt can be checked; pack it again with --election"
              .formatted(bundle, String.join(", ", inventory.without().keySet())));
    }
    long end = time.nanos() + limit.toNanos();
    try (DeliveryState state = DeliveryState.open(stateFile, inventory.name())) {
      for (int pass = 1; ; pass++) {
        var round = new Round(inventory, state, end);
        try (InputStream in = open(bundle)) {
          BundleReader.read(in, round::visit);
        } catch (MalformedException e) {
          throw wrong(bundle, e);
        }
        boolean isToReturn = !round.isOver && !round.asked.isZero();
        if (!isToReturn || !pause(Backoff.OF_STATEMENT.after(pass, round.asked, random), end)) {
          return new Report(state.fates(), inventory.size() - round.done, round.words);
        }
      }
    }
  }

  /// @return whether there is time left
  private boolean pause(Duration wanted, long end) throws InterruptedException {
    long left = end - time.nanos();
    if (left <= 0) {
      return false;
    }
    time.sleep(Duration.ofNanos(Math.min(left, wanted.toNanos())));
    return time.nanos() < end;
  }

  /// One pass over the bundle.
  private final class Round {
    private final Inventory inventory;
    private final DeliveryState state;
    private final long end;
    private long done;
    private boolean isOver;

    /// The longest time after which the log said that it may take some. Where it did not say, as
    /// for a key that it does not know, nobody waits: the courier is told, and may come again.
    private Duration asked = Duration.ZERO;

    private final SortedMap<String, Long> words = new TreeMap<>();

    Round(Inventory inventory, DeliveryState state, long end) {
      this.inventory = inventory;
      this.state = state;
      this.end = end;
    }

    void visit(Part part) throws IOException {
      if (!(part instanceof Part.Signed(Sign1 statement))) {
        return;
      }
      Hash leaf = Merkle.leaf(statement.bytes());
      if (state.fates().containsKey(leaf)) {
        done++;
        return;
      }
      if (isOver || time.nanos() >= end) {
        isOver = true;
        return;
      }
      ElectionLog log =
          inventory.logOf(statement).orElseThrow(() -> new IOException(bundle + ": changed"));
      try {
        send(leaf, statement, log);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        isOver = true;
      }
    }

    /// Sends one statement until it is done with, or has to wait for another pass.
    private void send(Hash leaf, Sign1 statement, ElectionLog log)
        throws IOException, InterruptedException {
      for (int failures = 1; ; failures++) {
        Answer answer = poster.post(statement.bytes(), log);
        Optional<Fate> fate = fate(answer);
        if (fate.isPresent()) {
          state.add(leaf, fate.get());
          done++;
          watcher.sees(done, inventory.size(), "");
          return;
        }
        watcher.sees(done, inventory.size(), word(answer));
        Duration wanted = Duration.ZERO;
        if (answer instanceof Answer.Refused refused) {
          wanted = refused.retryAfter().orElse(Duration.ZERO);
          if (refused.remedy() == Remedy.LATER) {
            asked = asked.compareTo(wanted) < 0 ? wanted : asked;
            words.merge(word(answer), 1L, Math::addExact);
            return;
          }
        }
        if (!pause(Backoff.OF_WAY.after(failures, wanted, random), end)) {
          isOver = true;
          return;
        }
      }
    }
  }

  private static Optional<Fate> fate(Answer answer) {
    return switch (answer) {
      case Answer.Taken taken ->
          Optional.of(
              taken.isNew()
                  ? new Fate.New(taken.receipt().index())
                  : new Fate.Known(taken.receipt().index()));
      case Answer.Refused refused ->
          refused.remedy() == Remedy.NONE
              ? Optional.of(new Fate.Refused(refused.problem(), refused.detail()))
              : Optional.empty();
      case Answer.Unheard _ -> Optional.empty();
    };
  }

  private static String word(Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> "";
      case Answer.Refused refused -> refused.problem() + " " + refused.detail();
      case Answer.Unheard unheard -> unheard.why();
    };
  }
}
