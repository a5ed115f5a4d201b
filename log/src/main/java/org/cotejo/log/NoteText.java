package org.cotejo.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// The lexical rules that notes, checkpoints, keys and proofs share. Each value has one spelling:
/// the library decoders accept several, and two texts for one hash break every comparison of bytes.
final class NoteText {
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

  /// The characters below it are control characters, which no line of a note can have.
  static final int FIRST_PRINTABLE = 0x20;

  private static final int NEXT_LINE = 0x85;

  private NoteText() {}

  /// Decodes UTF-8 that has no control characters below U+0020 but newlines.
  static String decode(byte[] bytes) throws MalformedException {
    String text;
    try {
      // A fresh decoder reports what String(byte[], Charset) would replace.
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("text is not UTF-8");
    }
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < FIRST_PRINTABLE && character != '\n') {
        throw new MalformedException("text has a control character at position " + i);
      }
    }
    return text;
  }

  /// A decimal number from 0 to 2^63 - 1 without sign or leading zeros.
  static long decimal(String what, String digits) throws MalformedException {
    if (!DECIMAL.matcher(digits).matches()) {
      throw new MalformedException(what + " is not a decimal number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedException(what + " is above 2^63 - 1");
    }
  }

  /// Padded standard base64 whose unused bits are zero.
  static byte[] base64(String what, String base64) throws MalformedException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(what + " is not base64");
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw new MalformedException(what + " is not canonical base64");
    }
    return bytes;
  }

  /// Whether this can be the name of a key: not empty, no '+', no space of any script.
  static boolean isName(String name) {
    return !name.isEmpty() && name.codePoints().noneMatch(NoteText::separates);
  }

  private static boolean separates(int codePoint) {
    return codePoint == '+'
        || codePoint < FIRST_PRINTABLE
        || codePoint == NEXT_LINE
        || Character.isSpaceChar(codePoint)
        || Character.isWhitespace(codePoint);
  }
}
