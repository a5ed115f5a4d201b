package org.cotejo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;

/// A file with a tlog-policy.
final class PolicyFile {
  private PolicyFile() {}

  /// @throws IOException if it cannot be read or is no policy; the message names file and line
  static Policy read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a file with a policy");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Policy.parse(in.readNBytes(Policy.MAX_BYTES + 1));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
