package org.cotejo.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.cotejo.cose.MalformedException;

/// Reads frames of a journal by their offset, through a window of up to 64 KiB and never more than
/// one frame at a time. Reads by position, so that it neither moves nor disturbs the writer.
///
/// On the writer's own channel: closing a second one on the same file would drop the process's lock
/// on it.
final class JournalReader {
  private static final int WINDOW_BYTES = 64 * 1024;

  private final Path file;
  private final StoredFile channel;
  private final long end;
  private final ByteBuffer window;
  private long windowStart;

  /// @param from where the first read begins: of a short rest the window is as short
  JournalReader(Path file, StoredFile channel, long from, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
    this.window = ByteBuffer.allocate(Math.clamp(end - from, 1, WINDOW_BYTES)).limit(0);
  }

  /// The whole frame at this offset, with `expectedIndex` as the index of its first entry.
  ///
  /// @throws MalformedException if there is no whole frame, as after a torn write
  /// @throws JournalDamagedException if there is one that cannot follow what is before it
  JournalFrame frame(long offset, long expectedIndex) throws IOException, MalformedException {
    JournalFrame frame = frame(offset);
    if (frame.firstIndex() != expectedIndex) {
      throw new JournalDamagedException(
          file,
          offset,
          "a frame begins with entry " + frame.firstIndex() + " instead of " + expectedIndex);
    }
    if (frame.entries() == 0) {
      throw new JournalDamagedException(file, offset, "a frame does not consist of entries");
    }
    return frame;
  }

  private JournalFrame frame(long offset) throws IOException, MalformedException {
    long room = end - offset - JournalFrame.HEADER_BYTES;
    if (room < 0) {
      throw new MalformedException("less than the header of a frame");
    }
    byte[] header = new byte[JournalFrame.HEADER_BYTES];
    read(offset, header);
    byte[] body = new byte[JournalFrame.bodyLength(header, room)];
    read(offset + header.length, body);
    return JournalFrame.of(header, body);
  }

  /// Offset of a whole frame that can follow what is broken at `broken`, if there is one.
  OptionalLong frameAfter(long broken, long expectedIndex) throws IOException {
    byte[] magic = new byte[Integer.BYTES];
    long last = end - JournalFrame.HEADER_BYTES - JournalFrame.LENGTH_BYTES;
    for (long offset = broken + 1; offset <= last; offset++) {
      read(offset, magic);
      if (ByteBuffer.wrap(magic).getInt() == JournalFrame.MAGIC
          && isFrameAfter(broken, expectedIndex, offset)) {
        return OptionalLong.of(offset);
      }
    }
    return OptionalLong.empty();
  }

  /// Whether a whole frame is here whose index is above the expected one, by no more entries than
  /// can have been in the bytes between.
  private boolean isFrameAfter(long broken, long expectedIndex, long offset) throws IOException {
    try {
      long skipped = frame(offset).firstIndex() - expectedIndex;
      long most = (offset - broken - JournalFrame.HEADER_BYTES) / JournalFrame.LENGTH_BYTES;
      return skipped > 0 && skipped <= most;
    } catch (MalformedException e) {
      return false; // The magic occurs in an entry.
    }
  }

  /// Bytes of the file as they are.
  byte[] bytes(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(offset, bytes);
    return bytes;
  }

  private void read(long offset, byte[] target) throws IOException {
    int done = 0;
    while (done < target.length) {
      long position = offset + done;
      if (position < windowStart || position >= windowStart + window.limit()) {
        fill(position);
      }
      int at = (int) (position - windowStart);
      int count = Math.min(target.length - done, window.limit() - at);
      window.get(at, target, done, count);
      done += count;
    }
  }

  private void fill(long position) throws IOException {
    window.clear();
    windowStart = position;
    int got = 0;
    while (got >= 0 && window.hasRemaining()) {
      got = channel.read(window, position + window.position());
    }
    window.flip();
    if (window.limit() == 0) {
      throw new EOFException("journal " + file + " became shorter than " + position + " bytes");
    }
  }
}
