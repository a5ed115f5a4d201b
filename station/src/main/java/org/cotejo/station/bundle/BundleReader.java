package org.cotejo.station.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// Reads a bundle from its first byte to its last, in one pass and with a part at a time in memory.
/// Every byte has to be as [BundleWriter] writes it: there is no second directory to disagree with
/// the first, nothing compressed, nothing between the files or behind them.
public final class BundleReader {
  /// Files of a bundle, without its directory, are no larger than this together.
  public static final long MAX_BYTES = 1L << 30;

  private final InputStream in;
  private final Directory expected = new Directory();
  private long offset;

  private BundleReader(InputStream in) {
    this.in = in;
  }

  /// Is handed the parts of a bundle.
  @FunctionalInterface
  public interface Visitor {
    void part(Part part) throws IOException;
  }

  /// The directory as it has to be, entry by entry.
  private static final class Directory {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int files;

    void add(ZipLayout.File file, long offset) {
      bytes.writeBytes(ZipLayout.central(file, (int) offset));
      files++;
    }

    byte[] whole(long offset) {
      int length = bytes.size();
      bytes.writeBytes(ZipLayout.end(files, (int) offset, length));
      return bytes.toByteArray();
    }
  }

  /// Reads all of it. Parts are handed over as they come: whether the rest of the file is sound is
  /// known only when this returns.
  ///
  /// @return SHA-256 of the manifest, which names the bundle
  /// @throws MalformedException if it is no bundle; what was handed over until then is as it says
  /// @throws IOException if it cannot be read
  public static Hash read(InputStream in, Visitor visitor) throws IOException, MalformedException {
    return new BundleReader(in).read(visitor);
  }

  private Hash read(Visitor visitor) throws IOException, MalformedException {
    byte[] manifest = file(Manifest.PATH, Manifest.MAX_BYTES);
    for (Manifest.Row row : Manifest.parse(manifest).rows()) {
      byte[] bytes = file(row.path(), row.size());
      if (bytes.length != row.size() || !Hash.sha256(bytes).equals(row.digest())) {
        throw new MalformedException(row.path() + ": not the file that the manifest lists");
      }
      visitor.part(part(row.path(), bytes));
    }
    byte[] end = expected.whole(offset);
    if (!Arrays.equals(in.readNBytes(end.length), end)) {
      throw new MalformedException("its directory is not that of its files");
    }
    if (in.read() >= 0) {
      throw new MalformedException("something follows its end");
    }
    return Hash.sha256(manifest);
  }

  private static Part part(String path, byte[] bytes) throws MalformedException {
    try {
      return Part.read(path, bytes);
    } catch (MalformedException e) {
      throw new MalformedException(path + ": " + e.getMessage());
    }
  }

  /// @param most bytes
  private byte[] file(String path, int most) throws IOException, MalformedException {
    byte[] local = exactly(ZipLayout.LOCAL_BYTES, path);
    int size = ZipLayout.size(local);
    if (ZipLayout.nameLength(local) != path.length() || size < 0 || size > most) {
      throw new MalformedException("where %s should be is something else".formatted(path));
    }
    String name = new String(exactly(path.length(), path), US_ASCII);
    byte[] content = exactly(size, path);
    var crc = new CRC32();
    crc.update(content);
    var file = new ZipLayout.File(path, (int) crc.getValue(), size);
    byte[] frame = ZipLayout.local(file);
    if (!name.equals(path) || !Arrays.equals(local, Arrays.copyOf(frame, local.length))) {
      throw new MalformedException(
          "%s: not stored as in a bundle; if it was packed by another program, pack it again"
              .formatted(path));
    }
    expected.add(file, offset);
    offset += frame.length + (long) size;
    if (offset > MAX_BYTES) {
      throw new MalformedException("larger than the %,d bytes of a bundle".formatted(MAX_BYTES));
    }
    return content;
  }

  private byte[] exactly(int count, String path) throws IOException, MalformedException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedException("it breaks off at " + path);
    }
    return bytes;
  }
}
