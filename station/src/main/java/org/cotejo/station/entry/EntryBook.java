package org.cotejo.station.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Merkle;
import org.cotejo.log.Storage;
import org.cotejo.log.StoredFile;
import org.cotejo.model.ElectionId;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.jspecify.annotations.Nullable;

/// Keeps the entries of a station in a directory, one file for each count,
/// `<contest>~<station>.entry`: every event that took place, in a line. When an event is told to
/// have taken place it is on disk, and a file is replaced whole, so work goes on where it was when
/// the power went. Beside it is what was signed, `<contest>~<station>.statement`.
///
/// Whoever has it open keeps others out. That is for one event, never while somebody types: what
/// two people do at once takes place one after the other, and each is told what came of it.
public final class EntryBook implements AutoCloseable {
  private static final String FIRST_LINE = "cotejo-entry/1 ";
  private static final String LOCK = "entries.lock";
  private static final String UNFINISHED = ".unfinished";

  /// Most events of one entry: nobody clears it that often.
  private static final int MAX_EVENTS = 10_000;

  private final Storage storage;
  private final StoredFile lock;

  private EntryBook(Storage storage, StoredFile lock) {
    this.storage = storage;
    this.lock = lock;
  }

  /// @throws IOException if another process has it open, or the disk fails
  public static EntryBook open(Storage storage) throws IOException {
    return new EntryBook(storage, storage.open(LOCK));
  }

  private static String name(TallySubject about) {
    return about.contest() + "~" + about.station() + ".entry";
  }

  private static String signedName(TallySubject about) {
    return about.contest() + "~" + about.station() + ".statement";
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
      put(name(about), (String.join("\n", text) + "\n").getBytes(US_ASCII));
    }
    return outcome;
  }

  /// What was signed of an entry.
  ///
  /// @return empty if it is not signed
  /// @throws IOException if it was signed, and the statement is not there any more
  public Optional<Sign1> record(TallySubject about, Entry.Rules rules) throws IOException {
    Optional<Hash> signed = read(about, rules).signed();
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    Optional<Sign1> kept = kept(about).filter(statement -> leaf(statement).equals(signed.get()));
    if (kept.isEmpty()) {
      throw new IOException("%s is not what was signed; put it back".formatted(signedName(about)));
    }
    return kept;
  }

  /// Signs what is agreed. The statement is on disk before the entry says that it is signed, and it
  /// is one and the same however often the process is broken off in between: a signature may be
  /// another each time, and two would be two records.
  ///
  /// @return the statement; also when it was signed before
  /// @throws IOException if nothing is agreed, or the disk fails; then this is done again
  public Sign1 sign(TallySubject about, Entry.Rules rules, ElectionId election, SigningKey key)
      throws IOException {
    Optional<Sign1> signed = record(about, rules);
    if (signed.isPresent()) {
      return signed.get();
    }
    Entry entry = read(about, rules);
    if (entry.stage() != Stage.READY) {
      throw new IOException(
          "%s is %s; only what is READY is signed".formatted(about, entry.stage()));
    }
    var record = new TallyRecord(about, entry.figures().orElseThrow());
    Sign1 statement =
        kept(about)
            .filter(earlier -> isOf(earlier, record, election, key))
            .orElseGet(() -> record.sign(election, key));
    put(signedName(about), statement.bytes());
    var sign = new Event.Sign(leaf(statement));
    if (apply(about, rules, sign) instanceof Outcome.Refused(Outcome.Code code, String detail)) {
      throw new IllegalStateException(code + " " + detail);
    }
    return statement;
  }

  private Optional<Sign1> kept(TallySubject about) throws IOException {
    try {
      return storage.exists(signedName(about))
          ? Optional.of(Sign1.decode(storage.read(signedName(about))))
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(
      Sign1 statement, TallyRecord record, ElectionId election, SigningKey key) {
    return statement.type().equals(record.kind().label())
        && statement.subject().equals(record.subject())
        && Arrays.equals(statement.issuer(), election.bytes())
        && Arrays.equals(statement.payload(), record.payload())
        && statement.isSignedBy(key.verificationKey());
  }

  private static Hash leaf(Sign1 statement) {
    return Merkle.leaf(statement.bytes());
  }

  private void put(String name, byte[] content) throws IOException {
    storage.write(name + UNFINISHED, content);
    storage.force(name + UNFINISHED);
    storage.rename(name + UNFINISHED, name);
    storage.forceDirectoryOf(name);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
