package org.cotejo.audit.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.cotejo.cose.Hash;

/// The bytes and characters of a table that somebody made: perhaps compressed, perhaps with a byte
/// order mark, in whatever encoding its mapping names.
final class TableFile {
  /// Bytes of a table, at most, compressed or not.
  private static final long MAX_BYTES = 4L << 30;

  private static final byte[] OLD_WORKBOOK = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

  private TableFile() {}

  /// Size and digest of a file as it lies there.
  static Source.Material material(Path file, String shown) throws IOException {
    try (InputStream in = open(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var piece = new byte[1 << 16];
      long bytes = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
        bytes += read;
      }
      return new Source.Material(shown, bytes, Hash.of(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a table");
    }
    return Files.newInputStream(file);
  }

  /// The content, unpacked if it is gzip; at most 4 GiB of it.
  static BufferedInputStream content(Path file) throws IOException {
    var raw = new BufferedInputStream(open(file), 1 << 16);
    raw.mark(OLD_WORKBOOK.length);
    byte[] start = raw.readNBytes(OLD_WORKBOOK.length);
    raw.reset();
    if (Arrays.equals(start, OLD_WORKBOOK)) {
      throw new IOException(file + ": a workbook of the old kind (XLS); save it as XLSX or CSV");
    }
    boolean packed = start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    InputStream whole = packed ? new Unpacked(file, raw) : raw;
    return new BufferedInputStream(new Bounded(whole, MAX_BYTES), 1 << 16);
  }

  /// The first bytes of the content.
  static byte[] start(Path file, int most) throws IOException {
    try (InputStream in = content(file)) {
      return in.readNBytes(most);
    }
  }

  /// Whether a byte order mark of this encoding stands in front.
  static boolean hasMark(byte[] start, Charset encoding) {
    byte[] mark = "\uFEFF".getBytes(encoding);
    return mark.length > 1 && Arrays.equals(head(start, mark.length), mark);
  }

  private static byte[] head(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, length));
  }

  /// The encoding whose byte order mark stands in front.
  static Optional<Charset> marked(byte[] start) {
    return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
        .filter(encoding -> hasMark(start, encoding))
        .findFirst();
  }

  /// The characters of an XML or JSON document: UTF-16 if its mark says so, else UTF-8 (XML 1.0
  /// §4.3.3 asks no more of a reader, RFC 8259 §8.1 less).
  static Reader document(BufferedInputStream in) throws IOException {
    in.mark(4);
    byte[] start = in.readNBytes(4);
    in.reset();
    Charset encoding = marked(start).orElse(StandardCharsets.UTF_8);
    return reader(in, hasMark(start, encoding), encoding);
  }

  /// The characters, without a byte order mark. Bytes that are none in this encoding end the
  /// reading.
  static Reader reader(Path file, Charset encoding) throws IOException {
    return reader(content(file), hasMark(start(file, 4), encoding), encoding);
  }

  private static Reader reader(BufferedInputStream in, boolean isMarked, Charset encoding)
      throws IOException {
    if (isMarked) {
      in.skipNBytes("\uFEFF".getBytes(encoding).length);
    }
    return new InputStreamReader(
        in,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /// What is unpacked, or a word about the file that cannot be.
  private static final class Unpacked extends FilterInputStream {
    private final Path file;

    Unpacked(Path file, InputStream packed) throws IOException {
      super(packed);
      this.file = file;
      try {
        in = new GZIPInputStream(packed, 1 << 16);
      } catch (EOFException | ZipException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (EOFException | ZipException e) {
        throw damaged(e);
      }
    }

    private IOException damaged(IOException e) {
      return new IOException(
          file + ": packed with gzip, and cut off or damaged; get the file again", e);
    }
  }

  /// A file that unpacks without end is not read without end.
  static final class Bounded extends FilterInputStream {
    private final long most;
    private long left;

    /// @param most bytes
    Bounded(InputStream in, long most) {
      super(in);
      this.most = most;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      spend(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      spend(Math.max(0, read));
      return read;
    }

    private void spend(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("more than %d GiB in one table; split it".formatted(most >> 30));
      }
    }
  }
}
