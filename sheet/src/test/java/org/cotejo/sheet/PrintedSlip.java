package org.cotejo.sheet;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Mode;

/// A slip as a station of a log of some thousand entries hands it out, cosigned by two witnesses;
/// another one for each seed. Nothing in it is signed by anybody: that is not what is read here.
record PrintedSlip(ReceiptSlip slip, ReceiptPdf facts) {
  /// Where a module of a code has 5 pixels, as of the photographs of sheets.
  private static final int DOTS_PER_INCH = 180;

  private static final String ORIGIN = "results.example/2026";
  private static final int LOG_ENTRIES = 4_000;
  private static final int PATH = 12;

  static PrintedSlip of(long seed, Mode mode) {
    var random = new Random(seed);
    var path = new ArrayList<Hash>();
    for (int i = 0; i < PATH; i++) {
      path.add(Hash.of(bytes(random, Hash.BYTES)));
    }
    String note =
        "%s\n%d\n%s\n\n— %s %s\n— observers.example/w1 %s\n— university.example/w1 %s\n"
            .formatted(
                ORIGIN,
                LOG_ENTRIES,
                base64(random, 32),
                ORIGIN,
                base64(random, 68),
                base64(random, 76),
                base64(random, 76));
    var slip =
        new ReceiptSlip(
            Hash.of(bytes(random, Hash.BYTES)), random.nextInt(LOG_ENTRIES), path, note);
    var facts =
        new ReceiptPdf(
            mode,
            "paper-2026",
            "Tally sheet mayor/S0000001",
            LOG_ENTRIES,
            ORIGIN,
            List.of("observers.example/w1", "university.example/w1"));
    return new PrintedSlip(slip, facts);
  }

  byte[] pdf(SheetLanguage language) throws IOException {
    try {
      return facts.of(slip, language);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String base64(Random random, int length) {
    return Base64.getEncoder().encodeToString(bytes(random, length));
  }

  BufferedImage image() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf(SheetLanguage.ENGLISH))) {
      return new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH, ImageType.GRAY);
    }
  }
}
