package org.cotejo.server;

import java.util.Locale;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.CoseReceipt;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.TlogProof;

/// The forms in which a receipt is handed out; whoever asks chooses by `Accept` ([RFC 9110
/// §12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).
enum ReceiptForm {
  /// What is handed out to those who do not say.
  TLOG_PROOF("text/plain", "; charset=utf-8"),
  /// For those who name it, at least as gladly as the other.
  COSE("application/cose", "; cose-type=\"cose-sign1\"");

  private final String name;
  private final String parameters;

  ReceiptForm(String name, String parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  /// @param accept the header's value, empty if there is none; what is no media range counts as
  ///   nothing
  static ReceiptForm of(String accept) {
    double cose = COSE.quality(accept);
    return cose > 0 && cose >= TLOG_PROOF.quality(accept) ? COSE : TLOG_PROOF;
  }

  /// How gladly the form is taken, from 0 to 1. Ranges with a star are for neither.
  private double quality(String accept) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(name)) {
        for (String part : parts) {
          String parameter = part.strip();
          if (parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            return Double.parseDouble(parameter.substring(2));
          }
        }
        return 1;
      }
    }
    return 0;
  }

  String mediaType() {
    return name + parameters;
  }

  /// @param leaf hash of the entry that the receipt is of
  /// @param signer the log's, for the form that has a signature of its own
  /// @throws MalformedException if that signer's key did not sign the checkpoint
  byte[] write(TlogProof receipt, Hash leaf, NoteSigner signer) throws MalformedException {
    return switch (this) {
      case TLOG_PROOF -> receipt.bytes();
      case COSE -> CoseReceipt.sign(receipt, leaf, signer).bytes();
    };
  }
}
