package org.cotejo.cose;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads deterministic CBOR and nothing else, so that one meaning has exactly one encoding and a
/// hash of the bytes is a hash of the meaning ([RFC 8949
/// §4.2.1](https://www.rfc-editor.org/rfc/rfc8949#section-4.2.1)).
///
/// The caller asks for the item its format has next; anything else is refused with a
/// [MalformedException] that names the byte. Refused are heads that are not in their shortest form,
/// indefinite lengths, floats and simple values other than null, map keys out of order or repeated,
/// text that is not UTF-8, and lengths beyond the input, these before anything is allocated. There
/// is no way to skip an item, so input cannot nest deeper than the caller's format does; maps
/// within maps are refused beyond [#MAX_MAP_DEPTH] all the same.
///
/// The reader keeps the array it is given and reads from it; it is for one thread.
public final class CborReader {
  /// How many maps may be open within each other.
  public static final int MAX_MAP_DEPTH = 8;

  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  private static final int NULL = 0xf6;
  private static final int EMPTY_MAP = 0xa0;
  private static final String[] MAJOR_NAMES = {
    "an unsigned integer",
    "a negative integer",
    "a byte string",
    "a text string",
    "an array",
    "a map",
    "a tag",
    "a float or simple value"
  };

  private final byte[] bytes;
  private final int end;
  private int at;
  private int mapDepth;

  /// Reads the value of one pair whose key is an integer.
  @FunctionalInterface
  public interface FieldReader {
    /// Reads exactly the value of `key`, or refuses a key that the format does not have.
    void read(long key) throws MalformedException;
  }

  /// Reads the value of one pair whose key is text.
  @FunctionalInterface
  public interface TextFieldReader {
    /// Reads exactly the value of `key`, or refuses a key that the format does not have.
    void read(String key) throws MalformedException;
  }

  /// @param bytes the whole input; must not change while it is read
  public CborReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  CborReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Reads an integer from 0 to `max`.
  public long unsigned(long max) throws MalformedException {
    int start = at;
    long value = head(UNSIGNED);
    if (value < 0 || value > max) {
      throw refuse(start, "number is larger than " + max);
    }
    return value;
  }

  /// Reads an integer that fits a `long`, of either sign.
  public long integer() throws MalformedException {
    int start = at;
    int major = majorType();
    if (major != UNSIGNED && major != NEGATIVE) {
      throw unexpected("an integer");
    }
    long value = head(major);
    if (value < 0) {
      throw refuse(start, "number does not fit 64 bits with a sign");
    }
    return major == NEGATIVE ? ~value : value;
  }

  /// Reads a byte string of at most `maxLength` bytes.
  public byte[] bytes(int maxLength) throws MalformedException {
    int start = skipBytes(maxLength);
    return Arrays.copyOfRange(bytes, start, at);
  }

  /// Reads a byte string of exactly `exactLength` bytes.
  public byte[] bytesOf(int exactLength) throws MalformedException {
    int start = skipBytesOf(exactLength);
    return Arrays.copyOfRange(bytes, start, at);
  }

