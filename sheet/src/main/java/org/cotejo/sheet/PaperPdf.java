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
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.cotejo.cose.Hash;

/// A document to print and to keep: PDF/A-2b, so that it looks the same everywhere and in ten
/// years, and the same bytes for the same content, so that copies can be compared.
///
/// @param title what a viewer calls it; of characters that XML takes for nothing else
/// @param date when it says it was made; a clock would make each copy another one
/// @param content its first bytes are the document's id
record PaperPdf(String title, Optional<LocalDate> date, Hash content, SheetLanguage language) {

  /// @return the document
  /// @throws IOException if the program's own fonts cannot be read
  byte[] of(Layout layout, Paper paper, Typeface typeface) throws IOException {
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
      describe(document);
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
  private static List<List<Block>> pages(Layout layout, Paper paper) {
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

  /// What PDF/A-2b (ISO 19005-2) asks of a document besides its pages.
  private void describe(PDDocument document) throws IOException {
    var information = document.getDocumentInformation();
    information.setTitle(title);
    if (date.isPresent()) {
      var calendar = GregorianCalendar.from(date.get().atStartOfDay(ZoneOffset.UTC));
      information.setCreationDate(calendar);
      information.setModificationDate(calendar);
    }
    var catalog = document.getDocumentCatalog();
    catalog.setLanguage(language.tag());
    var metadata = new PDMetadata(document);
    metadata.importXMPMetadata(metadata().getBytes(StandardCharsets.UTF_8));
    catalog.setMetadata(metadata);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    var intent = new PDOutputIntent(document, new ByteArrayInputStream(profile));
    intent.setInfo("sRGB IEC61966-2.1");
    intent.setOutputCondition("sRGB IEC61966-2.1");
    intent.setOutputConditionIdentifier("sRGB IEC61966-2.1");
    intent.setRegistryName("http://www.color.org");
    catalog.addOutputIntent(intent);
    document.setDocumentId(ByteBuffer.wrap(content.bytes()).getLong());
  }

  private String metadata() {
    String dates =
        date.map(day ->
                "<xmp:CreateDate>%1$sT00:00:00Z</xmp:CreateDate><xmp:ModifyDate>%1$sT00:00:00Z</xmp:ModifyDate>"
                    .formatted(day))
            .orElse("");
    return """
    <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
    <pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
    %s
    </rdf:Description>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="w"?>
    """
        .formatted(title, dates);
  }
}
