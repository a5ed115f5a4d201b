package org.cotejo.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A second process that opens a journal, says so and holds it until it is killed.
final class JournalHolder {
  private JournalHolder() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Journal journal = Journal.open(Path.of(arguments[0]))) {
      journal.append(List.of(new byte[] {1}));
      System.out.print(journal.size());
      System.out.flush();
      Thread.sleep(60_000);
    }
  }
}
