package org.cotejo.sheet;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;

/// A tally sheet as a document to print and to keep: PDF/A-2b, so that it looks the same everywhere
/// and in ten years, and the same bytes for the same record, so that copies can be compared.
public final class SheetPdf {
  private SheetPdf() {}

  /// @return the document
  /// @throws IOException if the program's own fonts cannot be read
  public static byte[] of(TallySheet sheet, Paper paper, SheetLanguage language)
      throws IOException {
    var typeface = new Typeface();
    var layout = new SheetLayout(sheet, paper, language, typeface);
    List<List<Block>> pages = pages(layout, paper);
    try (var document = new PDDocument()) {
      PDFont regular = embed(document, Typeface.File.REGULAR);
      PDFont bold = embed(document, Typeface.File.BOLD);
      for (int i = 0; i < pages.size(); i++) {
        Block foot = layout.foot(i + 1, pages.size());
        float height = paper.height() > 0 ? paper.height() : height(pages.get(i), paper, foot);
        var page = new PDPage(new PDRectangle(paper.width(), height));
        document.addPage(page);
        try (var out = new PDPageContentStream(document, page)) {
          var ink = new Ink(out, height, typeface, regular, bold);
          float top = paper.margin();
          for (Block block : pages.get(i)) {
            block.draw(ink, paper.margin(), top);
            top += block.height();
          }
          foot.draw(ink, paper.margin(), height - paper.margin() - foot.height());
        }
      }
      describe(document, sheet, language);
      var bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private static PDFont embed(PDDocument document, Typeface.File font) throws IOException {
    try (InputStream in = font.open()) {
      return PDType0Font.load(document, in, true);
    }
  }

  private static float height(List<Block> blocks, Paper paper, Block foot) {
    return new Block.Stack(blocks).height() + foot.height() + 3 * paper.margin();
  }

  /// Fills pages from the top; what does not fit any more begins the next one.
  private static List<List<Block>> pages(SheetLayout layout, Paper paper) {
    float room =
        paper.height() == 0
            ? Float.MAX_VALUE
            : paper.height() - 2 * paper.margin() - layout.foot(1, 1).height() - 8;
    var pages = new ArrayList<List<Block>>();
    var page = new ArrayList<Block>(layout.mark());
    float used = new Block.Stack(page).height();
    for (Block block : layout.blocks()) {
      if (used + block.height() > room) {
        pages.add(page);
        page = new ArrayList<>(layout.mark());
        used = new Block.Stack(page).height();
      }
      page.add(block);
      used += block.height();
    }
    pages.add(page);
    return pages;
  }

  /// What PDF/A-2b (ISO 19005-2) asks of a document besides its pages. Its dates are that of the
  /// election and its id comes from the leaf hash: a clock would make each copy another one.
  private static void describe(PDDocument document, TallySheet sheet, SheetLanguage language)
      throws IOException {
    String title =
        "%s %s %s"
            .formatted(sheet.election().code(), sheet.contest().code(), sheet.station().code());
    LocalDate date = sheet.election().date();
    var calendar = GregorianCalendar.from(date.atStartOfDay(ZoneOffset.UTC));
    var information = document.getDocumentInformation();
    information.setTitle(title);
    information.setCreationDate(calendar);
    information.setModificationDate(calendar);
    var catalog = document.getDocumentCatalog();
    catalog.setLanguage(language.tag());
    var metadata = new PDMetadata(document);
    metadata.importXMPMetadata(metadata(title, date).getBytes(StandardCharsets.UTF_8));
    catalog.setMetadata(metadata);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    var intent = new PDOutputIntent(document, new ByteArrayInputStream(profile));
    intent.setInfo("sRGB IEC61966-2.1");
    intent.setOutputCondition("sRGB IEC61966-2.1");
    intent.setOutputConditionIdentifier("sRGB IEC61966-2.1");
    intent.setRegistryName("http://www.color.org");
    catalog.addOutputIntent(intent);
    document.setDocumentId(ByteBuffer.wrap(sheet.leaf().bytes()).getLong());
  }

  /// Codes have no character that XML would read otherwise.
  private static String metadata(String title, LocalDate date) {
    return """
    <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
    <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
    <xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate><xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>
    </rdf:Description>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="w"?>
    """
        .formatted(title, date, date);
  }
}
