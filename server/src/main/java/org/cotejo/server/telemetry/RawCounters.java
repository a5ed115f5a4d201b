package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.cotejo.cose.Hash;

/// Reads raw counters back, so that whoever is given the files finds the figures and the hash that
/// were stated about them.
public final class RawCounters {
  /// The longest window.
  public static final long MAX_SECONDS = 86_400;

  private static final int CUT = -1;

  private final Path directory;

  /// @param directory with the files of the days
  public RawCounters(Path directory) {
    this.directory = directory;
  }

  /// The figures of these seconds. A line is in the window if all its seconds are.
  ///
  /// @param from first second
  /// @param to last second, included, less than a day later
  public Window window(long from, long to) throws IOException {
    if (from < 0 || to < from || to - from >= MAX_SECONDS) {
      throw new IllegalArgumentException("a window is of 1 to " + MAX_SECONDS + " seconds");
    }
    var reading = new Reading(from, to);
    for (long day = from / 86_400; day <= to / 86_400; day++) {
      try (InputStream file =
          new BufferedInputStream(
              Files.newInputStream(directory.resolve(RawFiles.nameOf(day * 86_400))))) {
        reading.file(file);
      } catch (NoSuchFileException e) {
        // Nothing was counted that day, or nothing could be written.
      }
    }
    return reading.window();
  }

  /// One pass over the files.
  private static final class Reading {
    private final long from;
    private final long to;
    private final Map<Lane, LaneSeconds> lanes = new EnumMap<>(Lane.class);
    private final MessageDigest digest = sha256();
    private long unreadable;

    Reading(long from, long to) {
      this.from = from;
      this.to = to;
    }

    void file(InputStream file) throws IOException {
      var line = new ByteArrayOutputStream();
      for (int end = line(file, line); end != CUT; end = line(file, line)) {
        String text = line.toString(ISO_8859_1);
        if (!RawLine.HEADER.equals(text + "\n")) {
          RawLine.parse(text).ifPresentOrElse(second -> second(second, line), () -> unreadable++);
        }
      }
    }

    /// Reads a line without its line feed, or the first kilobyte of one.
    ///
    /// @return [#CUT] if the file ends before the line does: it is being written
    private static int line(InputStream file, ByteArrayOutputStream line) throws IOException {
      line.reset();
      int next = file.read();
      while (next != '\n' && next != CUT) {
        if (line.size() <= RawLine.MAX_BYTES) {
          line.write(next);
        }
        next = file.read();
      }
      return next;
    }

    private void second(Second second, ByteArrayOutputStream line) {
      if (second.time() - second.seconds() + 1 >= from && second.time() <= to) {
        digest.update(line.toByteArray());
        digest.update((byte) '\n');
        lanes
            .computeIfAbsent(second.lane(), lane -> new LaneSeconds(from, (int) (to - from + 1)))
            .add(second);
      }
    }

    Window window() {
      Map<Lane, Window.LaneFigures> figures = new EnumMap<>(Lane.class);
      lanes.forEach((lane, seconds) -> figures.put(lane, seconds.figures()));
      return new Window(
          from, to, Collections.unmodifiableMap(figures), unreadable, Hash.of(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
