package org.cotejo.audit.evidence.bag;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// Whether a directory is a complete and valid bag (RFC 8493 §3), ours or anybody's. Narrower than
/// the standard: version 1.0, UTF-8, a manifest of SHA-256, no `fetch.txt`, no links.
public final class BagCheck {
  private static final int MAX_TAG_BYTES = 1 << 20;
  private static final int MAX_FAULTS = 100;
  private static final Pattern DECLARED =
      Pattern.compile(
          "BagIt-Version: 1\\.0(\r\n|\n|\r)Tag-File-Character-Encoding: UTF-8(\r\n|\n|\r)?");
  private static final Pattern OXUM =
      Pattern.compile("(?m)^Payload-Oxum[ \t]*:[ \t]*([0-9]{1,18})\\.([0-9]{1,9})[ \t]*$");
  private static final BagPath FETCH = new BagPath("fetch.txt");
  private static final BagPath DECLARATION = new BagPath("bagit.txt");
  private static final BagPath INFO = new BagPath("bag-info.txt");

  private final Path bag;
  private final Progress progress;
  private final SortedMap<BagPath, Long> present = new TreeMap<>();
  private final List<BagFault> faults = new ArrayList<>();
  private final List<BagFile> files = new ArrayList<>();

  private BagCheck(Path bag, Progress progress) {
    this.bag = bag;
    this.progress = progress;
  }

  /// Told how many files of all were read.
  @FunctionalInterface
  public interface Progress {
    void at(long done, long total);
  }

  /// What was found.
  public sealed interface Result {
    /// Complete and valid.
    ///
    /// @param files of the payload
    record Sound(List<BagFile> files) implements Result {
      public Sound {
        files = List.copyOf(files);
      }
    }

    /// @param faults the first hundred, at least one
    record Unsound(List<BagFault> faults) implements Result {
      public Unsound {
        faults = List.copyOf(faults);
      }
    }
  }

  /// @throws IOException if the directory cannot be read
  public static Result of(Path bag, Progress progress) throws IOException {
    if (!Files.isDirectory(bag)) {
      throw new IOException(bag + ": no such directory");
    }
    return new BagCheck(bag.toRealPath(), progress).run();
  }

