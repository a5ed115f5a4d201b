package org.cotejo.station.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Storage;
import org.cotejo.model.TallySubject;
import org.jspecify.annotations.Nullable;

/// Keeps the entries of a station in a directory, one file for each count,
/// `<contest>~<station>.entry`: every event that took place, in a line. When an event is told to
/// have taken place it is on disk, and a file is replaced whole, so work goes on where it was when
/// the power went.
public final class EntryBook {
  private static final String FIRST_LINE = "cotejo-entry/1 ";
  private static final String UNFINISHED = ".unfinished";

  /// Most events of one entry: nobody clears it that often.
  private static final int MAX_EVENTS = 10_000;

  private final Storage storage;

  /// @param storage the directory, used by one process at a time
  public EntryBook(Storage storage) {
    this.storage = storage;
  }

  private static String name(TallySubject about) {
    return about.contest() + "~" + about.station() + ".entry";
  }

  /// Where the entry of this count stands.
  ///
  /// @throws IOException naming the file, if it cannot be read or is not as it was written
  public Entry read(TallySubject about, Entry.Rules rules) throws IOException {
    Entry entry = Entry.empty(rules);
    for (String line : lines(about)) {
      try {
        entry =
            switch (entry.after(EntryText.parse(line))) {
              case Outcome.Done(Entry next) -> next;
              case Outcome.Refused(Outcome.Code code, String detail) ->
                  throw new MalformedException(code + " " + detail);
            };
      } catch (MalformedException e) {
        throw damaged(about, e.getMessage());
      }
    }
    return entry;
  }

  private List<String> lines(TallySubject about) throws IOException {
    String name = name(about);
    if (!storage.exists(name)) {
      return List.of();
    }
    List<String> lines = List.of(new String(storage.read(name), US_ASCII).split("\n", -1));
    if (!lines.getFirst().equals(FIRST_LINE + about)
        || !lines.getLast().isEmpty()
        || lines.size() > MAX_EVENTS) {
      throw damaged(about, "not an entry of this count");
    }
    return lines.subList(1, lines.size() - 1);
  }

  private static IOException damaged(TallySubject about, @Nullable String why) {
    return new IOException(
        "%s: %s; keep the file, and enter the count again".formatted(name(about), why));
  }

  /// Does something to an entry, and keeps it if it takes place.
  public Outcome apply(TallySubject about, Entry.Rules rules, Event event) throws IOException {
    Outcome outcome = read(about, rules).after(event);
    if (outcome instanceof Outcome.Done) {
      var text = new ArrayList<String>();
      text.add(FIRST_LINE + about);
      text.addAll(lines(about));
      text.add(EntryText.line(event));
      String name = name(about);
      storage.write(name + UNFINISHED, (String.join("\n", text) + "\n").getBytes(US_ASCII));
      storage.force(name + UNFINISHED);
      storage.rename(name + UNFINISHED, name);
      storage.forceDirectoryOf(name);
    }
    return outcome;
  }
}
