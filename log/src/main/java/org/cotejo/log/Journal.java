package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;

/// The durable order of a log's entries: an append-only file of checksummed frames that one process
/// writes. When [#append] returns, its entries are on disk at the returned index; everything else
/// of a log can be derived from them.
///
/// The file and its directory are forced before anything read from them is trusted, and each frame
/// before the next is written, so a crash can tear the last frame only. That is cut off when the
/// journal is opened; any other fault refuses with [JournalDamagedException]. A torn frame and a
/// last frame that rotted on disk look the same: whoever signed a checkpoint compares its size with
/// [#size] and does not go on with a journal that is shorter.
///
/// An error of a write or a force is never retried, because the page cache may lie after it: from
/// then on every call throws [IllegalStateException], and the process is to stop and recover by
/// opening anew. After that the journal holds all acknowledged entries and possibly whole frames of
/// the batch that failed.
///
/// One thread appends at a time; any thread may replay meanwhile. None of them may be interrupted,
/// since an interrupt closes the channel. Nothing else in the process may open the file: closing it
/// would drop the lock.
public final class Journal implements AutoCloseable {
  private static final byte[] HEADER = "COTEJOJ1".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_BUFFER_BYTES = 64 * 1024;

  /// Distance of the remembered frames, so that a replay from the middle starts near it.
  private static final long MARK_BYTES = 1024 * 1024;

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  private final Path file;
  private final StoredFile channel;

  /// First index of some frames to their offset.
  private final NavigableMap<Long, Long> marks = new TreeMap<>();

  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
  private State state = State.FAILED;
  private long size;
  private long end;
  private long cutBytes;

  /// Where the newest batch begins, so that it is read back without what is before it.
  private long newestIndex = Long.MAX_VALUE;

  private long newestOffset;

  /// Recovers the journal on a channel that is already locked.
  Journal(Path file, StoredFile channel) throws IOException {
    this.file = file;
    this.channel = channel;
    recover();
    state = State.OPEN;
  }

