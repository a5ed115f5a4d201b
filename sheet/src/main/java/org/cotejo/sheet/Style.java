package org.cotejo.sheet;

/// How text is set.
///
/// @param size in points
record Style(float size, boolean bold) {
  private static final float LEADING = 1.22f;

  /// From one baseline to the next.
  float leading() {
    return size * LEADING;
  }

  Style inBold() {
    return new Style(size, true);
  }

  Style times(float factor) {
    return new Style(size * factor, bold);
  }
}
