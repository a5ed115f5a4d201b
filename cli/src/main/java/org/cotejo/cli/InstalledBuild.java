package org.cotejo.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.model.PackageFit;

/// The program that runs here, in one digest: the same way of hashing as for a package, over the
/// files on the class path. `sha256sum *.jar | sha256sum` where they are gives the same (in the C
/// locale), and so does whoever builds the same sources.
final class InstalledBuild {
  private InstalledBuild() {}

  static Hash digest() throws IOException {
    Map<String, Hash> files = new HashMap<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(element);
      if (Files.isDirectory(path)) {
        // A checkout that is being worked on: there are no jars yet.
        for (Path file : filesOf(path)) {
          files.put(file.toString(), Hash.sha256(Files.readAllBytes(file)));
        }
      } else if (Files.exists(path)) {
        files.put(String.valueOf(path.getFileName()), Hash.sha256(Files.readAllBytes(path)));
      }
    }
    return PackageFit.digest(files);
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
