package org.cotejo.log;

import java.util.Arrays;
import org.cotejo.cose.Hash;

/// One level of a tree: an append-only row of hashes in chunks of 256 KiB, so that growth copies
/// nothing and no chunk is a humongous object to the collector. A tile (256 hashes) and a pair of
/// siblings never cross a chunk.
final class HashRow {
  private static final int CHUNK_HASHES = 8192;

  /// Small trees are common in tests and at the top of large ones; the first chunk starts small.
  private static final int FIRST_HASHES = 64;

  private byte[][] chunks = {new byte[FIRST_HASHES * Hash.BYTES]};
  private int size;

  int size() {
    return size;
  }

  /// Adds one place and returns its index; the caller fills it at once.
  int grow() {
    int chunk = size / CHUNK_HASHES;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(8, chunks.length * 2));
    }
    if (chunk > 0 && size % CHUNK_HASHES == 0) {
      chunks[chunk] = new byte[CHUNK_HASHES * Hash.BYTES];
    } else if (chunk == 0 && size * Hash.BYTES == chunks[0].length) {
      chunks[0] = Arrays.copyOf(chunks[0], chunks[0].length * 2);
    }
    return size++;
  }

  /// The array that holds this hash, at [#offset].
  byte[] chunk(int index) {
    return chunks[index / CHUNK_HASHES];
  }

  static int offset(int index) {
    return index % CHUNK_HASHES * Hash.BYTES;
  }

  Hash get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("hash " + index + " of " + size);
    }
    return Hash.at(chunk(index), offset(index));
  }

  /// A copy of `count` neighbours that start at a multiple of 256; at most 256 of them.
  byte[] copy(int index, int count) {
    return Arrays.copyOfRange(chunk(index), offset(index), offset(index) + count * Hash.BYTES);
  }
}
