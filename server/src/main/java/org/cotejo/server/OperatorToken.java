package org.cotejo.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.cotejo.model.NewDirectory;

/// What an operator shows at the console: 256 random bits in a file that only its owner may read,
/// one line of 64 hex digits. It opens the console of one server and signs nothing.
public final class OperatorToken {
  private static final int BYTES = 32;
  private static final String SCHEME = "Bearer ";

  /// More than the file needs; what goes on after it is none.
  private static final int MAX_FILE = 1 << 10;

  private final String digits;

  private OperatorToken(String digits) {
    this.digits = digits;
  }

  /// Makes a token and its file.
  ///
  /// @throws IOException if the file exists already: a token is replaced by deleting it first
  static OperatorToken create(Path file, SecureRandom random) throws IOException {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String digits = HexFormat.of().formatHex(bytes);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    try {
      Files.writeString(file, digits + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    } catch (IOException e) {
      Files.delete(file);
      throw NewDirectory.failed(file, e);
    }
    return new OperatorToken(digits);
  }

  /// @throws IOException if the file cannot be read or holds no token; says which
  public static OperatorToken read(Path file) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_FILE), StandardCharsets.US_ASCII).strip();
    }
    if (!text.matches("[0-9a-f]{64}")) {
      throw new IOException(
          file + ": not an operator's token; delete it, and the server makes another one");
    }
    return new OperatorToken(text);
  }

  /// For elections founded before there were tokens, and operators who deleted theirs.
  static OperatorToken readOrCreate(Path file, SecureRandom random) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      return create(file, random);
    }
  }

  /// The value of the `Authorization` header ([RFC 6750
  /// §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)) that shows this token.
  public String authorization() {
    return SCHEME + digits;
  }

  /// Whether a value of that header shows this token. Takes as long for one wrong digit as for 64.
  boolean isShownBy(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] shown = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(digits.getBytes(StandardCharsets.US_ASCII), shown);
  }

  /// Without the digits: logs are read by many.
  @Override
  public String toString() {
    return "OperatorToken";
  }
}
