package org.cotejo.station.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.log.Storage;
import org.cotejo.log.StoredFile;
import org.cotejo.log.TlogProof;
import org.cotejo.station.delivery.ElectionLog;

/// A queue of statements in a directory that survives whatever may happen to the machine: what was
/// added is there until the log has answered for it, and then its receipt is beside it.
///
/// `<number>-<leaf hash>.statement` is a statement, the same name with `.receipt` the log's promise
/// and with `.refused` what ways said that will never take it. A file is written beside, forced,
/// renamed, and its name forced, before anybody is told. So whatever is broken off leaves either
/// the file or nothing, and everything is done again with the same result: the leaf hash says what
/// is there already, and the log knows a statement that it is sent twice. Nothing here depends on a
/// clock.
///
/// One process at a time; not for several threads. After a failure of the disk it is of no more
/// use: what the disk then holds is found out by opening it again.
public final class Outbox implements AutoCloseable {
  /// Most statements in one outbox.
  static final int MAX_ITEMS = 10_000;

  private static final String LOCK = "lock";
  private static final String WAYS = "ways";
  private static final String UNFINISHED = ".unfinished";
  private static final String STATEMENT = ".statement";
  private static final String RECEIPT = ".receipt";
  private static final String REFUSED = ".refused";
  private static final int MAX_WAYS = 1000;
  private static final Pattern NAME =
      Pattern.compile("([0-9]{8})-([0-9a-f]{64})(\\.statement|\\.receipt|\\.refused)");

  private final Storage storage;
  private final ElectionLog log;
  private final StoredFile lock;
  private final SequencedMap<Hash, Item> items = new LinkedHashMap<>();
  private final List<String> damaged = new ArrayList<>();
  private boolean isBroken;

  private Outbox(Storage storage, ElectionLog log, StoredFile lock) {
    this.storage = storage;
    this.log = log;
    this.lock = lock;
  }

