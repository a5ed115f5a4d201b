package org.cotejo.audit.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.cotejo.cose.Hash;
import org.cotejo.sheet.EmbeddedFonts;

/// Pages of A4 that are filled from the top: text of one font in two weights, rules, spots. Nothing
/// in the document depends on when or where it was made. Lengths are in points.
final class PrintedPages implements AutoCloseable {
  static final float WIDTH = 595.28f;
  private static final float HEIGHT = 841.89f;
  static final float MARGIN = 48;
  static final float MEASURE = WIDTH - 2 * MARGIN;
  private static final float FOOT = 24;
  private static final float LEADING = 1.3f;

  private final PDDocument document = new PDDocument();
  private final Font regular;
  private final Font bold;
  private final List<PDPage> pages = new ArrayList<>();
  private PDPageContentStream out;
  private float top;

  /// Widths of the characters of a font, in thousandths of its size.
  private static final class Font {
    private static final float MISSING = -1;
    private static final String REPLACEMENT = "?";

    private final PDFont font;
    private final Map<Integer, Float> widths = new HashMap<>();

    Font(PDDocument document, InputStream file) throws IOException {
      try (file) {
        this.font = PDType0Font.load(document, file, true);
      }
    }

    private float width(int character) {
      return widths.computeIfAbsent(
          character,
          each -> {
            try {
              return font.getStringWidth(Character.toString(each));
            } catch (IOException | IllegalArgumentException e) {
              return MISSING;
            }
          });
    }

    /// The text with another sign for each character that the font does not have.
    String shown(String text) {
      var shown = new StringBuilder();
      text.codePoints()
          .forEach(c -> {
            if (width(c) == MISSING) {
              shown.append(REPLACEMENT);
            } else {
              shown.appendCodePoint(c);
            }
          });
      return shown.toString();
    }

    float width(String shown, float size) {
      return (float) shown.codePoints().mapToDouble(this::width).sum() * size / 1000;
    }
  }

  PrintedPages() throws IOException {
    this.regular = new Font(document, EmbeddedFonts.regular());
    this.bold = new Font(document, EmbeddedFonts.bold());
    this.out = turn();
  }

  private PDPageContentStream turn() throws IOException {
    var page = new PDPage(new PDRectangle(WIDTH, HEIGHT));
    document.addPage(page);
    pages.add(page);
    top = MARGIN;
    return new PDPageContentStream(document, page);
  }

  /// Height of a line.
  static float leading(float size) {
    return size * LEADING;
  }

  /// What is left of the page.
  float room() {
    return HEIGHT - MARGIN - FOOT - top;
  }

  static float wholeRoom() {
    return HEIGHT - 2 * MARGIN - FOOT;
  }

  /// Goes to the next page.
  void turnPage() throws IOException {
    out.close();
    out = turn();
  }

  /// Goes to the next page if this one does not have that much room.
  ///
  /// @return whether it went
  boolean need(float height) throws IOException {
    if (height <= room() || top == MARGIN) {
      return false;
    }
    turnPage();
    return true;
  }

  void down(float height) {
    top += height;
  }

  float width(String text, float size, boolean isBold) {
    Font font = isBold ? bold : regular;
    return font.width(font.shown(text), size);
  }

  /// Lines no wider than that; words that are wider are cut.
  List<String> lines(String text, float size, boolean isBold, float measure) {
    Font font = isBold ? bold : regular;
    var lines = new ArrayList<String>();
    String line = "";
    for (String word : font.shown(text).split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (font.width(longer, size) <= measure) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (font.width(line, size) > measure && line.length() > 1) {
        int fits = 1;
        while (font.width(line.substring(0, fits + 1), size) <= measure) {
          fits++;
        }
        lines.add(line.substring(0, fits));
        line = line.substring(fits);
      }
    }
    lines.add(line);
    return lines;
  }

  /// Writes a line at the top of what is left, without going down.
  ///
  /// @param left from the left margin
  void write(String text, float size, boolean isBold, float left) throws IOException {
    write(out, text, size, isBold, MARGIN + left, HEIGHT - top - size);
  }

  private void write(
      PDPageContentStream on, String text, float size, boolean isBold, float x, float y)
      throws IOException {
    Font font = isBold ? bold : regular;
    String shown = font.shown(text);
    if (!shown.isEmpty()) {
      on.beginText();
      on.setFont(font.font, size);
      on.newLineAtOffset(x, y);
      on.showText(shown);
      on.endText();
    }
  }

  /// A thin line across.
  void rule(float length, float grey) throws IOException {
    out.setStrokingColor(grey);
    out.setLineWidth(0.5f);
    out.setLineCapStyle(0);
    out.moveTo(MARGIN, HEIGHT - top);
    out.lineTo(MARGIN + length, HEIGHT - top);
    out.stroke();
  }

  /// A grey ground from here down.
  void ground(float height, float grey) throws IOException {
    out.setNonStrokingColor(grey);
    out.addRect(MARGIN, HEIGHT - top - height, MEASURE, height);
    out.fill();
    out.setNonStrokingColor(0f);
  }

  /// A round spot.
  ///
  /// @param x from the left margin
  /// @param y from here down
  void spot(float x, float y, float diameter, float grey) throws IOException {
    out.setStrokingColor(grey);
    out.setLineWidth(diameter);
    out.setLineCapStyle(1);
    out.moveTo(MARGIN + x, HEIGHT - top - y);
    out.lineTo(MARGIN + x, HEIGHT - top - y);
    out.stroke();
  }

  /// Writes the foot of every page, and the document.
  ///
  /// @param content what two documents with the same id have in common
  byte[] finish(String title, String language, Hash content) throws IOException {
    out.close();
    float size = 8;
    for (int page = 0; page < pages.size(); page++) {
      try (var foot =
          new PDPageContentStream(
              document, pages.get(page), PDPageContentStream.AppendMode.APPEND, true, true)) {
        String number = "%d / %d".formatted(page + 1, pages.size());
        write(foot, title, size, false, MARGIN, MARGIN - size);
        float right = WIDTH - MARGIN - width(number, size, false);
        write(foot, number, size, false, right, MARGIN - size);
      }
    }
    document.getDocumentInformation().setTitle(title);
    document.getDocumentCatalog().setLanguage(language);
    document.setDocumentId(ByteBuffer.wrap(content.bytes()).getLong());
    var bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
