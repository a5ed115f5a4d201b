package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.cotejo.model.Mode;
import org.cotejo.model.Selection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/// What we call PDF/A-2b is PDF/A-2b for the validator that others use.
class PdfArchiveTest {
  @BeforeAll
  static void prepare() {
    VeraGreenfieldFoundryProvider.initialise();
  }

  /// Clauses that do not hold, and where.
  private static List<String> failures(byte[] pdf) throws Exception {
    try (PDFAParser parser =
            Foundries.defaultInstance()
                .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFA_2_B);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_B, false)) {
      ValidationResult result = validator.validate(parser);
      List<String> failed =
          result.getTestAssertions().stream()
              .map(each -> each.getRuleId().getClause() + " " + each.getMessage())
              .toList();
      assertThat(result.isCompliant()).isEqualTo(failed.isEmpty());
      return failed;
    }
  }

  @Test
  void sheetsOnEveryPaperInEveryLanguage() throws Exception {
    TallySheet sheet = PrintedElection.sheet(38, 1, Mode.REAL, 1);
    assertThat(failures(SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH))).isEmpty();
    assertThat(failures(SheetPdf.of(sheet, Paper.ROLL_80_MM, SheetLanguage.SPANISH))).isEmpty();
  }

  @Test
  void sheetsOfSeveralPagesAndCodes() throws Exception {
    TallySheet sheet = PrintedElection.sheet(120, 3, Mode.REHEARSAL, 1);
    assertThat(failures(SheetPdf.of(sheet, Paper.A4, SheetLanguage.SPANISH))).isEmpty();
  }

  @Test
  void namesInOtherScripts() throws Exception {
    var files = PrintedElection.files(Mode.REAL, 2, List.of("paper"));
    files.selection("c", "3", Selection.Type.LIST, "X", "قائمة الوحدة", "Qaimat al-wahda");
    files.selection("c", "4", Selection.Type.LIST, "X", "רשימת האחדות", "Reshimat ha-ahdut");
    files.selection("c", "5", Selection.Type.LIST, "X", "Единство", "Edinstvo");
    TallySheet sheet =
        TallySheet.of(
            PrintedElection.signed(PrintedElection.figures(5, 1, 1), PrintedElection.STATION),
            PrintedElection.read(files));
    assertThat(failures(SheetPdf.of(sheet, Paper.A4, SheetLanguage.ENGLISH))).isEmpty();
  }

  @Test
  void slips() throws Exception {
    PrintedSlip slip = PrintedSlip.of(1, Mode.REHEARSAL);
    assertThat(failures(slip.pdf(SheetLanguage.SPANISH))).isEmpty();
  }

  /// The validator does object.
  @Test
  void notEveryDocument() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      var page = new PDPage();
      page.setResources(new PDResources());
      document.addPage(page);
      document.save(bytes);
    }
    assertThat(failures(bytes.toByteArray())).isNotEmpty();
  }
}
