package org.cotejo.publication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.cotejo.cose.Hash;
import org.cotejo.log.LogFile;

/// The list of every published file that the checkpoint does not bind by itself: path, size and
/// SHA-256. The time-mark that ends a published checkpoint signs its digest, so a missing, extra or
/// changed file is found.
///
/// Files of the log at its newest size follow from the checkpoint and are not listed. Partial tiles
/// of earlier published checkpoints are, for as long as they are kept: until the publication after
/// the one in which their tile filled up.
public final class Manifest {
  private Manifest() {}

  /// One file.
  ///
  /// @param size bytes
  public record Line(String path, long size, Hash digest) {}

  /// The text of the manifest.
  public static byte[] text(Collection<Line> contents, Collection<Line> partials) {
    var sorted = new TreeMap<String, Line>();
    contents.forEach(line -> sorted.put(line.path(), line));
    partials.forEach(line -> sorted.put(line.path(), line));
    var out = new CsvRow();
    out.text("path").text("size").text("sha256").end();
    sorted.values().forEach(f -> out.text(f.path()).number(f.size()).text(f.digest().hex()).end());
    return out.take();
  }

  /// The partial files of earlier checkpoints that are kept beside the newest one.
  ///
  /// @param publishedSizes sizes published before, ascending
  public static List<LogFile> keptPartials(List<Long> publishedSizes) {
    if (publishedSizes.isEmpty()) {
      return List.of();
    }
    long previous = publishedSizes.getLast();
    Set<LogFile> kept = new LinkedHashSet<>();
    for (long size : publishedSizes) {
      for (LogFile partial : LogFile.partials(size)) {
        if (!partial.isFullAt(previous)) {
          kept.add(partial);
        }
      }
    }
    return new ArrayList<>(kept);
  }

  /// Lines for files whose content is made on demand.
  public static List<Line> lines(List<LogFile> files, Function<LogFile, byte[]> content) {
    return files.stream()
        .map(file -> {
          byte[] bytes = content.apply(file);
          return new Line(file.path(), bytes.length, Hash.sha256(bytes));
        })
        .toList();
  }
}
