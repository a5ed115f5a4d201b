package org.cotejo.station.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cotejo.cose.Hash;

/// How far the delivery of a bundle has come: a text file beside it, a line for each statement that
/// is done with. Lines are only added, and not forced: what is lost is delivered once more, and the
/// log knows it.
final class DeliveryState implements Closeable {
  private static final String FIRST_LINE = "cotejo-delivery/1 ";

  /// The longest line: 64 digits, a URN and a sentence.
  private static final long MAX_BYTES = 1024L * Manifest.MAX_ROWS;

  private final FileChannel file;
  private final SequencedMap<Hash, Fate> fates = new LinkedHashMap<>();

  private DeliveryState(FileChannel file) {
    this.file = file;
  }

  /// Opens the state of this bundle's delivery, and begins one where there is none.
  ///
  /// @param bundle its name
  /// @throws IOException if the file is of another bundle; says what to do
  static DeliveryState open(Path path, Hash bundle) throws IOException {
    String first = FIRST_LINE + bundle.hex();
    String text = Files.exists(path) ? read(path) : "";
    if (!text.startsWith(first + "\n") && !first.startsWith(text)) {
      throw new IOException(
          path + ": is not about this bundle; name another with --state, or remove it");
    }
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // A line that a killed process left torn is none.
      long length = whole.getBytes(UTF_8).length;
      file.truncate(length).position(length);
      var state = new DeliveryState(file);
      if (whole.isEmpty()) {
        state.write(first);
      }
      whole
          .lines()
          .map(Fate.Of::parse)
          .flatMap(Optional::stream)
          .forEach(of -> state.fates.put(of.leaf(), of.fate()));
      return state;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + ": larger than the state of any delivery; remove it");
      }
      return new String(bytes, UTF_8);
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /// What became of those that are done with.
  SequencedMap<Hash, Fate> fates() {
    return Collections.unmodifiableSequencedMap(fates);
  }

  void add(Hash leaf, Fate fate) throws IOException {
    fates.put(leaf, fate);
    write(fate.line(leaf));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
