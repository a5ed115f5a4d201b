package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;

/// A file with a tlog-policy.
final class PolicyFile {
  private PolicyFile() {}

  /// The text of a policy that an election can bind: its log has no key before it is founded.
  ///
  /// @throws IOException if it cannot be read, is no policy, or names logs
  static String binding(Path file) throws IOException {
    if (!read(file).logs().isEmpty()) {
      throw new IOException(
          file + ": names a log, and this one's key is not made yet; leave out its `log` lines");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8; save it as UTF-8", e);
    }
  }

  /// The witnesses that an election binds, by the text in its statement; empty if it names nobody.
  static Optional<Policy> bound(String text) throws MalformedException {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Policy.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// @throws IOException if it cannot be read or is no policy; the message names file and line
  static Policy read(Path file) throws IOException {
    try {
      return Policy.parse(InputFile.read(file, Policy.MAX_BYTES));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
