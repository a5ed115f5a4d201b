package org.cotejo.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PrivateFile;

/// A private Ed25519 key in a file only its owner may read: one line, `ed25519-seed:` and 64 hex
/// digits.
public final class KeyFile {
  private static final String PREFIX = "ed25519-seed:";

  /// More than a key file needs; what goes on after it is none.
  private static final int MAX_BYTES = 1 << 10;

  private KeyFile() {}

  /// @throws IOException if the file cannot be read or is not a key file; says which
  public static SigningKey read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a private key");
    }
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      // What is not ASCII is replaced and then refused like any other text.
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
    }
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 64) {
      throw new IOException(file + ": not a private key; expected one line " + PREFIX + "<64 hex>");
    }
    try {
      byte[] seed = HexFormat.of().parseHex(text, PREFIX.length(), text.length());
      return SigningKey.fromSeed(Algorithm.ED25519, seed);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": the key is not 64 hex digits", e);
    }
  }

  /// @throws IOException if the file exists already: a key is never overwritten
  /// @throws IllegalArgumentException if it is a key of another algorithm
  public static void write(Path file, SigningKey key) throws IOException {
    check(key);
    PrivateFile.create(file).close();
    String text = PREFIX + HexFormat.of().formatHex(key.seed()) + "\n";
    try {
      Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    } catch (IOException e) {
      Files.delete(file);
      throw NewDirectory.failed(file, e);
    }
  }

  /// A seed alone does not tell the algorithm: another one's would be read back as another key.
  static void check(SigningKey key) {
    Algorithm algorithm = key.verificationKey().algorithm();
    if (algorithm != Algorithm.ED25519) {
      throw new IllegalArgumentException("a key file holds an Ed25519 key, not " + algorithm);
    }
  }
}
