package org.cotejo.server.gate;

/// The base32 of [RFC 4648 §6](https://www.rfc-editor.org/rfc/rfc4648#section-6) in lower case and
/// without padding, for bytes that fill their characters: so there is one spelling, and no
/// left-over bit to refuse.
final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;
  private static final int GROUP_BYTES = 5;
  private static final int GROUP_CHARACTERS = 8;

  private Base32() {}

  /// Decodes 8 characters for every 5 bytes of `into`, in the same time whatever they are: a sender
  /// learns nothing from how long it took to say no.
  ///
  /// @return whether all were of the alphabet; if not, `into` holds nothing of use
  static boolean decode(byte[] text, int offset, byte[] into) {
    int strange = 0;
    int at = offset;
    for (int start = 0; start < into.length; start += GROUP_BYTES) {
      long group = 0;
      for (int i = 0; i < GROUP_CHARACTERS; i++) {
        int c = text[at++];
        int isLetter = (('a' - 1 - c) & (c - 'z' - 1)) >> 31;
        int isDigit = (('2' - 1 - c) & (c - '7' - 1)) >> 31;
        strange |= ~(isLetter | isDigit);
        group = (group << BITS) | (isLetter & (c - 'a')) | (isDigit & (c - '2' + 26));
      }
      into[start] = (byte) (group >> 32);
      into[start + 1] = (byte) (group >> 24);
      into[start + 2] = (byte) (group >> 16);
      into[start + 3] = (byte) (group >> 8);
      into[start + 4] = (byte) group;
    }
    return strange == 0;
  }

  static String encode(byte[] bytes) {
    var text = new StringBuilder(bytes.length / GROUP_BYTES * GROUP_CHARACTERS);
    for (int start = 0; start < bytes.length; start += GROUP_BYTES) {
      long group = 0;
      for (int i = 0; i < GROUP_BYTES; i++) {
        group = (group << Byte.SIZE) | (bytes[start + i] & 0xff);
      }
      for (int i = GROUP_CHARACTERS - 1; i >= 0; i--) {
        text.append(ALPHABET.charAt((int) (group >> (BITS * i)) & 0x1f));
      }
    }
    return text.toString();
  }
}