  private Result run() throws IOException {
    walk();
    declaration();
    if (present.containsKey(FETCH)) {
      fault(BagFault.Kind.FETCH, FETCH.text(), "");
    }
    Map<DigestAlgorithm, Manifest> payload = new EnumMap<>(DigestAlgorithm.class);
    Map<DigestAlgorithm, Manifest> tags = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      read(algorithm, "manifest-", payload);
      read(algorithm, "tagmanifest-", tags);
    }
    if (!payload.containsKey(DigestAlgorithm.SHA256) && faults.isEmpty()) {
      fault(BagFault.Kind.NO_TAG_FILE, "manifest-sha256.txt", "");
    }
    if (!faults.isEmpty()) {
      return new Result.Unsound(faults);
    }
    compareAll(payload, tags);
    oxum();
    return faults.isEmpty() ? new Result.Sound(files) : new Result.Unsound(faults);
  }

  private void fault(BagFault.Kind kind, String file, String detail) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new BagFault(kind, file, detail));
    }
  }

  private void walk() throws IOException {
    Files.walkFileTree(
        bag,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = bag.relativize(file).toString().replace('\\', '/');
            if (!attributes.isRegularFile()) {
              fault(BagFault.Kind.LINK, path, "");
              return FileVisitResult.CONTINUE;
            }
            try {
              present.put(BagPath.of(path), attributes.size());
            } catch (MalformedException e) {
              fault(BagFault.Kind.NOT_LISTED, path, String.valueOf(e.getMessage()));
            }
            if (present.size() > 2 * Manifest.MAX_FILES) {
              throw new IOException(
                  "%s: more than %d files; no bag of ours".formatted(bag, 2 * Manifest.MAX_FILES));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private byte[] bytes(BagPath path, int most) throws IOException, MalformedException {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new MalformedException("is longer than %d bytes".formatted(most));
      }
      return bytes;
    }
  }

  private InputStream open(BagPath path) throws IOException {
    return Files.newInputStream(bag.resolve(path.text()), LinkOption.NOFOLLOW_LINKS);
  }

  private void declaration() throws IOException {
    if (!present.containsKey(DECLARATION)) {
      fault(BagFault.Kind.NO_TAG_FILE, DECLARATION.text(), "");
      return;
    }
    try {
      String text = Manifest.text(bytes(DECLARATION, MAX_TAG_BYTES));
      if (!DECLARED.matcher(text).matches()) {
        fault(BagFault.Kind.BAD_TAG_FILE, DECLARATION.text(), "BagIt-Version: 1.0, UTF-8");
      }
    } catch (MalformedException e) {
      fault(BagFault.Kind.BAD_TAG_FILE, DECLARATION.text(), String.valueOf(e.getMessage()));
    }
  }

  private void read(
      DigestAlgorithm algorithm, String kind, Map<DigestAlgorithm, Manifest> manifests)
      throws IOException {
    var path = new BagPath(kind + algorithm.label() + ".txt");
    if (!present.containsKey(path)) {
      return;
    }
    try {
      manifests.put(algorithm, Manifest.parse(algorithm, bytes(path, Manifest.MAX_BYTES)));
    } catch (MalformedException e) {
      fault(BagFault.Kind.BAD_TAG_FILE, path.text(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean isPayload(BagPath path) {
    return path.text().startsWith(BagWriter.PAYLOAD + "/");
  }

  private void compareAll(
      Map<DigestAlgorithm, Manifest> payload, Map<DigestAlgorithm, Manifest> tags)
      throws IOException {
    requirePresent(payload, true);
    requirePresent(tags, false);
    long done = 0;
    for (Map.Entry<BagPath, Long> file : present.entrySet()) {
      progress.at(++done, present.size());
      if (isPayload(file.getKey())) {
        compare(file, payload, true);
      } else {
        compare(file, tags, false);
      }
    }
  }

  private void requirePresent(Map<DigestAlgorithm, Manifest> manifests, boolean ofPayload) {
    for (Manifest manifest : manifests.values()) {
      for (BagPath path : manifest.digests().keySet()) {
        if (isPayload(path) != ofPayload) {
          fault(BagFault.Kind.BAD_TAG_FILE, path.encode(), "is listed in the other manifest");
        } else if (!present.containsKey(path)) {
          fault(BagFault.Kind.MISSING, path.encode(), "");
        }
      }
    }
  }

  private void compare(
      Map.Entry<BagPath, Long> file, Map<DigestAlgorithm, Manifest> manifests, boolean mustBeListed)
      throws IOException {
    BagPath path = file.getKey();
    for (Map.Entry<DigestAlgorithm, Manifest> manifest : manifests.entrySet()) {
      String listed = manifest.getValue().digests().get(path);
      if (listed == null) {
        if (mustBeListed) {
          fault(BagFault.Kind.NOT_LISTED, path.encode(), "manifest-" + manifest.getKey().label());
        }
        continue;
      }
      String digest;
      try (InputStream in = open(path)) {
        digest = manifest.getKey().digest(in);
      }
      if (!digest.equals(listed)) {
        fault(BagFault.Kind.CHANGED, path.encode(), "");
      } else if (mustBeListed && manifest.getKey() == DigestAlgorithm.SHA256) {
        files.add(new BagFile(inside(path), file.getValue(), digest));
      }
    }
  }

  private void oxum() throws IOException {
    if (!present.containsKey(INFO)) {
      return;
    }
    String text;
    try {
      text = Manifest.text(bytes(INFO, MAX_TAG_BYTES));
    } catch (MalformedException e) {
      fault(BagFault.Kind.BAD_TAG_FILE, INFO.text(), String.valueOf(e.getMessage()));
      return;
    }
    long bytes = 0;
    long files = 0;
    for (Map.Entry<BagPath, Long> file : present.entrySet()) {
      if (isPayload(file.getKey())) {
        bytes = Math.addExact(bytes, file.getValue());
        files++;
      }
    }
    for (Matcher oxum = OXUM.matcher(text); oxum.find(); ) {
      if (Long.parseLong(oxum.group(1)) != bytes || Long.parseLong(oxum.group(2)) != files) {
        fault(BagFault.Kind.OTHER_SIZE, INFO.text(), bytes + "." + files);
      }
    }
  }

  private static BagPath inside(BagPath path) {
    return new BagPath(path.text().substring(BagWriter.PAYLOAD.length() + 1));
  }

  /// Where the payload of a bag is.
  public static Path payload(Path bag) {
    return bag.resolve(BagWriter.PAYLOAD);
  }
}
