package org.cotejo.publication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The program of the results site: the files that browsers run over a publication, the same for
/// every election. Entry 0 binds the digest of [#listing].
public final class SiteProgram {
  /// Where its files are published.
  public static final String FOLDER = "site/";

  /// Its listing, among its files.
  public static final String LISTING = "files.sha256";

  /// Bytes of all files together, at most.
  public static final int MAX_BYTES = 8 << 20;

  /// The program of an election that binds none.
  public static final SiteProgram NONE = new SiteProgram(new TreeMap<>());

  private static final int MAX_FILES = 64;
  private static final int MAX_PATH = 100;
  private static final int HEX_DIGITS = 2 * Hash.BYTES;

  /// Bytes of a listing, at most.
  public static final int MAX_LISTING_BYTES = MAX_FILES * (HEX_DIGITS + 3 + MAX_PATH);

  private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)?");
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^ ]+)");

  private final SortedMap<String, byte[]> files;

  private SiteProgram(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /// @throws MalformedException naming the file that no program has
  public static SiteProgram of(Map<String, byte[]> files) throws MalformedException {
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new MalformedException(
          "a program has 1 to %d files, not %d".formatted(MAX_FILES, files.size()));
    }
    long bytes = 0;
    var copies = new TreeMap<String, byte[]>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      checkPath(file.getKey());
      bytes += file.getValue().length;
      copies.put(file.getKey(), file.getValue().clone());
    }
    if (bytes > MAX_BYTES) {
      throw new MalformedException("a program has at most %d bytes".formatted(MAX_BYTES));
    }
    return new SiteProgram(copies);
  }

  private static boolean isPath(String path) {
    return path.length() <= MAX_PATH && !path.equals(LISTING) && PATH.matcher(path).matches();
  }

  private static void checkPath(String path) throws MalformedException {
    if (!isPath(path)) {
      throw new MalformedException(
          "'%s' is no path of a file of a program: a-z, 0-9, '.', '-', at most one folder"
              .formatted(path));
    }
  }

  /// Reads the files of a program; a listing beside them is made anew and not read.
  ///
  /// @throws IOException naming the file that cannot be read or that no program has
  public static SiteProgram read(Path directory) throws IOException {
    Path root = directory.toRealPath();
    List<Path> found;
    try (Stream<Path> walk = Files.walk(root, 4)) {
      found =
          walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .limit(MAX_FILES + 2)
              .toList();
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    int room = MAX_BYTES + 1;
    try {
      for (Path file : found) {
        String path =
            root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        if (path.equals(LISTING)) {
          continue;
        }
        checkPath(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new MalformedException("'%s' is not a file".formatted(path));
        }
        try (InputStream in = Files.newInputStream(file)) {
          byte[] content = in.readNBytes(room);
          room -= content.length;
          files.put(path, content);
        }
      }
      return of(files);
    } catch (MalformedException e) {
      throw new IOException(
          "%s: %s; a program is what the build leaves in site/target/program"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /// The digests in a listing, by path.
  ///
  /// @throws MalformedException naming the line that is wrong
  public static SortedMap<String, Hash> parseListing(byte[] listing) throws MalformedException {
    String text = new String(listing, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new MalformedException("the last line does not end");
    }
    var digests = new TreeMap<String, Hash>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      int number = digests.size() + 1;
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || !isPath(parts.group(2)) || number > MAX_FILES) {
        throw new MalformedException("line %d is not one of a listing".formatted(number));
      }
      String path = parts.group(2);
      if (!digests.isEmpty() && digests.lastKey().compareTo(path) >= 0) {
        throw new MalformedException("line %d is not in order".formatted(number));
      }
      digests.put(path, Hash.parseHex(parts.group(1)));
    }
    return digests;
  }

  /// One line for each file, as `sha256sum` writes them, by path; empty if there are no files.
  public byte[] listing() {
    return files.entrySet().stream()
        .map(file -> Hash.sha256(file.getValue()).hex() + "  " + file.getKey() + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// What entry 0 binds; empty for no program.
  public Optional<Hash> digest() {
    return files.isEmpty() ? Optional.empty() : Optional.of(Hash.sha256(listing()));
  }

  public boolean has(String path) {
    return files.containsKey(path);
  }

  /// What a page says of a file that it loads, so that a browser loads no other: Subresource
  /// Integrity.
  String integrity(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return "sha256-" + Base64.getEncoder().encodeToString(Hash.sha256(content).bytes());
  }

  /// Its files by path, without the listing.
  public SortedMap<String, byte[]> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /// Hands on the files as they are published, the listing last.
  void publish(FileSink sink) {
    files.forEach((path, content) -> sink.file(FOLDER + path, content));
    if (!files.isEmpty()) {
      sink.file(FOLDER + LISTING, listing());
    }
  }
}
