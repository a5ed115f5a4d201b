package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.NoteVerifier;

/// The public key of a log as `--key` gives it: a file like `log.vkey`, or its text.
final class LogKey {
  /// A key has a name of at most 255 bytes and 54 more.
  private static final int MOST_BYTES = 1 << 10;

  private LogKey() {}

  /// @throws IOException if it cannot be read or is no log's key
  static NoteVerifier read(String given) throws IOException {
    String text = given;
    if (!given.contains("+") || Files.exists(Path.of(given))) {
      byte[] file = InputFile.read(Path.of(given), MOST_BYTES);
      text = new String(file, StandardCharsets.UTF_8).strip();
    }
    NoteVerifier key;
    try {
      key = NoteVerifier.parse(text);
    } catch (MalformedException e) {
      throw new IOException("--key: " + e.getMessage(), e);
    }
    // A witness's signature below a checkpoint says nothing of who keeps the log.
    if (key.isCosigner()) {
      throw new IOException("--key: is the key of a witness, not of a log");
    }
    return key;
  }
}
