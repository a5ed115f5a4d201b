package org.cotejo.log;

import java.io.IOException;
import java.nio.file.Path;

/// A journal that holds something it cannot have written itself, or lost something it had
/// acknowledged. Opening it anyway would renumber statements that were promised an index.
public final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  JournalDamagedException(Path file, long offset, String what) {
    super(
        "journal "
            + file
            + " is damaged at offset "
            + offset
            + ": "
            + what
            + "; restore the file from a copy, never edit it");
    this.offset = offset;
  }

  /// Where in the file the damage was found, in bytes.
  public long offset() {
    return offset;
  }
}
