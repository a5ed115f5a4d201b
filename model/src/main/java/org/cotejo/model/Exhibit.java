package org.cotejo.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.cotejo.cose.Hash;

/// One piece of evidence: a file known by its hash, or first only by a salted commitment to it.
public sealed interface Exhibit {
  /// A file, by what it has in it.
  ///
  /// @param sha256 of its bytes
  /// @param bytes how many
  record File(Hash sha256, long bytes, MediaType type) implements Exhibit {
    /// The largest file.
    public static final long MAX_BYTES = 1L << 40;

    public File {
      if (bytes < 1 || bytes > MAX_BYTES) {
        throw new IllegalArgumentException("a file has 1 to %d bytes".formatted(MAX_BYTES));
      }
    }
  }

  /// A file that is kept back: nobody can tell which it is, and whoever committed to it can show no
  /// other one later.
  ///
  /// @param commitment see [Salt#commitment]
  record Committed(Hash commitment) implements Exhibit {}

  /// The file behind a commitment.
  record Disclosed(File file, Salt salt) implements Exhibit {
    /// What the commitment has to be.
    public Hash commitment() {
      return salt.commitment(file);
    }
  }

  /// 16 random bytes, used for one file alone.
  ///
  /// @param high the first 8 bytes, big-endian
  /// @param low the last 8
  record Salt(long high, long low) {
    public static final int BYTES = 16;

    private static final byte[] PREFIX = "cotejo-exhibit/1".getBytes(StandardCharsets.US_ASCII);

    public static Salt of(byte[] bytes) {
      if (bytes.length != BYTES) {
        throw new IllegalArgumentException("a salt has %d bytes".formatted(BYTES));
      }
      var buffer = ByteBuffer.wrap(bytes);
      return new Salt(buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
      return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /// SHA-256 of `cotejo-exhibit/1`, the salt, the SHA-256 of the file and its size as 8 bytes.
    public Hash commitment(File file) {
      byte[] size = ByteBuffer.allocate(Long.BYTES).putLong(file.bytes()).array();
      return Hash.sha256(PREFIX, bytes(), file.sha256().bytes(), size);
    }

    /// 32 hex digits.
    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes());
    }
  }

  /// What a file is. The number in the payload is the place here.
  enum MediaType {
    /// Anything that has no number.
    OTHER("application/octet-stream"),
    JPEG("image/jpeg"),
    PNG("image/png"),
    TIFF("image/tiff"),
    PDF("application/pdf"),
    CSV("text/csv"),
    TEXT("text/plain"),
    JSON("application/json"),
    ZIP("application/zip"),
    MP4("video/mp4");

    private final String label;

    MediaType(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
