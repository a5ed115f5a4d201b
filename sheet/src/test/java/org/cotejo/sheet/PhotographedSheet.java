package org.cotejo.sheet;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.cotejo.model.Mode;

/// A sheet of 38 lists in one channel or two, as a photograph of 12 megapixels would show it.
///
/// @param corner the part with the code, which is all that matters and quickly made
record PhotographedSheet(TallySheet sheet, BufferedImage corner) {
  private static final int DOTS_PER_INCH = 270;
  private static final SheetReader READER = new SheetReader(Optional.empty(), Map.of());

  static PhotographedSheet of(long seed) throws IOException {
    TallySheet sheet = PrintedElection.sheet(38, seed % 2 == 0 ? 1 : 2, Mode.REAL, seed);
    byte[] pdf = SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage page =
          new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH, ImageType.GRAY);
      int width = page.getWidth() * 9 / 20;
      return new PhotographedSheet(
          sheet, page.getSubimage(page.getWidth() - width, 0, width, page.getHeight() / 4));
    }
  }

  /// Whether the texts of some codes are the whole record.
  boolean isIn(Set<String> texts) {
    return READER.read(texts).codes().stream()
        .anyMatch(code -> code.leaf().equals(sheet.leaf().hex()));
  }
}
