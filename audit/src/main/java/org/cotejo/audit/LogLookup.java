package org.cotejo.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Kind;

/// Says what a log has of a record that somebody holds on paper. Entries are read only when a
/// record is not in the log itself: then what else is there about its station is looked for.
public final class LogLookup {
  private final LogHistory.Place place;
  private final LogHistory history;
  private Map<String, List<Entry>> records = Map.of();
  private boolean isRead;

  /// A record in the log.
  private record Entry(long index, Hash payload) {}

  /// What the log has.
  public enum State {
    /// This very record.
    IN_LOG("in-log"),
    /// The same figures about the same station, under another signature.
    SAME_FIGURES("same-figures"),
    /// Other figures about the same station and contest.
    ANOTHER_RECORD("another-record"),
    /// Nothing about this station and contest.
    NOT_IN_LOG("not-in-log");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /// The stable word for it in files.
    public String label() {
      return label;
    }
  }

  /// @param index of the entry; -1 if there is none
  /// @param size of the log that was looked at
  public record Found(State state, long index, long size) {}

  private LogLookup(LogHistory.Place place, LogHistory history) {
    this.place = place;
    this.history = history;
  }

  /// Looks at the checkpoint that a place shows now.
  ///
  /// @throws IOException if there is no sound log of this authority's
  public static LogLookup at(LogHistory.Place place, AuthorityKeys authority) throws IOException {
    return new LogLookup(place, LogHistory.read(place, LogHistory.logKeys(place, authority)));
  }

  /// Safe from several threads.
  ///
  /// @param statement a tally record, as it stands on the paper
  /// @throws IOException if entries are needed and cannot be had
  public synchronized Found find(Sign1 statement) throws IOException {
    long size = history.tree().size();
    OptionalLong index = history.tree().indexOf(Hash.sha256(new byte[1], statement.bytes()));
    if (index.isPresent()) {
      return new Found(State.IN_LOG, index.getAsLong(), size);
    }
    if (!isRead) {
      records = read();
      isRead = true;
    }
    List<Entry> others = records.getOrDefault(statement.subject(), List.of());
    if (others.isEmpty()) {
      return new Found(State.NOT_IN_LOG, -1, size);
    }
    Hash payload = Hash.sha256(statement.payload());
    for (Entry other : others) {
      if (other.payload().equals(payload)) {
        return new Found(State.SAME_FIGURES, other.index(), size);
      }
    }
    return new Found(State.ANOTHER_RECORD, others.getFirst().index(), size);
  }

  private Map<String, List<Entry>> read() throws IOException {
    var bySubject = new HashMap<String, List<Entry>>();
    history.forEachEntry(
        place,
        (index, entry) -> {
          try {
            Sign1 statement = Sign1.decode(entry);
            if (statement.type().equals(Kind.TALLY_RECORD.label())) {
              bySubject
                  .computeIfAbsent(statement.subject(), subject -> new ArrayList<>())
                  .add(new Entry(index, Hash.sha256(statement.payload())));
            }
          } catch (MalformedException e) {
            throw new IOException("entry %d: %s".formatted(index, e.getMessage()), e);
          }
        });
    return bySubject;
  }
}
