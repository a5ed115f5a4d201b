package org.cotejo.station.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cotejo.cose.Hash;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.Backoff;
import org.cotejo.station.delivery.Endpoint;

/// By which rules an outbox is emptied over several ways at once: which way sends what, when, and
/// what follows from an answer. Time is a number of nanoseconds that only ever grows; nothing here
/// looks at a clock.
///
/// Each way takes the oldest statement that the fewest others have under way, so a long queue is
/// shared out and a short one goes everywhere at the same time. What any way has delivered, the
/// others leave alone. Nobody can make a statement disappear: a refusal is believed for the way it
/// came over, and a statement is set aside, and kept, only when every way has refused it for good.
final class Dispatch {
  private final Outbox outbox;
  private final List<Way> ways = new ArrayList<>();
  private final List<String> names;
  private final RandomGenerator random;
  private final Map<Hash, Integer> underWay = new HashMap<>();

  /// What a way does next.
  sealed interface Next {
    /// Hands this in.
    record Send(Item item) implements Next {}

    /// Waits; something may change meanwhile.
    record Wait(long nanos) implements Next {}

    /// Nothing is left that it could send.
    record Nothing() implements Next {}
  }

  /// One way, and until when it keeps silent.
  private static final class Way {
    final String name;
    WayNote note;
    long silentUntil = Long.MIN_VALUE;

    /// Of statements that are not taken yet.
    final Map<Hash, Hold> held = new HashMap<>();

    Way(String name, WayNote note) {
      this.name = name;
      this.note = note;
    }
  }

  private record Hold(int times, long until) {}

  /// @param now when this is begun
  Dispatch(Outbox outbox, List<Endpoint> endpoints, RandomGenerator random, long now)
      throws IOException {
    this.outbox = outbox;
    this.random = random;
    Map<String, WayNote> before = new HashMap<>();
    outbox.wayNotes().forEach(note -> before.put(note.way(), note));
    for (Endpoint endpoint : endpoints) {
      String name = endpoint.name();
      var way = new Way(name, before.getOrDefault(name, WayNote.of(name)));
      if (way.note.failures() > 0) {
        // A machine that is switched off and on goes on as patiently as it was.
        way.silentUntil = now + pause(Backoff.OF_WAY, way.note.failures(), Duration.ZERO);
      }
      ways.add(way);
    }
    this.names = ways.stream().map(way -> way.name).toList();
  }

  private long pause(Backoff backoff, int failures, Duration asked) {
    return backoff.after(failures, asked, random).toNanos();
  }

  /// What this way does now. A statement that is to be sent counts as under way from here on.
  Next next(int index, long now) {
    Way way = ways.get(index);
    Set<String> blocked = new HashSet<>();
    Optional<Item> best = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    long wait = Long.MAX_VALUE;
    for (Item item : outbox.items()) {
      if (item.isDelivered() || item.isSetAside(names) || !blocked.add(item.about())) {
        continue;
      }
      if (item.isRefusedBy(way.name)) {
        continue;
      }
      Hold hold = way.held.get(item.leaf());
      if (hold != null && hold.until() > now) {
        wait = Math.min(wait, hold.until() - now);
        continue;
      }
      int others = underWay.getOrDefault(item.leaf(), 0);
      if (others < fewest) {
        best = Optional.of(item);
        fewest = others;
      }
    }
    if (best.isPresent() && way.silentUntil > now) {
      return new Next.Wait(way.silentUntil - now);
    }
    if (best.isPresent()) {
      underWay.merge(best.get().leaf(), 1, Integer::sum);
      return new Next.Send(best.get());
    }
    boolean mayChange = isOpen() && !blockedForGood(way);
    return wait < Long.MAX_VALUE
        ? new Next.Wait(wait)
        : mayChange ? new Next.Wait(Long.MAX_VALUE) : new Next.Nothing();
  }

  /// Whether anything is left that some way may deliver.
  boolean isOpen() {
    return outbox.items().stream().anyMatch(item -> !item.isDelivered() && !item.isSetAside(names));
  }

  /// Whether this way has refused everything that is left, so that only others can go on.
  private boolean blockedForGood(Way way) {
    return outbox.items().stream()
        .filter(item -> !item.isDelivered() && !item.isSetAside(names))
        .allMatch(item -> item.isRefusedBy(way.name));
  }

  /// Draws the consequences of an answer. What is to be kept is on disk when this returns.
  void answered(int index, Item item, Answer answer, long now) throws IOException {
    Way way = ways.get(index);
    underWay.computeIfPresent(item.leaf(), (leaf, count) -> count == 1 ? null : count - 1);
    switch (answer) {
      case Answer.Taken taken -> {
        way.note = way.note.after(false, taken.isNew() ? "taken" : "known");
        way.silentUntil = now;
        if (!isDelivered(item.leaf())) {
          outbox.keep(item, taken.receipt());
        }
      }
      case Answer.Unheard unheard -> silence(way, unheard.why(), Duration.ZERO, now);
      case Answer.Refused refused -> refused(way, item, refused, now);
    }
    outbox.note(ways.stream().map(each -> each.note).toList());
  }

  private boolean isDelivered(Hash leaf) {
    return outbox.items().stream().anyMatch(item -> item.leaf().equals(leaf) && item.isDelivered());
  }

  private void refused(Way way, Item item, Answer.Refused refused, long now) throws IOException {
    Duration asked = refused.retryAfter().orElse(Duration.ZERO);
    switch (refused.remedy()) {
      case WAIT, ANOTHER_WAY -> silence(way, word(refused), asked, now);
      case LATER -> {
        Hold before = way.held.getOrDefault(item.leaf(), new Hold(0, now));
        int times = before.times() + 1;
        way.held.put(item.leaf(), new Hold(times, now + pause(Backoff.OF_STATEMENT, times, asked)));
        way.note = way.note.after(false, word(refused));
      }
      case NONE -> {
        way.note = way.note.after(false, word(refused));
        outbox.refuse(item, Refusal.of(way.name, refused));
      }
    }
  }

  private void silence(Way way, String word, Duration asked, long now) {
    way.note = way.note.after(true, word);
    way.silentUntil = now + pause(Backoff.OF_WAY, way.note.failures(), asked);
  }

  private static String word(Answer.Refused refused) {
    return refused.problem() + " " + refused.detail();
  }
}