  /// Reads a text string of at most `maxBytes` bytes of UTF-8.
  public String text(int maxBytes) throws MalformedException {
    int start = at;
    int length = length(TEXT, maxBytes);
    int from = at;
    at += length;
    for (int i = from; i < at; i++) {
      if (bytes[i] < 0) {
        return utf8(start, from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /// Reads the head of an array of at most `maxItems` items and returns how many follow.
  public int array(int maxItems) throws MalformedException {
    int start = at;
    return count(start, head(ARRAY), maxItems, 1);
  }

  /// Reads the head of an array of exactly `exactItems` items.
  public void arrayOf(int exactItems) throws MalformedException {
    int start = at;
    long items = head(ARRAY);
    if (items != exactItems) {
      throw refuse(
          start, "array has " + Long.toUnsignedString(items) + " items instead of " + exactItems);
    }
  }

  /// Reads the tag `expected`; the tagged item follows.
  public void tag(long expected) throws MalformedException {
    int start = at;
    long tag = head(TAG);
    if (tag != expected) {
      throw refuse(start, "tag is " + Long.toUnsignedString(tag) + " instead of " + expected);
    }
  }

  /// Tells whether the next item is null, and reads it if so.
  public boolean takeNull() {
    return take(NULL);
  }

  /// Reads a map of at most `maxPairs` pairs with integer keys in ascending order of their
  /// encodings, handing each key to `fields`, which reads the value.
  public void intMap(int maxPairs, FieldReader fields) throws MalformedException {
    int pairs = openMap(maxPairs);
    int previous = -1;
    for (int i = 0; i < pairs; i++) {
      int keyStart = at;
      long key = integer();
      checkOrder(previous, keyStart);
      previous = keyStart;
      int valueStart = at;
      fields.read(key);
      requireRead(valueStart, key);
    }
    mapDepth--;
  }

  /// Reads a map of at most `maxPairs` pairs with text keys in ascending order of their encodings
  /// (shorter keys first), handing each key to `fields`, which reads the value.
  public void textMap(int maxPairs, TextFieldReader fields) throws MalformedException {
    int pairs = openMap(maxPairs);
    int previous = -1;
    for (int i = 0; i < pairs; i++) {
      int keyStart = at;
      String key = text(end - at);
      checkOrder(previous, keyStart);
      previous = keyStart;
      int valueStart = at;
      fields.read(key);
      requireRead(valueStart, key);
    }
    mapDepth--;
  }

  /// Refuses bytes after the last item.
  public void end() throws MalformedException {
    if (at != end) {
      throw refuse(at, (end - at) + " bytes follow the end of the item");
    }
  }

  /// Tells whether the next item is the empty map, and reads it if so.
  boolean takeEmptyMap() {
    return take(EMPTY_MAP);
  }

  private boolean take(int wholeItem) {
    boolean isNext = at < end && (bytes[at] & 0xff) == wholeItem;
    if (isNext) {
      at++;
    }
    return isNext;
  }

  /// The major type of the next item, or -1 at the end of the input.
  int majorType() {
    return at < end ? (bytes[at] & 0xff) >>> 5 : -1;
  }

  /// Where the next item starts in the array.
  int position() {
    return at;
  }

  /// Like [#bytes(int)] without the copy: the content runs from the result to [#position()].
  int skipBytes(int maxLength) throws MalformedException {
    int length = length(BYTES, maxLength);
    int from = at;
    at += length;
    return from;
  }

  /// Like [#bytesOf(int)] without the copy.
  int skipBytesOf(int exactLength) throws MalformedException {
    int start = at;
    int length = length(BYTES, Integer.MAX_VALUE);
    if (length != exactLength) {
      throw refuse(start, "byte string has " + length + " bytes instead of " + exactLength);
    }
    int from = at;
    at += length;
    return from;
  }

  private int openMap(int maxPairs) throws MalformedException {
    int start = at;
    int pairs = count(start, head(MAP), maxPairs, 2);
    if (++mapDepth > MAX_MAP_DEPTH) {
      throw refuse(start, "maps are nested deeper than " + MAX_MAP_DEPTH);
    }
    return pairs;
  }

  /// Keys are compared by their encodings, which start where the previous key and this one start; a
  /// head never is a prefix of a different head, so comparing up to the end of each key is enough.
  private void checkOrder(int previous, int keyStart) throws MalformedException {
    if (previous < 0) {
      return;
    }
    int order =
        Arrays.compareUnsigned(
            bytes, previous, keyEnd(previous), bytes, keyStart, keyEnd(keyStart));
    if (order == 0) {
      throw refuse(keyStart, "map key is repeated");
    }
    if (order > 0) {
      throw refuse(keyStart, "map key is out of order");
    }
  }

  /// The end of a key that was read before and is therefore known to be well formed.
  private int keyEnd(int keyStart) {
    int initial = bytes[keyStart] & 0xff;
    int info = initial & 0x1f;
    int argumentBytes = info < 24 ? 0 : 1 << (info - 24);
    int headEnd = keyStart + 1 + argumentBytes;
    if (initial >>> 5 != TEXT) {
      return headEnd;
    }
    return headEnd + (argumentBytes == 0 ? info : (int) bigEndian(keyStart + 1, argumentBytes));
  }

  private void requireRead(int valueStart, Object key) {
    if (at == valueStart) {
      throw new IllegalStateException("the reader of field " + key + " read nothing");
    }
  }

  private int count(int start, long items, int maxItems, int bytesPerItem)
      throws MalformedException {
    if (items < 0 || items > maxItems) {
      throw refuse(
          start,
          Long.toUnsignedString(items) + " items are more than the " + maxItems + " allowed");
    }
    if (items > (end - at) / bytesPerItem) {
      throw refuse(start, items + " items do not fit the input");
    }
    return (int) items;
  }

  private int length(int major, int max) throws MalformedException {
    int start = at;
    long length = head(major);
    if (length < 0 || length > end - at) {
      throw refuse(start, "length " + Long.toUnsignedString(length) + " is beyond the input");
    }
    if (length > max) {
      throw refuse(start, "length " + length + " is more than the " + max + " bytes allowed");
    }
    return (int) length;
  }

  /// Reads a head of the given major type; the result is an unsigned 64-bit number.
  private long head(int major) throws MalformedException {
    int start = at;
    if (majorType() != major) {
      throw unexpected(MAJOR_NAMES[major]);
    }
    int initial = bytes[start] & 0xff;
    int info = initial & 0x1f;
    if (info < 24) {
      at = start + 1;
      return info;
    }
    if (info > 27) {
      throw refuse(start, info == 31 ? "length is indefinite" : "head is reserved");
    }
    return longHead(start, 1 << (info - 24));
  }

  private long longHead(int start, int argumentBytes) throws MalformedException {
    if (argumentBytes > end - start - 1) {
      throw refuse(start, "head is cut off");
    }
    long value = bigEndian(start + 1, argumentBytes);
    boolean shortest =
        switch (argumentBytes) {
          case 1 -> value >= 24;
          case 2 -> value > 0xff;
          case 4 -> value > 0xffff;
          default -> value >>> 32 != 0;
        };
    if (!shortest) {
      throw refuse(start, "number or length is not in its shortest form");
    }
    at = start + 1 + argumentBytes;
    return value;
  }

  private long bigEndian(int from, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[from + i] & 0xff);
    }
    return value;
  }

  private String utf8(int start, int from, int length) throws MalformedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw refuse(start, "text is not UTF-8");
    }
  }

  private MalformedException unexpected(String expected) {
    if (at >= end) {
      return refuse(at, expected + " is missing");
    }
    int initial = bytes[at] & 0xff;
    String found = initial == NULL ? "null" : MAJOR_NAMES[initial >>> 5];
    return refuse(at, found + " stands where " + expected + " is expected");
  }

  private static MalformedException refuse(int where, String what) {
    return new MalformedException("CBOR at byte " + where + ": " + what);
  }
}
