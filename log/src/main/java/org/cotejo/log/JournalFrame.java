package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.cotejo.cose.MalformedException;

/// One committed batch as it stands in the journal: a header of 20 bytes and the entries.
///
///     magic u32 | body length u32 | first index u64 | CRC32C u32 | body
///     body = entries, each length u16 and bytes
///
/// All numbers big-endian. The checksum covers length, first index and body.
final class JournalFrame {
  static final int MAGIC = 0xC07EF4A3;
  static final int HEADER_BYTES = 20;

  /// Longest body, in bytes; larger batches become several frames.
  static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  static final int MAX_BYTES = HEADER_BYTES + MAX_BODY_BYTES;

  /// An entry's length; so also the shortest body, that of one empty entry.
  static final int LENGTH_BYTES = 2;

  private static final int CHECKED_FROM = 4;
  private static final int FIRST_INDEX_AT = 8;
  private static final int CRC_AT = 16;

  private final long firstIndex;
  private final byte[] body;
  private final int entries;

  private JournalFrame(long firstIndex, byte[] body, int entries) {
    this.firstIndex = firstIndex;
    this.body = body;
    this.entries = entries;
  }

  /// How many entries, from number `from` of the batch on, fit into one frame; at least one.
  static int fitting(List<byte[]> batch, int from) {
    int length = 0;
    int to = from;
    while (to < batch.size() && length + LENGTH_BYTES + batch.get(to).length <= MAX_BODY_BYTES) {
      length += LENGTH_BYTES + batch.get(to).length;
      to++;
    }
    return to - from;
  }

  static int bytes(List<byte[]> entries) {
    return HEADER_BYTES + entries.stream().mapToInt(entry -> LENGTH_BYTES + entry.length).sum();
  }

  /// Writes the frame of these entries into a cleared buffer with room for it, ready to be drained.
  static void encode(ByteBuffer target, long firstIndex, List<byte[]> entries) {
    target.putInt(MAGIC).putInt(bytes(entries) - HEADER_BYTES).putLong(firstIndex).putInt(0);
    for (byte[] entry : entries) {
      target.putShort((short) entry.length).put(entry);
    }
    target.flip();
    target.putInt(CRC_AT, crc(target.duplicate()));
  }

  /// Length of the body behind this header, of which at most `room` bytes of the file are left.
  static int bodyLength(byte[] header, long room) throws MalformedException {
    ByteBuffer fields = ByteBuffer.wrap(header);
    if (fields.getInt() != MAGIC) {
      throw new MalformedException("no frame begins here");
    }
    int length = fields.getInt();
    if (length < LENGTH_BYTES || length > MAX_BODY_BYTES) {
      throw new MalformedException("frame with an impossible length");
    }
    if (length > room) {
      throw new MalformedException("frame without its end");
    }
    return length;
  }

  /// The frame made of this header and body.
  static JournalFrame of(byte[] header, byte[] body) throws MalformedException {
    ByteBuffer fields = ByteBuffer.wrap(header);
    CRC32C crc = new CRC32C();
    crc.update(header, CHECKED_FROM, CRC_AT - CHECKED_FROM);
    crc.update(body);
    if ((int) crc.getValue() != fields.getInt(CRC_AT)) {
      throw new MalformedException("frame whose checksum does not fit");
    }
    return new JournalFrame(fields.getLong(FIRST_INDEX_AT), body, count(body));
  }

  private static int crc(ByteBuffer frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame.slice(CHECKED_FROM, CRC_AT - CHECKED_FROM));
    crc.update(frame.slice(HEADER_BYTES, frame.limit() - HEADER_BYTES));
    return (int) crc.getValue();
  }

  /// Number of entries that fill the body exactly, or 0 if none do.
  private static int count(byte[] body) {
    ByteBuffer rest = ByteBuffer.wrap(body);
    int count = 0;
    while (rest.remaining() >= LENGTH_BYTES) {
      int length = Short.toUnsignedInt(rest.getShort());
      if (length > rest.remaining()) {
        return 0;
      }
      rest.position(rest.position() + length);
      count++;
    }
    return rest.hasRemaining() ? 0 : count;
  }

  long firstIndex() {
    return firstIndex;
  }

  /// Number of entries; 0 means a body that no journal ever wrote, under a checksum that fits.
  int entries() {
    return entries;
  }

  /// Length in the file, in bytes.
  int length() {
    return HEADER_BYTES + body.length;
  }

  /// Hands on the entries whose index is at least `from`.
  void forEach(long from, EntryConsumer consumer) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(body);
    for (long index = firstIndex; index < firstIndex + entries; index++) {
      int length = Short.toUnsignedInt(rest.getShort());
      if (index >= from) {
        byte[] entry = new byte[length];
        rest.get(entry);
        consumer.accept(index, entry);
      } else {
        rest.position(rest.position() + length);
      }
    }
  }
}
