package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boofcv.factory.fiducial.FactoryFiducial;
import boofcv.struct.image.GrayU8;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.cotejo.model.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the paper back to the record: clean renders by a library that did not write the codes,
/// photographs by ours.
class SheetDecodingTest {
  /// `bench/run sheet` takes more.
  private static final int PHOTOGRAPHS = 16;

  private static final SheetReader READER = new SheetReader(Optional.empty(), Map.of());

  @TempDir private Path directory;

  private static List<BufferedImage> rendered(byte[] pdf, int dotsPerInch) throws IOException {
    var pages = new ArrayList<BufferedImage>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (int i = 0; i < document.getNumberOfPages(); i++) {
        pages.add(new PDFRenderer(document).renderImageWithDPI(i, dotsPerInch, ImageType.GRAY));
      }
    }
    return pages;
  }

  private static Set<String> byAnotherLibrary(List<BufferedImage> pages) {
    var texts = new LinkedHashSet<String>();
    var detector = FactoryFiducial.qrcode(null, GrayU8.class);
    for (BufferedImage page : pages) {
      var grey = new GrayU8(page.getWidth(), page.getHeight());
      for (int y = 0; y < page.getHeight(); y++) {
        for (int x = 0; x < page.getWidth(); x++) {
          grey.set(x, y, page.getRaster().getSample(x, y, 0));
        }
      }
      detector.process(grey);
      detector.getDetections().forEach(code -> texts.add(code.message));
    }
    return texts;
  }

  private static void requireRecord(Set<String> texts, TallySheet sheet) {
    SheetReader.Result result = READER.read(texts);
    assertThat(result.unread()).isEmpty();
    assertThat(result.codes()).extracting(ReadCode::leaf).containsExactly(sheet.leaf().hex());
  }

  @Test
  void anotherLibraryReadsEveryCleanRender() throws IOException {
    int sheets = 0;
    for (Paper paper : Paper.values()) {
      for (int channels = 1; channels <= 3; channels++) {
        for (int seed = 0; seed < 2; seed++) {
          TallySheet sheet = PrintedElection.sheet(38, channels, Mode.REHEARSAL, seed);
          byte[] pdf = SheetPdf.of(sheet, paper, SheetLanguage.ENGLISH);
          requireRecord(byAnotherLibrary(rendered(pdf, 200)), sheet);
          sheets++;
        }
      }
    }
    assertThat(sheets).isEqualTo(12);
  }

  @Test
  void oursReadsDocumentsAndImages() throws IOException {
    TallySheet sheet = PrintedElection.sheet(38, 2, Mode.REAL, 4);
    for (Paper paper : Paper.values()) {
      byte[] pdf = SheetPdf.of(sheet, paper, SheetLanguage.SPANISH);
      Path file = Files.write(directory.resolve("sheet.pdf"), pdf);
      requireRecord(SheetFile.codes(file), sheet);
    }
    byte[] pdf = SheetPdf.of(sheet, Paper.A4, SheetLanguage.SPANISH);
    for (String format : List.of("png", "jpg")) {
      Path image = directory.resolve("sheet." + format);
      ImageIO.write(rendered(pdf, 150).getFirst(), format, image.toFile());
      requireRecord(SheetFile.codes(image), sheet);
    }
  }

  @Test
  void readsPhotographsThatNobodyTookWithCare() {
    List<Long> unread =
        LongStream.range(0, PHOTOGRAPHS).parallel().filter(seed -> !isRead(seed)).boxed().toList();
    assertThat(unread).hasSizeLessThanOrEqualTo(1);
  }

  private static boolean isRead(long seed) {
    try {
      var sheet = PhotographedSheet.of(seed);
      BufferedImage photograph = new Photograph(seed).of(sheet.corner());
      return sheet.isIn(CodeFinder.find(photograph, sheet::isIn));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesTheFileThatIsNeitherPhotographNorDocument() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "no sheet");
    assertThatThrownBy(() -> SheetFile.codes(text))
        .isInstanceOf(IOException.class)
        .hasMessage(text + ": neither JPEG nor PNG nor PDF; convert it first");
    Path broken =
        Files.write(
            directory.resolve("broken.pdf"), "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> SheetFile.codes(broken))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + ": ");
    assertThatThrownBy(() -> SheetFile.codes(directory))
        .hasMessage(directory + ": is a directory, not a photograph or document");
  }

  @Test
  void findsNothingOnAnEmptySheet() {
    var empty = new BufferedImage(400, 300, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(CodeFinder.find(empty, found -> false)).isEmpty();
  }
}
