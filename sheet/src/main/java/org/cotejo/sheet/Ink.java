package org.cotejo.sheet;

import java.awt.geom.PathIterator;
import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDFont;

/// What draws on one page. Coordinates are in points from its upper left corner.
final class Ink {
  private static final float ASCENT = 0.93f;

  private final PDPageContentStream out;
  private final float pageHeight;
  private final Typeface typeface;
  private final PDFont regular;
  private final PDFont bold;

  /// @param regular the font files of `typeface`, as the document embeds them
  Ink(PDPageContentStream out, float pageHeight, Typeface typeface, PDFont regular, PDFont bold) {
    this.out = out;
    this.pageHeight = pageHeight;
    this.typeface = typeface;
    this.regular = regular;
    this.bold = bold;
  }

  /// @param top of the line; the baseline is below it
  void text(String settable, Style style, float x, float top, boolean white) throws IOException {
    if (settable.isEmpty()) {
      return;
    }
    float baseline = pageHeight - top - ASCENT * style.size();
    out.setNonStrokingColor(white ? 1f : 0f);
    if (Typeface.isPlain(settable)) {
      out.beginText();
      out.setFont(style.bold() ? bold : regular, style.size());
      out.newLineAtOffset(x, baseline);
      out.showText(settable);
      out.endText();
    } else {
      outline(settable, style, x, baseline);
    }
  }

  /// Outlines say nothing to whoever searches the document or has it read aloud; the text that they
  /// show stands beside them.
  private void outline(String settable, Style style, float x, float baseline) throws IOException {
    var properties = new COSDictionary();
    properties.setString(COSName.ACTUAL_TEXT, settable);
    out.beginMarkedContent(COSName.getPDFName("Span"), PDPropertyList.create(properties));
    var point = new float[6];
    float fromX = 0;
    float fromY = 0;
    for (PathIterator path = typeface.outline(settable, style).getPathIterator(null);
        !path.isDone();
        path.next()) {
      int kind = path.currentSegment(point);
      for (int i = 0; i < 6; i += 2) {
        point[i] += x;
        point[i + 1] = baseline - point[i + 1];
      }
      switch (kind) {
        case PathIterator.SEG_MOVETO -> out.moveTo(point[0], point[1]);
        case PathIterator.SEG_LINETO -> out.lineTo(point[0], point[1]);
        case PathIterator.SEG_QUADTO -> quadratic(fromX, fromY, point);
        case PathIterator.SEG_CUBICTO ->
            out.curveTo(point[0], point[1], point[2], point[3], point[4], point[5]);
        default -> out.closePath();
      }
      int last = kind == PathIterator.SEG_QUADTO ? 2 : kind == PathIterator.SEG_CUBICTO ? 4 : 0;
      fromX = point[last];
      fromY = point[last + 1];
    }
    out.fill();
    out.endMarkedContent();
  }

  /// The same curve as PDF has it, with two control points.
  private void quadratic(float fromX, float fromY, float[] to) throws IOException {
    out.curveTo(
        fromX + (to[0] - fromX) * 2 / 3,
        fromY + (to[1] - fromY) * 2 / 3,
        to[2] + (to[0] - to[2]) * 2 / 3,
        to[3] + (to[1] - to[3]) * 2 / 3,
        to[2],
        to[3]);
  }

  void box(float x, float top, float width, float height) throws IOException {
    out.setNonStrokingColor(0f);
    out.addRect(x, pageHeight - top - height, width, height);
    out.fill();
  }

  /// Runs of black modules of a row are one rectangle each: no hairlines between modules.
  void code(QrCode code, float x, float top, float module) throws IOException {
    out.setNonStrokingColor(0f);
    for (int row = 0; row < code.side(); row++) {
      int column = 0;
      while (column < code.side()) {
        int from = column;
        while (column < code.side() && code.isBlack(column, row)) {
          column++;
        }
        if (column > from) {
          out.addRect(
              x + from * module,
              pageHeight - top - (row + 1) * module,
              (column - from) * module,
              module);
        }
        column++;
      }
    }
    out.fill();
  }
}
