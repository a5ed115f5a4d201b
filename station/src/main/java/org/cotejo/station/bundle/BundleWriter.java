package org.cotejo.station.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;

/// Packs a bundle: the same parts in the same order give the same bytes, everywhere. A part that is
/// there already is not packed twice.
public final class BundleWriter {
  private final SequencedMap<String, Part> parts = new LinkedHashMap<>();

  /// Adds a part behind those of its kind.
  ///
  /// @return whether it is new
  /// @throws IllegalStateException if a bundle cannot hold more
  public boolean add(Part part) {
    if (parts.putIfAbsent(part.path(), part) != null) {
      return false;
    }
    long elections =
        part.kind() == Part.Kind.ELECTION
            ? parts.values().stream().filter(Part.Election.class::isInstance).count()
            : 0;
    if (parts.size() > Manifest.MAX_ROWS || elections > Manifest.MAX_ELECTIONS) {
      throw new IllegalStateException(
          "a bundle holds %,d files and %d elections; pack the rest in another"
              .formatted(Manifest.MAX_ROWS, Manifest.MAX_ELECTIONS));
    }
    return true;
  }

  public int size() {
    return parts.size();
  }

  /// Writes the whole bundle.
  ///
  /// @throws IOException if it cannot be written, or would be larger than a bundle may be
  public void write(OutputStream out) throws IOException {
    List<Part> ordered = new ArrayList<>();
    for (Part.Kind kind : Part.Kind.values()) {
      parts.values().stream().filter(part -> part.kind() == kind).forEach(ordered::add);
    }
    byte[] manifest = new Manifest(ordered.stream().map(Manifest.Row::of).toList()).bytes();
    var directory = new ArrayList<byte[]>();
    long offset = write(out, Manifest.PATH, manifest, 0, directory);
    for (Part part : ordered) {
      offset = write(out, part.path(), part.bytes(), offset, directory);
    }
    int length = directory.stream().mapToInt(entry -> entry.length).sum();
    for (byte[] entry : directory) {
      out.write(entry);
    }
    out.write(ZipLayout.end(directory.size(), (int) offset, length));
  }

  private static long write(
      OutputStream out, String path, byte[] content, long offset, List<byte[]> directory)
      throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var file = new ZipLayout.File(path, (int) crc.getValue(), content.length);
    byte[] local = ZipLayout.local(file);
    long next = offset + local.length + content.length;
    if (next > BundleReader.MAX_BYTES) {
      throw new IOException(
          "larger than the %,d bytes of a bundle; pack fewer statements"
              .formatted(BundleReader.MAX_BYTES));
    }
    out.write(local);
    out.write(content);
    directory.add(ZipLayout.central(file, (int) offset));
    return next;
  }
}
