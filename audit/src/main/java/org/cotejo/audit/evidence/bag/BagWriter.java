package org.cotejo.audit.evidence.bag;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotejo.cose.MalformedException;

/// Writes one bag, file by file; its manifests come last.
public final class BagWriter {
  static final String DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
  static final String PAYLOAD = "data";

  private final Path bag;
  private final SortedSet<BagFile> files = new TreeSet<>();
  private final Set<String> names = new HashSet<>();

  /// @param bag an empty directory
  public BagWriter(Path bag) throws IOException {
    this.bag = bag;
    Files.createDirectory(bag.resolve(PAYLOAD));
  }

  /// What was added so far.
  public List<BagFile> files() {
    return List.copyOf(files);
  }

  /// Adds a file with these bytes.
  ///
  /// @param path below `data/`
  public void add(BagPath path, byte[] bytes) throws IOException {
    add(path, new ByteArrayInputStream(bytes));
  }

  /// Adds a copy of a file.
  ///
  /// @param path below `data/`
  public void copy(BagPath path, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      add(path, in);
    }
  }

  private void add(BagPath path, InputStream in) throws IOException {
    // On many disks names that differ in this only are one name.
    String name = Normalizer.normalize(path.text(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    if (!names.add(name)) {
      throw new IOException(
          path + ": there is a file in the bag that some disks could not tell from it; rename one");
    }
    if (files.size() == Manifest.MAX_FILES) {
      throw new IOException("a bag has at most %d files".formatted(Manifest.MAX_FILES));
    }
    Path target = bag.resolve(PAYLOAD).resolve(path.text());
    Files.createDirectories(target.getParent());
    Files.copy(in, target);
    // Of what is on the disk, not of what was meant to get there.
    try (InputStream written = Files.newInputStream(target)) {
      files.add(new BagFile(path, Files.size(target), DigestAlgorithm.SHA256.digest(written)));
    }
  }

  /// Writes what makes the directory a bag.
  ///
  /// @param info labels and values of `bag-info.txt`, in this order; the number of bytes and files
  ///   is added
  public void finish(Map<String, String> info) throws IOException {
    var payload = new TreeMap<BagPath, String>();
    long bytes = 0;
    for (BagFile file : files) {
      payload.put(below(PAYLOAD, file.path()), file.sha256());
      bytes = Math.addExact(bytes, file.bytes());
    }
    var words = new StringBuilder();
    info.forEach((label, value) -> words.append(line(label, value)));
    words.append(line("Payload-Oxum", bytes + "." + files.size()));

    var tags = new TreeMap<BagPath, String>();
    write("bagit.txt", DECLARATION.getBytes(StandardCharsets.UTF_8), tags);
    write("bag-info.txt", words.toString().getBytes(StandardCharsets.UTF_8), tags);
    write("manifest-sha256.txt", new Manifest(payload).bytes(), tags);
    write("tagmanifest-sha256.txt", new Manifest(tags).bytes(), new TreeMap<>());
  }

  private static BagPath below(String directory, BagPath path) throws IOException {
    try {
      return new BagPath(directory).resolve(path.text());
    } catch (MalformedException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private void write(String name, byte[] bytes, Map<BagPath, String> tags) throws IOException {
    Files.write(bag.resolve(name), bytes);
    tags.put(new BagPath(name), DigestAlgorithm.SHA256.digest(bytes));
  }

  private static String line(String label, String value) {
    if (!label.matches("[A-Za-z][A-Za-z0-9-]*") || !value.matches("[^\\p{Cntrl}]*")) {
      throw new IllegalArgumentException("not for a line of bag-info.txt: " + label);
    }
    return label + ": " + value + "\n";
  }
}
