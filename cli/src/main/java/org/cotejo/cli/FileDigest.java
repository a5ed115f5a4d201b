package org.cotejo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cotejo.cose.Hash;
import org.cotejo.model.Exhibit;

/// The digest of a file of any size, read once from front to back.
///
/// @param bytes how many it has
record FileDigest(Hash sha256, long bytes) {
  private static final int BUFFER = 1 << 16;

  /// @throws IOException if it cannot be read, or is larger than an exhibit can be
  static FileDigest of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a file");
    }
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    var buffer = new byte[BUFFER];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    }
    if (bytes < 1 || bytes > Exhibit.File.MAX_BYTES) {
      throw new IOException("%s: a file has 1 to %d bytes".formatted(file, Exhibit.File.MAX_BYTES));
    }
    return new FileDigest(Hash.of(digest.digest()), bytes);
  }
}
