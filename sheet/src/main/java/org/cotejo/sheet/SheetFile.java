package org.cotejo.sheet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
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

  /// How a file begins that holds the texts of codes as some other program read them, a line each.
  private static final byte[] OURS = "COTEJO".getBytes(StandardCharsets.US_ASCII);

  /// What is looked for.
  public interface Wanted {
    /// How much of it these texts say whole; when it is more, there is no need to look on.
    int whole(Set<String> texts);
  }

  private SheetFile() {}

  /// The texts of the codes of a sheet that a file shows.
  ///
  /// @throws IOException naming the file, if it cannot be read or shows nothing
  public static Set<String> codes(Path file) throws IOException {
    return codes(file, SheetFile::sheets);
  }

  /// The texts of the codes of a sheet that a file shows whose bytes are known.
  ///
  /// @throws IOException naming the file, if it shows nothing
  public static Set<String> codes(Path file, byte[] bytes) throws IOException {
    return codes(file, bytes, SheetFile::sheets);
  }

  /// The texts of the codes that a file shows.
  ///
  /// @throws IOException naming the file, if it cannot be read or shows nothing
  public static Set<String> codes(Path file, Wanted wanted) throws IOException {
    return codes(file, bytes(file), wanted);
  }

  /// A file as it is, within its limits.
  ///
  /// @throws IOException naming the file, if it cannot be read
  public static byte[] bytes(Path file) throws IOException {
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
    return bytes;
  }

  private static Set<String> codes(Path file, byte[] bytes, Wanted wanted) throws IOException {
    try {
      if (Arrays.equals(bytes, 0, Math.min(OURS.length, bytes.length), OURS, 0, OURS.length)) {
        return ofText(bytes);
      }
      return isPdf(bytes)
          ? ofDocument(bytes, wanted)
          : CodeFinder.find(image(bytes), found -> wanted.whole(found) > 0);
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
  private static Set<String> ofDocument(byte[] bytes, Wanted wanted) throws IOException {
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
        int before = wanted.whole(texts);
        var all = new LinkedHashSet<>(texts);
        CodeFinder.find(
            image,
            found -> {
              all.addAll(found);
              return wanted.whole(all) > before;
            });
        texts.addAll(all);
      }
    }
    return texts;
  }

  private static Set<String> ofText(byte[] bytes) throws IOException {
    List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    if (lines.size() > CodeParts.MAX_CODES) {
      throw new IOException("more than %d lines".formatted(CodeParts.MAX_CODES));
    }
    return new LinkedHashSet<>(lines);
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

  /// A sheet has one code, or one series of them.
  private static int sheets(Set<String> texts) {
    return (int)
        UNKNOWN.read(texts).codes().stream()
            .filter(code -> code.format() != ReadCode.Format.BR_BU || code.remarks().isEmpty())
            .count();
  }
}
