package org.cotejo.station;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Merkle;
import org.cotejo.log.Storage;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Opening;
import org.cotejo.model.PackageFit;
import org.cotejo.model.Statement;
import org.cotejo.model.TallySubject;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Entry;
import org.cotejo.station.entry.EntryBook;
import org.cotejo.station.entry.Event;
import org.cotejo.station.entry.Outcome;
import org.cotejo.station.entry.Stage;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;

/// What a station does on the evening: it opens, has its counts entered, and closes them. What it
/// signs is in the outbox when this returns, and is signed once, whenever the power goes.
public final class Desk {
  private final ElectionLog log;
  private final ElectionPackage election;
  private final String station;
  private final Storage entries;
  private final Storage outbox;

  /// @param station code of the station
  /// @param entries where entries are kept
  Desk(ElectionLog log, ElectionPackage election, String station, Storage entries, Storage outbox) {
    this.log = log;
    this.election = election;
    this.station = station;
    this.entries = entries;
    this.outbox = outbox;
  }

  public ElectionPackage election() {
    return election;
  }

  public String station() {
    return station;
  }

  /// What came of signing something.
  ///
  /// @param leaf its leaf hash
  /// @param isNew whether it was not in the outbox before
  public record Signed(Hash leaf, boolean isNew) {}

  /// Which station the package has this key for; empty if none.
  public Optional<String> stationOf(SigningKey key) {
    return election.devices().stream()
        .filter(device -> device.key().equals(key.verificationKey()))
        .map(device -> election.stations().get(device.station()).code())
        .findFirst();
  }

  /// Signs the zero report. The same one is not signed again.
  ///
  /// @param build digest of the program that runs
  public Signed open(Hash build, SigningKey key) throws IOException {
    var opening = new Opening(station, build, PackageFit.digest(PackageFit.digests(election)));
    try (Outbox box = Outbox.open(outbox, log)) {
      for (Item item : box.items()) {
        if (says(item.statement(), opening) && item.statement().isSignedBy(key.verificationKey())) {
          return new Signed(item.leaf(), false);
        }
      }
      return add(box, opening.sign(log.id(), key));
    }
  }

  private static boolean says(Sign1 envelope, Statement statement) {
    return envelope.type().equals(statement.kind().label())
        && envelope.subject().equals(statement.subject())
        && Arrays.equals(envelope.payload(), statement.payload());
  }

  private static Signed add(Outbox box, Sign1 statement) throws IOException {
    try {
      return new Signed(Merkle.leaf(statement.bytes()), box.add(statement.bytes()));
    } catch (MalformedException e) {
      throw new IllegalStateException("it was signed for this election", e);
    }
  }

  /// The sheet of this station in a contest.
  ///
  /// @throws MalformedException if the contest is not held here
  public BlankSheet sheet(String contest) throws MalformedException {
    return BlankSheet.of(election, new TallySubject(contest, station));
  }

  /// Where the entry of a count stands.
  public Entry entry(BlankSheet sheet) throws IOException {
    try (EntryBook book = EntryBook.open(entries)) {
      return book.read(sheet.about(), sheet.rules());
    }
  }

  /// The signed record of a count.
  ///
  /// @return empty if it is not signed yet
  /// @throws IOException if it was signed and is not there
  public Optional<Sign1> record(BlankSheet sheet) throws IOException {
    try (EntryBook book = EntryBook.open(entries)) {
      return book.record(sheet.about(), sheet.rules());
    }
  }

  /// Does something to the entry of a count.
  public Outcome apply(BlankSheet sheet, Event event) throws IOException {
    try (EntryBook book = EntryBook.open(entries)) {
      return book.apply(sheet.about(), sheet.rules(), event);
    }
  }

  /// Signs the agreed figures of a count and puts the record into the outbox. Broken off, it is
  /// done again, with the same record.
  ///
  /// @throws IOException if nothing is agreed, or another record of the count is in the outbox
  public Signed close(BlankSheet sheet, SigningKey key) throws IOException {
    try (EntryBook book = EntryBook.open(entries);
        Outbox box = Outbox.open(outbox, log)) {
      Entry entry = book.read(sheet.about(), sheet.rules());
      for (Item item : box.items()) {
        boolean isThis = entry.signed().equals(Optional.of(item.leaf()));
        if (isThis) {
          return new Signed(item.leaf(), false);
        }
        if (entry.stage() == Stage.READY && isRecordOf(item, sheet.about())) {
          throw new IOException(
              "number %d in the outbox is a record of %s already; only the authority corrects it"
                  .formatted(item.number(), sheet.about()));
        }
      }
      return add(box, book.sign(sheet.about(), sheet.rules(), log.id(), key));
    }
  }

  private static boolean isRecordOf(Item item, TallySubject about) {
    return item.statement().type().equals("tally-record")
        && item.statement().subject().equals(about.toString());
  }
}
