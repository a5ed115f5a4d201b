package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;

/// Reads `figures.csv`, the project's own format of reported figures.
public final class FiguresSource {
  private FiguresSource() {}

  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static Source read(Path file, String shown, ElectionPackage election, String name)
      throws IOException, MalformedException {
    var source = new Source(election, name, Source.Role.TABLE);
    source.material(TableFile.material(file, shown));
    var rows = new AtomicLong();
    FiguresFile.forEach(
        file,
        election,
        each -> {
          rows.incrementAndGet();
          source.set(
              election.contest(each.about().contest()).orElseThrow(),
              election.station(each.about().station()).orElseThrow(),
              each.figures());
        });
    source.remark("rows", rows.get());
    return source;
  }
}
