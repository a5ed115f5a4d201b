package org.cotejo.sheet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Mode;

/// A receipt of the log as a small slip for a roll of 80 mm, for witnesses to take away.
///
/// @param mode of the election
/// @param election its code
/// @param about what the entry is: its kind and subject
/// @param size of the log in which it was seen
/// @param origin of the log
/// @param witnesses who cosigned; may be nobody where no witness is asked
public record ReceiptPdf(
    Mode mode, String election, String about, long size, String origin, List<String> witnesses) {
  public ReceiptPdf {
    witnesses = List.copyOf(witnesses);
  }

  /// @return the document
  /// @throws MalformedException if the receipt is too large for paper
  /// @throws IOException if the program's own fonts cannot be read
  public byte[] of(ReceiptSlip slip, SheetLanguage language)
      throws IOException, MalformedException {
    var typeface = new Typeface();
    List<QrCode> codes =
        QrCode.of(CodeText.RECEIPT_PREFIX, slip.bytes(), Paper.ROLL_80_MM.maxVersion(1));
    var layout = new SlipLayout(this, slip, codes, language, typeface);
    return new PaperPdf(election + " " + about, Optional.empty(), slip.leaf(), language)
        .of(layout, Paper.ROLL_80_MM, typeface);
  }
}
