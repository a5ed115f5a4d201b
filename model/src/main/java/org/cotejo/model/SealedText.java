package org.cotejo.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// A text kept beside the log, which has its digest alone. The salt keeps anybody from guessing the
/// text once both are deleted; that is how a text is withdrawn from a log that forgets nothing.
public final class SealedText {
  public static final int SALT_BYTES = 16;

  /// UTF-8, not characters.
  public static final int MAX_TEXT_BYTES = 2048;

  private final byte[] bytes;

  private SealedText(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param salt from a random source, used for no other text
  /// @throws MalformedException if the text is empty, too long, or not the characters of a text
  public static SealedText of(byte[] salt, String text) throws MalformedException {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has %d bytes".formatted(SALT_BYTES));
    }
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    boolean isText =
        new String(content, StandardCharsets.UTF_8).equals(text)
            && text.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c));
    if (content.length == 0 || content.length > MAX_TEXT_BYTES || !isText) {
      throw new MalformedException(
          "a text has 1 to %d bytes of UTF-8 without control characters but newlines"
              .formatted(MAX_TEXT_BYTES));
    }
    byte[] bytes = Arrays.copyOf(salt, SALT_BYTES + content.length);
    System.arraycopy(content, 0, bytes, SALT_BYTES, content.length);
    return new SealedText(bytes);
  }

  /// Reads [#bytes()] again.
  public static SealedText read(byte[] bytes) throws MalformedException {
    if (bytes.length < SALT_BYTES) {
      throw new MalformedException(
          "a sealed text begins with %d bytes of salt".formatted(SALT_BYTES));
    }
    byte[] content = Arrays.copyOfRange(bytes, SALT_BYTES, bytes.length);
    var text = new String(content, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), content)) {
      throw new MalformedException("a text is UTF-8");
    }
    return of(Arrays.copyOf(bytes, SALT_BYTES), text);
  }

  /// What is kept: the salt, then the text; SHA-256 of exactly these bytes is what the log has.
  public byte[] bytes() {
    return bytes.clone();
  }

  public String text() {
    return new String(bytes, SALT_BYTES, bytes.length - SALT_BYTES, StandardCharsets.UTF_8);
  }

  public Hash digest() {
    return Hash.sha256(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SealedText sealed && Arrays.equals(bytes, sealed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SealedText[" + digest() + "]";
  }
}
