package org.cotejo.station.fleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/// Which stations are done with: a text file, a line with the index of each. Lines are only added,
/// and not forced: a station whose line is lost is looked at again, and its outbox or the log says
/// the same. Any thread.
final class FinishedStations implements Closeable {
  private static final String FIRST_LINE = "cotejo-fleet/1 ";
  private static final int MAX_BYTES = 64 << 20;

  private final FileChannel file;
  private final BitSet done = new BitSet();

  private FinishedStations(FileChannel file) {
    this.file = file;
  }

  /// Opens what there is, and begins it where nothing is. Whoever has it open keeps others out.
  ///
  /// @param night whose stations they are, one line
  /// @throws IOException if it is of another night, or in use; says what to do
  static FinishedStations open(Path path, String night, int stations) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() == null) {
        throw new IOException(path + " is in use by another fleet; wait for it, or end it");
      }
      String text = read(file, path);
      String first = FIRST_LINE + night;
      if (!text.startsWith(first + "\n") && !first.startsWith(text)) {
        throw new IOException(
            path + ": of another night than " + night + "; choose another directory with --dir");
      }
      // A line that a killed process left torn is none.
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      file.truncate(whole.length()).position(whole.length());
      var finished = new FinishedStations(file);
      if (whole.isEmpty()) {
        finished.write(first);
      }
      whole
          .lines()
          .skip(1)
          .filter(line -> line.matches("[0-9]{1,7}"))
          .mapToInt(Integer::parseInt)
          .filter(station -> station < stations)
          .forEach(finished.done::set);
      return finished;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// Through this channel: closing another on the same file would end the lock.
  private static String read(FileChannel file, Path path) throws IOException {
    if (file.size() > MAX_BYTES) {
      throw new IOException(path + ": larger than what any fleet notes; remove it");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // On to its end.
    }
    return new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(ISO_8859_1));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  synchronized boolean has(int station) {
    return done.get(station);
  }

  synchronized int size() {
    return done.cardinality();
  }

  synchronized void add(int station) throws IOException {
    if (!done.get(station)) {
      done.set(station);
      write(Integer.toString(station));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