  /// Opens what is there, and begins an outbox where nothing is.
  ///
  /// @param storage the directory, used by nobody else
  /// @param log of the election that all statements are of
  /// @throws IOException if another process has it open, or the disk fails
  public static Outbox open(Storage storage, ElectionLog log) throws IOException {
    StoredFile lock = storage.open(LOCK);
    try {
      var outbox = new Outbox(storage, log, lock);
      outbox.load();
      return outbox;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void load() throws IOException {
    var names = new TreeMap<String, Matcher>();
    for (String name : storage.list()) {
      if (name.endsWith(UNFINISHED)) {
        storage.delete(name);
        continue;
      }
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && matcher.group(3).equals(STATEMENT)) {
        names.put(name, matcher);
      }
    }
    for (var found : names.entrySet()) {
      load(found.getKey(), found.getValue());
    }
    // A name may be what a killed process did not confirm, and who adds it again is told so.
    storage.forceDirectoryOf(LOCK);
  }

  private void load(String name, Matcher parts) throws IOException {
    byte[] bytes = storage.read(name);
    Hash leaf = Merkle.leaf(bytes);
    try {
      if (!leaf.hex().equals(parts.group(2))) {
        throw new MalformedException("not the statement it is named for");
      }
      Sign1 statement = Sign1.decode(bytes);
      String stem = stem(name);
      items.putIfAbsent(
          leaf,
          new Item(
              Long.parseLong(parts.group(1)),
              leaf,
              statement,
              receipt(stem, leaf),
              refusals(stem)));
    } catch (MalformedException e) {
      damaged.add(name);
    }
  }

  private static String stem(String name) {
    return name.substring(0, name.length() - STATEMENT.length());
  }

  /// A receipt that is damaged is none: the statement is sent again, and the log gives another.
  private Optional<TlogProof> receipt(String stem, Hash leaf) throws IOException {
    if (!storage.exists(stem + RECEIPT)) {
      return Optional.empty();
    }
    try {
      TlogProof receipt = TlogProof.parse(storage.read(stem + RECEIPT));
      log.verify(leaf, receipt);
      return Optional.of(receipt);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private List<Refusal> refusals(String stem) throws IOException {
    return storage.exists(stem + REFUSED)
        ? lines(stem + REFUSED).map(Refusal::parse).flatMap(Optional::stream).toList()
        : List.of();
  }

  private Stream<String> lines(String name) throws IOException {
    return new String(storage.read(name), UTF_8).lines().limit(MAX_WAYS);
  }

  /// Puts a statement at the end of the queue. When this returns it is on disk.
  ///
  /// @return whether it is new; adding a statement again changes nothing
  /// @throws MalformedException if the bytes are no statement, or one of another election
  /// @throws IOException if the disk fails; it may be in the queue or not
  public boolean add(byte[] statement) throws MalformedException, IOException {
    requireWhole();
    byte[] own = statement.clone();
    Sign1 decoded = Sign1.decode(own);
    if (!log.isIssuerOf(decoded)) {
      throw new MalformedException(
          "a statement of another election than %s".formatted(log.election().code()));
    }
    Hash leaf = Merkle.leaf(own);
    if (items.containsKey(leaf)) {
      return false;
    }
    if (items.size() == MAX_ITEMS) {
      throw new IOException(
          "the outbox holds %,d statements; use another directory for more".formatted(MAX_ITEMS));
    }
    long number = items.isEmpty() ? 1 : items.lastEntry().getValue().number() + 1;
    var item = new Item(number, leaf, decoded, Optional.empty(), List.of());
    put(stem(item), STATEMENT, own);
    items.put(leaf, item);
    return true;
  }

  private static String stem(Item item) {
    return "%08d-%s".formatted(item.number(), item.leaf().hex());
  }

  private void put(String stem, String kind, byte[] content) throws IOException {
    isBroken = true;
    String name = stem + kind;
    storage.write(name + UNFINISHED, content);
    storage.force(name + UNFINISHED);
    storage.rename(name + UNFINISHED, name);
    storage.forceDirectoryOf(name);
    isBroken = false;
  }

  private void requireWhole() {
    if (isBroken) {
      throw new IllegalStateException("the disk failed; the outbox must be opened again");
    }
  }

  /// Everything in it, in the order of the queue.
  public List<Item> items() {
    return List.copyOf(items.values());
  }

  /// Names of files that hold something else than they are named for. They are left as they are.
  public List<String> damaged() {
    return List.copyOf(damaged);
  }

  /// Keeps the log's promise. When this returns it is on disk.
  ///
  /// @param receipt one that was verified
  void keep(Item item, TlogProof receipt) throws IOException {
    requireWhole();
    put(stem(item), RECEIPT, receipt.bytes());
    items.computeIfPresent(item.leaf(), (leaf, now) -> now.with(receipt));
  }

  /// Keeps what a way said that will never take this.
  void refuse(Item item, Refusal refusal) throws IOException {
    requireWhole();
    Item now = items.getOrDefault(item.leaf(), item);
    var all = new ArrayList<>(now.refusals());
    all.removeIf(earlier -> earlier.way().equals(refusal.way()));
    all.add(refusal);
    String text = String.join("\n", all.stream().map(Refusal::line).toList()) + "\n";
    put(stem(item), REFUSED, text.getBytes(UTF_8));
    items.put(item.leaf(), now.with(all));
  }

  /// Forgets all refusals, so that everything not delivered is tried again over every way.
  public void tryAgain() throws IOException {
    requireWhole();
    for (Item item : items()) {
      if (!item.refusals().isEmpty()) {
        storage.delete(stem(item) + REFUSED);
        items.put(item.leaf(), item.with(List.of()));
      }
    }
  }

  /// What was last noted of the ways; for people, and for how long to wait.
  public List<WayNote> wayNotes() throws IOException {
    return storage.exists(WAYS)
        ? lines(WAYS).map(WayNote::parse).flatMap(Optional::stream).toList()
        : List.of();
  }

  /// Notes how the ways are doing. Not forced: losing it loses nothing.
  void note(List<WayNote> ways) throws IOException {
    requireWhole();
    String text = String.join("\n", ways.stream().map(WayNote::line).toList()) + "\n";
    storage.write(WAYS + UNFINISHED, text.getBytes(UTF_8));
    storage.rename(WAYS + UNFINISHED, WAYS);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
