package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of raw counters, one a day of UTC, the newest seven. They are written behind the back
/// of the intake: never forced to disk, since the journal is what the disk is for; and what cannot
/// be written is given up.
///
/// Two processes may write at once while one takes over from the other. So every write is under the
/// file's lock, and begins behind the last whole line.
final class RawFiles {
  static final int DAYS_KEPT = 7;

  private static final Pattern NAME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv");
  private static final int BLOCK = 4_096;

  private final Path directory;
  private String newest = "";

  RawFiles(Path directory) {
    this.directory = directory;
  }

  /// The file with the lines of this second.
  static String nameOf(long time) {
    return LocalDate.ofEpochDay(Math.floorDiv(time, 86_400L)) + ".csv";
  }

  /// Writes the lines of one second.
  ///
  /// @throws IOException if they are not in the file, none of them
  void append(List<Second> lines) throws IOException {
    String name = nameOf(lines.getFirst().time());
    Files.createDirectories(directory);
    try (FileChannel file =
            FileChannel.open(
                directory.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = lock(file)) {
      long end = endOfLines(file);
      String header = end == 0 ? RawLine.HEADER : "";
      write(
          file,
          end,
          lines.stream().map(RawLine::encode).collect(Collectors.joining("", header, "")));
    }
    if (!name.equals(newest)) {
      newest = name;
      try {
        forget();
      } catch (IOException | UncheckedIOException e) {
        // These lines are written. Tomorrow is soon enough for the old ones.
      }
    }
  }

  /// Waits for another process, which holds it for one write only.
  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.lock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("another server in this process is writing the same raw counters", e);
    }
  }

  private static void write(FileChannel file, long end, String lines) throws IOException {
    if (file.size() > end) {
      file.truncate(end);
    }
    ByteBuffer left = ByteBuffer.wrap(lines.getBytes(US_ASCII));
    try {
      long at = end;
      while (left.hasRemaining()) {
        at += file.write(left, at);
      }
    } catch (IOException e) {
      if (file.size() > end) {
        file.truncate(end);
      }
      throw e;
    }
  }

  /// Where the last whole line ends. Behind it is what a power cut left of one.
  private static long endOfLines(FileChannel file) throws IOException {
    long end = file.size();
    while (end > 0) {
      long start = Math.max(0, end - BLOCK);
      ByteBuffer block = ByteBuffer.allocate((int) (end - start));
      while (block.hasRemaining() && file.read(block, start + block.position()) >= 0) {
        // Until it is full.
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
      end = start;
    }
    return 0;
  }

  /// Deletes the oldest files. By their number and not by today's date, so that a clock that is
  /// wrong for a moment does not delete everything.
  private void forget() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> old =
          files
              .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .filter(file -> !file.endsWith(newest))
              .sorted(Comparator.reverseOrder())
              .skip(DAYS_KEPT - 1L)
              .toList();
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }
}
