package org.cotejo.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;

/// Reads the bytes of a package's files as text: UTF-8 without byte order mark, lines ended by LF
/// or CRLF.
final class PackageText {
  private final PackageErrors errors;

  PackageText(PackageErrors errors) {
    this.errors = errors;
  }

  /// The text of a file; empty, with the error told, if the bytes are not text as a package has it.
  Optional<String> of(SortedMap<String, byte[]> files, String file)
      throws PackageErrors.EnoughException {
    byte[] bytes = files.getOrDefault(file, new byte[0]);
    if (bytes.length > ElectionPackageReader.MAX_FILE_BYTES) {
      errors.add(file + ": larger than 64 MiB");
      return Optional.empty();
    }
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      errors.add(file, 1, "begins with a byte order mark; save it as UTF-8 without one");
      return Optional.empty();
    }
    int alone = returnAlone(bytes);
    if (alone < bytes.length) {
      errors.add(file, line(bytes, alone), "a carriage return alone; end lines with LF or CRLF");
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    // REPORT, the decoder's default: it stops in front of the first bytes that are not UTF-8.
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      errors.add(file, line(bytes, in.position()), "not UTF-8; save it as UTF-8");
      return Optional.empty();
    }
    return Optional.of(out.flip().toString());
  }

  /// Where the first carriage return without a line feed is; the number of bytes if there is none.
  private static int returnAlone(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n')) {
        return i;
      }
    }
    return bytes.length;
  }

  /// The physical line, from 1, that the byte at `end` stands in.
  private static long line(byte[] bytes, int end) {
    long line = 1;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
