package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;

/// A file with a tlog-policy.
final class PolicyFile {
  private PolicyFile() {}

  /// @throws IOException if it cannot be read or is no policy; the message names file and line
  static Policy read(Path file) throws IOException {
    try {
      return Policy.parse(InputFile.read(file, Policy.MAX_BYTES));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
