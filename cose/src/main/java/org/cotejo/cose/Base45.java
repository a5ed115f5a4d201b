package org.cotejo.cose;

/// Base45 ([RFC 9285](https://www.rfc-editor.org/rfc/rfc9285)): bytes in the 45 characters that a
/// QR code packs densest. Of every sequence of bytes there is one spelling, and no other is read.
public final class Base45 {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  private static final int BASE = ALPHABET.length();

  /// Value of each ASCII character, -1 of those outside the alphabet.
  private static final byte[] VALUES = values();

  private Base45() {}

  private static byte[] values() {
    byte[] values = new byte[128];
    for (int c = 0; c < values.length; c++) {
      values[c] = (byte) ALPHABET.indexOf(c);
    }
    return values;
  }

  /// Number of characters that so many bytes become.
  public static int encodedLength(int bytes) {
    return bytes / 2 * 3 + bytes % 2 * 2;
  }

  /// The text of these bytes (RFC 9285), [#encodedLength] characters.
  public static String encode(byte[] bytes) {
    var text = new StringBuilder(encodedLength(bytes.length));
    for (int i = 0; i + 1 < bytes.length; i += 2) {
      int pair = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
      text.append(ALPHABET.charAt(pair % BASE));
      text.append(ALPHABET.charAt(pair / BASE % BASE));
      text.append(ALPHABET.charAt(pair / BASE / BASE));
    }
    if (bytes.length % 2 == 1) {
      int last = bytes[bytes.length - 1] & 0xff;
      text.append(ALPHABET.charAt(last % BASE)).append(ALPHABET.charAt(last / BASE));
    }
    return text.toString();
  }

  /// @param most bytes that are of use; longer text is refused before anything is allocated for it
  /// @throws MalformedException naming the first character that is wrong, counted from 0
  public static byte[] decode(String text, int most) throws MalformedException {
    int length = text.length();
    if (length % 3 == 1) {
      throw new MalformedException("Base45 never has " + length + " characters");
    }
    int size = length / 3 * 2 + length % 3 / 2;
    if (size > most) {
      throw new MalformedException("Base45 has %d bytes, more than %d".formatted(size, most));
    }
    byte[] bytes = new byte[size];
    for (int from = 0, to = 0; from < length; from += 3, to += 2) {
      int value = value(text, from) + BASE * value(text, from + 1);
      boolean isPair = from + 2 < length;
      if (isPair) {
        value += BASE * BASE * value(text, from + 2);
      }
      if (value > (isPair ? 0xffff : 0xff)) {
        throw new MalformedException(
            "Base45 at character %d: %d is no value of %s"
                .formatted(from, value, isPair ? "two bytes" : "a byte"));
      }
      if (isPair) {
        bytes[to] = (byte) (value >> 8);
        bytes[to + 1] = (byte) value;
      } else {
        bytes[to] = (byte) value;
      }
    }
    return bytes;
  }

  private static int value(String text, int at) throws MalformedException {
    char c = text.charAt(at);
    int value = c < VALUES.length ? VALUES[c] : -1;
    if (value < 0) {
      throw new MalformedException(
          "Base45 at character %d: not a character of the alphabet".formatted(at));
    }
    return value;
  }
}
