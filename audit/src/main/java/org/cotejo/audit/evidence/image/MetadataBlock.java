package org.cotejo.audit.evidence.image;

import java.util.Locale;

/// A block of metadata that a picture may have. Only whether it is there is told.
public enum MetadataBlock {
  EXIF,
  XMP,
  IPTC,
  ICC;

  /// The stable word for it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
