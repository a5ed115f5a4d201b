package org.cotejo.sheet;

import java.io.IOException;
import java.io.InputStream;

/// The files of the font that documents of the program are set in, for documents made elsewhere.
public final class EmbeddedFonts {
  private EmbeddedFonts() {}

  /// @throws IOException if the program is incomplete
  public static InputStream regular() throws IOException {
    return Typeface.File.REGULAR.open();
  }

  /// @throws IOException if the program is incomplete
  public static InputStream bold() throws IOException {
    return Typeface.File.BOLD.open();
  }
}
