package org.cotejo.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.FiguresCodec;
import org.cotejo.model.TallyFigures;

/// One station's count of one contest: the value in force and what else was logged about it. A
/// million of these are held at once, so figures stay in their encoded form.
public final class StationCount {
  private static final byte[] NOTHING = {};

  private StationState state = StationState.NOT_RECEIVED;
  private long inForce = -1;
  private byte[] figures = NOTHING;
  private boolean late;
  private List<Logged> held = List.of();
  private List<Logged> rivals = List.of();
  private List<byte[]> settled = List.of();

  /// A record that was logged but whose value is not in force.
  private static final class Logged {
    final long entry;
    final byte[] figures;
    final boolean late;

    Logged(long entry, byte[] figures, boolean late) {
      this.entry = entry;
      this.figures = figures;
      this.late = late;
    }
  }

  StationCount() {}

  public StationState state() {
    return state;
  }

  /// Index of the entry whose value is in force: a record, or the correction that replaced or
  /// annulled it.
  public OptionalLong inForce() {
    return inForce < 0 ? OptionalLong.empty() : OptionalLong.of(inForce);
  }

  /// The figures in force.
  public Optional<TallyFigures> figures() {
    return figures.length == 0 ? Optional.empty() : Optional.of(decode(figures));
  }

  static TallyFigures decode(byte[] figures) {
    try {
      return FiguresCodec.decode(figures);
    } catch (MalformedException e) {
      throw new IllegalStateException("figures that were read before cannot be read again", e);
    }
  }

  boolean isLate() {
    return late && state.isInTotals();
  }

  /// A valid record of the station.
  ///
  /// @return whether it differs from everything known, so that the station is in conflict
  boolean record(long entry, byte[] record, boolean byLateKey) {
    switch (state) {
      case NOT_RECEIVED, HELD -> count(entry, record, byLateKey);
      case COUNTED, CORRECTED, CONFLICT, ANNULLED -> {
        if (isKnown(record)) {
          return false;
        }
        rivals = plus(rivals, new Logged(entry, record, byLateKey));
        state = state == StationState.ANNULLED ? StationState.ANNULLED : StationState.CONFLICT;
        return true;
      }
    }
    return false;
  }

  private void count(long entry, byte[] record, boolean byLateKey) {
    state = StationState.COUNTED;
    inForce = entry;
    figures = record;
    late = byLateKey;
  }

  private boolean isKnown(byte[] record) {
    return Arrays.equals(figures, record)
        || rivals.stream().anyMatch(rival -> Arrays.equals(rival.figures, record))
        || settled.stream().anyMatch(known -> Arrays.equals(known, record));
  }

  void hold(long entry, byte[] record, boolean byLateKey) {
    held = plus(held, new Logged(entry, record, byLateKey));
    if (state == StationState.NOT_RECEIVED) {
      state = StationState.HELD;
    }
  }

  void replace(long entry, byte[] values) {
    settle();
    state = StationState.CORRECTED;
    inForce = entry;
    figures = values;
  }

  void annul(long entry) {
    settle();
    state = StationState.ANNULLED;
    inForce = entry;
    figures = NOTHING;
  }

  /// What a correction has judged cannot put the station in conflict again.
  private void settle() {
    var judged = new ArrayList<>(settled);
    if (figures.length > 0) {
      judged.add(figures);
    }
    rivals.forEach(rival -> judged.add(rival.figures));
    settled = List.copyOf(judged);
    rivals = List.of();
    late = false;
  }

  /// Counts the held record of this entry.
  ///
  /// @return false if there is none, or another value is in force
  boolean adopt(long entry) {
    if (state != StationState.HELD) {
      return false;
    }
    for (Logged record : held) {
      if (record.entry == entry) {
        count(entry, record.figures, record.late);
        return true;
      }
    }
    return false;
  }

  /// Entries of the held records, oldest first.
  List<Long> heldEntries() {
    return held.stream().map(record -> record.entry).toList();
  }

  private static List<Logged> plus(List<Logged> list, Logged record) {
    var longer = new ArrayList<>(list);
    longer.add(record);
    return List.copyOf(longer);
  }
}
