package org.cotejo.audit.openness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what is offered in a directory: as much of it as it takes to tell.
public final class DirectoryOffer {
  /// Files looked at, at most: those on top first.
  private static final int MAX_FILES = 500;

  private static final long MAX_BYTES = 256L << 20;
  private static final int MAX_DEPTH = 8;

  private DirectoryOffer() {}

  /// @throws IOException if it is no directory, or cannot be read
  public static Offer read(Path given) throws IOException {
    // The directory may be reached by a link, as that of the newest release often is.
    Path directory = given.toRealPath();
    var paths = new LinkedHashSet<Path>();
    index(directory).ifPresent(paths::add);
    try (var found = Files.walk(directory, MAX_DEPTH)) {
      found
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(path -> path))
          .limit(MAX_FILES)
          .forEach(paths::add);
    }
    var files = new ArrayList<OfferedFile>();
    long left = MAX_BYTES;
    for (Path path : paths) {
      try (InputStream in = Files.newInputStream(path)) {
        String name = directory.relativize(path).toString().replace('\\', '/');
        byte[] start = in.readNBytes((int) Math.min(OfferedFile.mostOf(name), left));
        left -= start.length;
        files.add(OfferedFile.of(name, Files.size(path), Map.of(), start));
      }
    }
    return new Offer(given.toString(), false, files, List.of(), 0);
  }

  /// The totals index of a publication of ours, which is one file among many.
  private static Optional<Path> index(Path directory) throws IOException {
    Path latest = directory.resolve("latest.json");
    if (!Files.isRegularFile(latest) || Files.size(latest) > OfferedFile.mostOf("latest.json")) {
      return Optional.empty();
    }
    return CotejoLayout.index(Files.readString(latest))
        .map(directory::resolve)
        .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
  }
}
