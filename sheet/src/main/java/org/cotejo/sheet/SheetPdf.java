package org.cotejo.sheet;

import java.io.IOException;
import java.util.Optional;

/// A tally sheet as a document to print and to keep.
public final class SheetPdf {
  private SheetPdf() {}

  /// @return the document
  /// @throws IOException if the program's own fonts cannot be read
  public static byte[] of(TallySheet sheet, Paper paper, SheetLanguage language)
      throws IOException {
    var typeface = new Typeface();
    String title =
        "%s %s %s"
            .formatted(sheet.election().code(), sheet.contest().code(), sheet.station().code());
    return new PaperPdf(title, Optional.of(sheet.election().date()), sheet.leaf(), language)
        .of(new SheetLayout(sheet, paper, language, typeface), paper, typeface);
  }
}