  /// Opens the journal in this file, creating it if there is none, and waits for nobody.
  ///
  /// @throws JournalDamagedException if it holds anything but whole frames and one torn tail
  /// @throws IOException if another process has it open or the disk fails
  public static Journal open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = Objects.requireNonNull(absolute.getParent(), "a file has a directory");
    return open(new DiskStorage(directory), String.valueOf(absolute.getFileName()));
  }

  /// Opens the journal under this name of a storage; see [#open(Path)].
  public static Journal open(Storage storage, String name) throws IOException {
    StoredFile file = storage.open(name);
    try {
      Journal journal = new Journal(Path.of(file.toString()), file);
      // Each time: the process that created the file may have died before it got here.
      storage.forceDirectoryOf(name);
      return journal;
    } catch (IOException | RuntimeException e) {
      try {
        file.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void recover() throws IOException {
    long length = channel.size();
    end = HEADER.length;
    marks.put(0L, end);
    newestOffset = 0;
    if (isUnfinishedCreation(length)) {
      cutBytes = length;
      channel.truncate(0);
      drain(ByteBuffer.wrap(HEADER), 0);
      channel.force();
      return;
    }
    JournalReader reader = new JournalReader(file, channel, 0, length);
    while (end < length) {
      try {
        JournalFrame frame = reader.frame(end, size);
        newestOffset = end;
        accept(frame.entries(), frame.length());
      } catch (MalformedException e) {
        cutTail(reader, length, e);
        break;
      }
    }
    // What a killed process wrote may be in the page cache only; and if it ended because a force
    // failed, the system takes those bytes for written. So they are, once more.
    rewriteNewest(reader);
    channel.force();
  }

  /// Writes the newest frame again as it was read, the one that a force can have failed for; of a
  /// journal without frames its header.
  private void rewriteNewest(JournalReader reader) throws IOException {
    int length = Math.toIntExact(end - newestOffset);
    ByteBuffer newest = ByteBuffer.wrap(reader.bytes(newestOffset, length));
    drain(newest, newestOffset);
  }

  /// A file that holds no frame acknowledges nothing: shorter than a header, or long enough but
  /// never filled.
  private boolean isUnfinishedCreation(long length) throws IOException {
    if (length < HEADER.length) {
      return true;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER.length);
    int got = 0;
    while (got >= 0 && header.hasRemaining()) {
      got = channel.read(header, header.position());
    }
    if (Arrays.equals(header.array(), HEADER)) {
      return false;
    }
    if (length == HEADER.length && Arrays.equals(header.array(), new byte[HEADER.length])) {
      return true;
    }
    throw new JournalDamagedException(file, 0, "it does not begin as a journal");
  }

  /// Cuts off what follows the last whole frame if a crash can have left it there.
  private void cutTail(JournalReader reader, long length, MalformedException broken)
      throws IOException {
    long tail = length - end;
    if (tail > JournalFrame.MAX_BYTES) {
      throw new JournalDamagedException(
          file, end, broken.getMessage() + ", and more follows than one torn frame");
    }
    OptionalLong next = reader.frameAfter(end, size);
    if (next.isPresent()) {
      throw new JournalDamagedException(
          file,
          end,
          broken.getMessage() + ", and a whole frame follows at offset " + next.getAsLong());
    }
    channel.truncate(end);
    cutBytes = tail;
  }

  private void accept(int entries, long bytes) {
    if (end - Objects.requireNonNull(marks.lastEntry()).getValue() >= MARK_BYTES) {
      marks.put(size, end);
    }
    size += entries;
    end += bytes;
  }

  /// Number of entries on disk.
  public synchronized long size() {
    requireOpen();
    return size;
  }

  /// Bytes of a torn tail that were cut off when the journal was opened; 0 after a clean stop.
  public long cutBytes() {
    return cutBytes;
  }

  /// Makes the entries of the batch durable, in their order, and returns the index of the first.
  ///
  /// @param batch at least one entry, each of at most 65,535 bytes; above 4 MiB it becomes several
  ///   frames, of which a crash may keep the first ones only
  /// @throws IOException if that failed; whether anything was kept is known at the next open only
  /// @throws IllegalStateException if an earlier call failed or the journal is closed
  public synchronized long append(List<byte[]> batch) throws IOException {
    requireOpen();
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one entry");
    }
    for (byte[] entry : batch) {
      if (entry.length > EntryBundle.MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException("entry of " + entry.length + " bytes, more than 65535");
      }
    }
    long first = size;
    newestIndex = size;
    newestOffset = end;
    // Failed until proven otherwise, whatever is thrown below.
    state = State.FAILED;
    if (channel.size() != end) {
      throw new IOException("journal " + file + " was changed by somebody else");
    }
    int from = 0;
    while (from < batch.size()) {
      int to = from + JournalFrame.fitting(batch, from);
      appendFrame(batch.subList(from, to));
      from = to;
    }
    state = State.OPEN;
    return first;
  }

  private void appendFrame(List<byte[]> entries) throws IOException {
    int length = JournalFrame.bytes(entries);
    if (buffer.capacity() < length) {
      int larger = Math.max(length, 2 * buffer.capacity());
      buffer = ByteBuffer.allocateDirect(Math.min(larger, JournalFrame.MAX_BYTES));
    }
    JournalFrame.encode(buffer.clear(), size, entries);
    drain(buffer, end);
    // Before the next frame, not once for all: of two unforced frames the second may survive alone.
    channel.force();
    accept(entries.size(), length);
  }

  private void drain(ByteBuffer bytes, long offset) throws IOException {
    long position = offset;
    while (bytes.hasRemaining()) {
      int written = channel.write(bytes, position);
      if (written <= 0) {
        throw new IOException("journal " + file + " takes no more bytes");
      }
      position += written;
    }
  }

  /// Hands on all entries in order; see [#replay(long, EntryConsumer)].
  public void replay(EntryConsumer consumer) throws IOException {
    replay(0, consumer);
  }

  /// Hands on the entries from this index (0 to [#size]) to the last one there was at the call,
  /// holding one frame in memory. Checks each frame again.
  ///
  /// @throws JournalDamagedException if a frame is not what it was when it was written
  /// @throws IOException if reading fails, or from the consumer
  public void replay(long from, EntryConsumer consumer) throws IOException {
    long index;
    long offset;
    long limit;
    synchronized (this) {
      requireOpen();
      Objects.checkFromToIndex(from, size, size);
      Map.Entry<Long, Long> mark = Objects.requireNonNull(marks.floorEntry(from));
      boolean isNewest = from >= newestIndex;
      index = isNewest ? newestIndex : mark.getKey();
      offset = isNewest ? newestOffset : mark.getValue();
      limit = end;
    }
    JournalReader reader = new JournalReader(file, channel, offset, limit);
    while (offset < limit) {
      JournalFrame frame;
      try {
        frame = reader.frame(offset, index);
      } catch (MalformedException e) {
        throw new JournalDamagedException(file, offset, String.valueOf(e.getMessage()));
      }
      frame.forEach(from, consumer);
      index += frame.entries();
      offset += frame.length();
    }
  }

  private void requireOpen() {
    switch (state) {
      case OPEN -> {}
      case FAILED ->
          throw new IllegalStateException(
              "journal " + file + " failed to write; stop the process and open it anew");
      case CLOSED -> throw new IllegalStateException("journal " + file + " is closed");
    }
  }

  /// Releases the file; what was acknowledged is on disk already. A second call does nothing.
  @Override
  public synchronized void close() throws IOException {
    state = State.CLOSED;
    channel.close();
  }
}
