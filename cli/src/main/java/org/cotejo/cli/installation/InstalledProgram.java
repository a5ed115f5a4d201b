package org.cotejo.cli.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.publication.SiteProgram;

/// The program of the results site that was built with this command.
public final class InstalledProgram {
  private InstalledProgram() {}

  /// None if it was not built: that needs Node.js.
  public static SiteProgram read() throws IOException {
    Path home = Path.of(System.getProperty("cotejo.home", "."));
    Path built = home.resolve("site").resolve("target").resolve("program");
    return Files.isDirectory(built) ? SiteProgram.read(built) : SiteProgram.NONE;
  }
}
