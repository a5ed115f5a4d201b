package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotejo.cose.Hash;
import org.cotejo.log.Journal;
import org.cotejo.log.Merkle;
import org.cotejo.server.ElectionDirectory;

/// What the log holds after a night, laid beside what was sent and what was acknowledged.
///
/// @param indices of each entry, by its hash
record Reckoning(Map<Hash, List<Long>> indices) {
  /// An acknowledgement somebody has.
  record Acknowledged(int number, long index) {
    /// What an outbox has noted; nothing if it was not started.
    static List<Acknowledged> read(Path file) throws IOException {
      List<Acknowledged> read = new ArrayList<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          int space = line.indexOf(' ');
          read.add(
              new Acknowledged(
                  Integer.parseInt(line.substring(0, space)),
                  Long.parseLong(line.substring(space + 1))));
        }
      }
      return read;
    }
  }

  /// Reads the journal of a server that has ended.
  static Reckoning of(ElectionDirectory election) throws IOException {
    Map<Hash, List<Long>> indices = new HashMap<>();
    try (Journal journal = Journal.open(election.root().resolve("private/journal"))) {
      journal.replay((index, entry) ->
          indices.computeIfAbsent(Merkle.leaf(entry), leaf -> new ArrayList<>()).add(index));
    }
    return new Reckoning(indices);
  }

  long doubled() {
    return indices.values().stream().filter(places -> places.size() > 1).count();
  }

  long missing(List<Letter> letters) {
    return letters.stream().filter(letter -> at(letter).isEmpty()).count();
  }

  /// Acknowledgements that the log does not keep.
  long broken(List<Letter> letters, List<Acknowledged> acknowledged) {
    Map<Integer, Letter> byNumber = new HashMap<>();
    letters.forEach(letter -> byNumber.put(letter.number(), letter));
    return acknowledged.stream()
        .filter(promise -> {
          Letter letter = byNumber.get(promise.number());
          return letter == null || !at(letter).contains(promise.index());
        })
        .count();
  }

  private List<Long> at(Letter letter) {
    return indices.getOrDefault(Merkle.leaf(letter.statement().bytes()), List.of());
  }
}
