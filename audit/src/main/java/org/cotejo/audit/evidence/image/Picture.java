package org.cotejo.audit.evidence.image;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.Hash;

/// A file with a picture, and what is to be said of it alone.
///
/// @param file as it was named
/// @param blocks of metadata that are there; empty if the file is neither JPEG nor PNG
/// @param shown what it shows, if it can be decoded
/// @param problem why it cannot, otherwise empty
public record Picture(
    String file,
    long bytes,
    Hash sha256,
    Optional<Set<MetadataBlock>> blocks,
    Optional<Shown> shown,
    String problem) {
  /// What a picture shows.
  ///
  /// @param width in pixels, turned as the metadata says
  /// @param pixels SHA-256 of the canonical pixels
  /// @param perceptual 64 bits that stay nearly the same in copies
  /// @param isOnForm whether it was seen to be a sheet of the form that was given
  public record Shown(int width, int height, Hash pixels, long perceptual, boolean isOnForm) {
    /// The 64 bits in hexadecimal digits.
    public String perceptualHex() {
      return HexFormat.of().toHexDigits(perceptual);
    }
  }
}
