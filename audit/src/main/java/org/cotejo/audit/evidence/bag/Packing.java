package org.cotejo.audit.evidence.bag;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.NewDirectory;

/// Packs files as they are into a new bag.
public final class Packing {
  private final SortedMap<BagPath, Path> files = new TreeMap<>();

  /// @param given files, and directories with everything in them
  /// @throws IOException naming the file, if one cannot be packed
  public Packing(List<Path> given) throws IOException {
    for (Path each : given) {
      Path root = each.toRealPath();
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              add(root, file, attributes);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private void add(Path root, Path file, BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      throw new IOException(file + ": is a link or no file; give the file itself");
    }
    Path above = root.getParent();
    String name = (above == null ? file : above.relativize(file)).toString();
    try {
      if (files.put(BagPath.of(name.replace(file.getFileSystem().getSeparator(), "/")), file)
          != null) {
        throw new IOException(file + ": another file would have the same path; rename one");
      }
    } catch (MalformedException e) {
      throw new IOException("%s: %s; rename it".formatted(file, e.getMessage()), e);
    }
  }

  /// @param bag a new directory
  /// @return the files in it, and their description
  public List<BagFile> write(Path bag, RoCrate description, BagCheck.Progress progress)
      throws IOException {
    var written = new ArrayList<BagFile>();
    NewDirectory.make(
        bag,
        inside -> {
          var writer = new BagWriter(inside);
          long done = 0;
          for (Map.Entry<BagPath, Path> file : files.entrySet()) {
            writer.copy(file.getKey(), file.getValue());
            progress.at(++done, files.size());
          }
          finish(
              writer,
              description,
              writer.files().stream()
                  .map(file -> RoCrate.Item.of(file, "A file as it was given."))
                  .toList());
          written.addAll(writer.files());
        });
    return written;
  }

  /// Describes what was added to a bag, and closes it.
  public static void finish(BagWriter writer, RoCrate description, List<RoCrate.Item> items)
      throws IOException {
    writer.add(RoCrate.PATH, description.json(items));
    Map<String, String> info = new LinkedHashMap<>();
    info.put("Source-Organization", String.join(", ", description.organisations()));
    info.put("External-Description", description.description());
    info.put("Bagging-Date", description.date());
    info.put("Bag-Software-Agent", "Cotejo " + description.version());
    writer.finish(info);
  }
}
