package org.cotejo.sheet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// A file that shows a sheet: a photograph (JPEG, PNG) or a document (PDF). Files come from
/// anybody, so how much of one is read has limits.
public final class SheetFile {
  /// Bytes of a file.
  static final int MAX_BYTES = 64 << 20;

  /// Pixels of a photograph, before anything is allocated for them.
  static final long MAX_PIXELS = 120_000_000;

  /// Pages of a document.
  static final int MAX_PAGES = 50;

  private static final float DOTS_PER_INCH = 220;
  private static final float POINTS_PER_INCH = 72;
  private static final float MAX_PAGE_SIDE = 5000;

  private static final SheetReader UNKNOWN = new SheetReader(Optional.empty(), Map.of());

  private SheetFile() {}

  /// The texts of the codes that a file shows.
  ///
  /// @throws IOException naming the file, if it cannot be read or shows nothing
  public static Set<String> codes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a photograph or document");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("%s: larger than %d MiB".formatted(file, MAX_BYTES >> 20));
    }
    try {
      return isPdf(bytes) ? ofDocument(bytes) : ofImage(bytes);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Libraries that read images answer some broken files with whatever goes wrong inside them.
      throw new IOException(file + ": cannot be read as what it claims to be: " + e, e);
    }
  }

  private static boolean isPdf(byte[] bytes) {
    return bytes.length > 4
        && bytes[0] == '%'
        && bytes[1] == 'P'
        && bytes[2] == 'D'
        && bytes[3] == 'F';
  }

  /// Every page may be another sheet, or show more parts of the same.
  private static Set<String> ofDocument(byte[] bytes) throws IOException {
    var texts = new LinkedHashSet<String>();
    try (PDDocument document = Loader.loadPDF(bytes)) {
      if (document.getNumberOfPages() > MAX_PAGES) {
        throw new IOException(
            "%d pages, more than %d".formatted(document.getNumberOfPages(), MAX_PAGES));
      }
      var renderer = new PDFRenderer(document);
      for (int i = 0; i < document.getNumberOfPages(); i++) {
        PDPage page = document.getPage(i);
        float longer = Math.max(page.getCropBox().getWidth(), page.getCropBox().getHeight());
        float scale =
            Math.min(DOTS_PER_INCH / POINTS_PER_INCH, MAX_PAGE_SIDE / Math.max(longer, 1));
        BufferedImage image = renderer.renderImage(i, scale, ImageType.GRAY);
        int before = UNKNOWN.read(texts).codes().size();
        var all = new LinkedHashSet<>(texts);
        CodeFinder.find(
            image,
            found -> {
              all.addAll(found);
              return UNKNOWN.read(all).codes().size() > before;
            });
        texts.addAll(all);
      }
    }
    return texts;
  }

  private static Set<String> ofImage(byte[] bytes) throws IOException {
    return CodeFinder.find(image(bytes), SheetFile::isEnough);
  }

  private static BufferedImage image(byte[] bytes) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
        ImageReader reader = readers.next();
        String format = reader.getFormatName();
        if (!format.equalsIgnoreCase("jpeg") && !format.equalsIgnoreCase("png")) {
          continue;
        }
        try {
          reader.setInput(in, true, true);
          long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
          if (pixels > MAX_PIXELS) {
            throw new IOException("%d pixels, more than %d".formatted(pixels, MAX_PIXELS));
          }
          return reader.read(0);
        } finally {
          reader.dispose();
        }
      }
    }
    throw new IOException("neither JPEG nor PNG nor PDF; convert it first");
  }

  /// Enough is what says something whole. A sheet has one code, or one series of them.
  private static boolean isEnough(Set<String> texts) {
    return UNKNOWN.read(texts).codes().stream()
        .anyMatch(code -> code.format() != ReadCode.Format.BR_BU || code.remarks().isEmpty());
  }
}
