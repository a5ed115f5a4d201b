package org.cotejo.bench.flood;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Prepared messages, in memory the system can send from. In the file each has its length before
/// it, four bytes.
public final class Messages {
  private static final ValueLayout.OfInt LENGTH =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.BIG_ENDIAN);

  private final List<MemorySegment> messages = new ArrayList<>();

  private Messages() {}

  public static void write(Path file, List<byte[]> messages) throws IOException {
    try (var out =
        new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file)))) {
      for (byte[] message : messages) {
        out.writeInt(message.length);
        out.write(message);
      }
    }
  }

  static Messages read(Path file, Arena arena) throws IOException {
    var read = new Messages();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      long at = 0;
      while (at < all.byteSize()) {
        int length = all.get(LENGTH, at);
        read.messages.add(all.asSlice(at + Integer.BYTES, length));
        at += Integer.BYTES + length;
      }
    }
    if (read.messages.isEmpty()) {
      throw new IOException(file + " holds no message");
    }
    return read;
  }

  /// In turn, over and over.
  MemorySegment get(long number) {
    return messages.get((int) (number % messages.size()));
  }
}
