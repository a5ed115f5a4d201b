package org.cotejo.cose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes one item of deterministic CBOR, the encoding that [CborReader] accepts ([RFC 8949
/// §4.2.1](https://www.rfc-editor.org/rfc/rfc8949#section-4.2.1)).
///
/// The writer counts what it was promised: an array or map that is not filled or is overfilled, a
/// second top-level item, map keys out of order or repeated and text that has no UTF-8 form are
/// bugs of the caller and throw [IllegalStateException] or [IllegalArgumentException] here instead
/// of becoming bytes that nobody accepts. For one thread.
public final class CborWriter {
  /// How many arrays, maps and tags may be open within each other.
  public static final int MAX_DEPTH = 16;

  private static final int NO_KEY = -1;

  private byte[] buffer = new byte[128];
  private int size;

  /// What is still owed at each depth: items of an array, keys plus values of a map. Depth 0 owes
  /// the one top-level item.
  private final long[] owed = new long[MAX_DEPTH + 1];

  private final boolean[] isMap = new boolean[MAX_DEPTH + 1];
  private final int[] keyStart = new int[MAX_DEPTH + 1];
  private final int[] keyEnd = new int[MAX_DEPTH + 1];
  private int depth;

  /// Starts with nothing written.
  public CborWriter() {
    owed[0] = 1;
  }

  /// Writes an integer of at least 0.
  public CborWriter unsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("not an unsigned integer: " + value);
    }
    return integer(value);
  }

  /// Writes an integer of either sign.
  public CborWriter integer(long value) {
    int start = size;
    if (value < 0) {
      head(CborReader.NEGATIVE, ~value);
    } else {
      head(CborReader.UNSIGNED, value);
    }
    return written(start, true);
  }

  /// Writes a byte string.
  public CborWriter bytes(byte[] value) {
    int start = size;
    head(CborReader.BYTES, value.length);
    append(value);
    return written(start, false);
  }

  /// Writes a text string as UTF-8.
  ///
  /// @throws IllegalArgumentException if the text holds half of a surrogate pair
  public CborWriter text(String value) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("text has no UTF-8 form");
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int start = size;
    head(CborReader.TEXT, utf8.length);
    append(utf8);
    return written(start, true);
  }

  /// Writes the head of an array; `items` items must follow.
  public CborWriter array(int items) {
    return open(CborReader.ARRAY, items, items, false);
  }

  /// Writes the head of a map; `pairs` keys, each with its value, must follow in ascending order of
  /// the encoded keys. Keys are integers or text.
  public CborWriter map(int pairs) {
    return open(CborReader.MAP, pairs, 2L * pairs, true);
  }

  /// Writes a tag; the tagged item must follow.
  public CborWriter tag(long tag) {
    return open(CborReader.TAG, tag, 1, false);
  }

  /// Writes null.
  public CborWriter nullValue() {
    int start = size;
    reserve(1);
    buffer[size++] = (byte) 0xf6;
    return written(start, false);
  }

  /// The finished item.
  ///
  /// @throws IllegalStateException if something promised was not written
  public byte[] toByteArray() {
    if (depth != 0 || owed[0] != 0) {
      throw new IllegalStateException("the item is not complete");
    }
    return Arrays.copyOf(buffer, size);
  }

  private CborWriter open(int major, long argument, long items, boolean map) {
    if (argument < 0) {
      throw new IllegalArgumentException("negative: " + argument);
    }
    if (depth == MAX_DEPTH) {
      throw new IllegalStateException("items are nested deeper than " + MAX_DEPTH);
    }
    requireOwed(false);
    head(major, argument);
    depth++;
    owed[depth] = items;
    isMap[depth] = map;
    keyEnd[depth] = NO_KEY;
    closeFilled();
    return this;
  }

  private CborWriter written(int start, boolean mayBeKey) {
    requireOwed(mayBeKey);
    if (expectsKey()) {
      checkKeyOrder(start);
    }
    owed[depth]--;
    closeFilled();
    return this;
  }

  private void requireOwed(boolean mayBeKey) {
    if (owed[depth] == 0) {
      throw new IllegalStateException("the item is complete already");
    }
    if (expectsKey() && !mayBeKey) {
      throw new IllegalStateException("a map key is an integer or text");
    }
  }

  private boolean expectsKey() {
    return isMap[depth] && owed[depth] % 2 == 0;
  }

  private void checkKeyOrder(int start) {
    if (keyEnd[depth] != NO_KEY
        && Arrays.compareUnsigned(buffer, keyStart[depth], keyEnd[depth], buffer, start, size)
            >= 0) {
      throw new IllegalStateException("map keys are out of order or repeated");
    }
    keyStart[depth] = start;
    keyEnd[depth] = size;
  }

  /// A container that has all its items is itself an item of the one around it.
  private void closeFilled() {
    while (depth > 0 && owed[depth] == 0) {
      depth--;
      owed[depth]--;
    }
  }

  private void head(int major, long argument) {
    reserve(9);
    int type = major << 5;
    if (argument < 24) {
      buffer[size++] = (byte) (type | argument);
      return;
    }
    int log = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffff_ffffL ? 2 : 3;
    buffer[size++] = (byte) (type | 24 + log);
    for (int shift = (8 << log) - 8; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (argument >>> shift);
    }
  }

  private void append(byte[] source) {
    reserve(source.length);
    System.arraycopy(source, 0, buffer, size, source.length);
    size += source.length;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
    }
  }
}
