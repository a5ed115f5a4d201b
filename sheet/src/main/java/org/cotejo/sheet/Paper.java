package org.cotejo.sheet;

/// What a sheet is printed on. Lengths are in points, 1/72 inch.
///
/// A code is as dense as the paper allows to photograph it: one of version 18 has 89 modules a
/// side, one of version 23 has 109.
public enum Paper {
  A4(595.28f, 841.89f, 42, 1.5f),
  /// Rolls of receipt printers, 80 mm wide, of which 72 mm are printed; as long as it takes.
  ROLL_80_MM(226.77f, 0, 12, 2);

  /// The densest code of a series, or of a record in one channel.
  static final int MAX_VERSION = 18;

  private static final int MAX_VERSION_OF_SEVERAL_CHANNELS = 23;

  private final float width;
  private final float height;
  private final float margin;
  private final float module;

  Paper(float width, float height, float margin, float module) {
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.module = module;
  }

  float width() {
    return width;
  }

  /// 0 if it is as long as it takes.
  float height() {
    return height;
  }

  float margin() {
    return margin;
  }

  /// Width of what is printed.
  float measure() {
    return width - 2 * margin;
  }

  /// Side of a module of a code: more than half a millimetre.
  float module() {
    return module;
  }

  /// The densest code in which a whole record may stand.
  ///
  /// @param channels of the record
  int maxVersion(int channels) {
    return switch (this) {
      case A4 -> channels > 1 ? MAX_VERSION_OF_SEVERAL_CHANNELS : MAX_VERSION;
      case ROLL_80_MM -> MAX_VERSION;
    };
  }
}
