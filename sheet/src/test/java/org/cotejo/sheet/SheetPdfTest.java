package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SheetPdfTest {
  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return stripper.getText(document);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameBytesEachTime(Paper paper) throws IOException {
    TallySheet sheet = PrintedElection.sheet(38, 2, Mode.REAL, 1);
    assertThat(SheetPdf.of(sheet, paper, SheetLanguage.ENGLISH))
        .isEqualTo(SheetPdf.of(sheet, paper, SheetLanguage.ENGLISH));
  }

  @Test
  void saysFiguresInDigitsAndWords() throws IOException {
    TallySheet sheet = PrintedElection.sheet(12, 1, Mode.REAL, 1);
    ChannelCount count = sheet.figures().channels().getFirst();
    String english = text(SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH));
    String spanish = text(SheetPdf.of(sheet, Paper.A4, SheetLanguage.SPANISH));
    assertThat(english).contains("Station 0042", "North", "900 nine hundred", "Votes: paper");
    assertThat(spanish).contains("Mesa 0042", "900 novecientos", "Votos: papel");
    for (int i = 0; i < count.selections(); i++) {
      long votes = count.vote(i);
      String line = (i + 1) + " List " + (i + 1) + " " + votes + " ";
      assertThat(english).contains(line + NumberWords.ENGLISH.of(votes));
      assertThat(spanish).contains(line + NumberWords.SPANISH.of(votes));
    }
    assertThat(english.replaceAll("\\s", "")).contains(sheet.leaf().hex());
  }

  @Test
  void saysOnEveryPageThatARehearsalIsOne() throws IOException {
    for (Mode mode : Mode.values()) {
      byte[] pdf =
          SheetPdf.of(PrintedElection.sheet(120, 1, mode, 1), Paper.A4, SheetLanguage.ENGLISH);
      try (PDDocument document = Loader.loadPDF(pdf)) {
        assertThat(document.getNumberOfPages()).isGreaterThan(1);
        for (int page = 1; page <= document.getNumberOfPages(); page++) {
          var stripper = new PDFTextStripper();
          stripper.setStartPage(page);
          stripper.setEndPage(page);
          String text = stripper.getText(document);
          assertThat(text.contains("REHEARSAL")).isEqualTo(mode == Mode.REHEARSAL);
          assertThat(text.contains("RE-ENACTMENT")).isEqualTo(mode == Mode.RE_ENACTMENT);
        }
      }
    }
  }

  @Test
  void saysWhichRulesHoldAndWhichDoNot() throws Exception {
    TallyFigures sound = PrintedElection.figures(5, 1, 1);
    var broken =
        new TallyFigures(
            900,
            sound.votersAdded(),
            sound.votersAdmitted() + 1,
            sound.ballotsReceived(),
            sound.ballotsUnused(),
            sound.ballotsSpoiled(),
            sound.channels());
    TallySheet sheet =
        TallySheet.of(
            PrintedElection.signed(broken, PrintedElection.STATION),
            PrintedElection.read(PrintedElection.files(Mode.REAL, 5, List.of("paper"))));
    String text = text(SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH));
    assertThat(text)
        .contains("Ballots cast = voters admitted", "does not: ")
        .contains("Admitted ≤ registered + added holds")
        .contains("Received = unused + spoiled + cast not asked");
  }

  /// What a name is in its own script stays to be found and read aloud, though it is drawn.
  @Test
  void drawsScriptsThatRunFromRightToLeftAndKeepsTheirText() throws Exception {
    var files = PrintedElection.files(Mode.REAL, 2, List.of("paper"));
    String arabic = "قائمة الوحدة";
    files.selection("c", "3", Selection.Type.LIST, "X", arabic, "Qaimat al-wahda");
    files.selection("c", "4", Selection.Type.LIST, "X", "統一", "Toitsu");
    TallySheet sheet =
        TallySheet.of(
            PrintedElection.signed(PrintedElection.figures(4, 1, 1), PrintedElection.STATION),
            PrintedElection.read(files));
    byte[] pdf = SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH);
    String text = text(pdf);
    assertThat(text).doesNotContain("Qaimat").contains("Toitsu");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      var properties =
          document.getPage(0).getResources().getCOSObject().getCOSDictionary(COSName.PROPERTIES);
      assertThat(properties).isNotNull();
      assertThat(properties.keySet())
          .extracting(name -> properties.getCOSDictionary(name).getString(COSName.ACTUAL_TEXT))
          .containsExactly(arabic);
    }
  }

  @Test
  void embedsItsFontsAndSaysThatItIsPdfA() throws IOException {
    byte[] pdf =
        SheetPdf.of(PrintedElection.sheet(38, 1, Mode.REAL, 1), Paper.A4, SheetLanguage.ENGLISH);
    assertThat(pdf.length).isLessThan(150_000);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (PDPage page : document.getPages()) {
        for (COSName name : page.getResources().getFontNames()) {
          PDFont font = page.getResources().getFont(name);
          assertThat(font.isEmbedded()).isTrue();
          assertThat(font.getName()).matches("[A-Z]{6}\\+DejaVuSansCondensed(-Bold)?");
        }
      }
      assertThat(document.getDocumentCatalog().getOutputIntents()).hasSize(1);
      assertThat(
              new String(
                  document.getDocumentCatalog().getMetadata().toByteArray(),
                  StandardCharsets.UTF_8))
          .contains("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>");
    }
  }

  @Test
  void printsNoStatementThatIsNoTallyRecordOfTheElection() {
    var election = PrintedElection.read(PrintedElection.files(Mode.REAL, 3, List.of("paper")));
    assertThatThrownBy(() ->
            TallySheet.of(
                PrintedElection.signed(PrintedElection.figures(4, 1, 1), PrintedElection.STATION),
                election))
        .hasMessageContaining("counts 4 selections; the ballot of station 0042 has 3");
    assertThatThrownBy(() ->
            TallySheet.of(
                new TimeMark(5, Optional.empty()).sign(PrintedElection.ID, PrintedElection.STATION),
                election))
        .hasMessage("the statement is of type time-mark, not a tally record");
  }

  @Test
  void printsTheExample() throws Exception {
    var example = PrintedElection.example();
    for (FiguresFile.Reported reported : PrintedElection.exampleFigures(example).subList(0, 20)) {
      TallySheet sheet = PrintedElection.sheet(example, reported);
      assertThat(text(SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH)))
          .contains("RE-ENACTMENT", "Благоевград");
    }
  }
}
