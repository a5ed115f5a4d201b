package org.cotejo.log;

import java.io.IOException;
import java.nio.file.Path;

/// Another process writes this journal. It may end, and then the journal can be opened.
public final class JournalInUseException extends IOException {
  private static final long serialVersionUID = 1;

  JournalInUseException(Path file) {
    super(file + " is in use; it has one writer");
  }
}
