package org.cotejo.sheet;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Mode;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A code as it is printed: black and white modules. Level Q, so that a quarter of it may be lost
/// to folds and stains; alphanumeric, the mode for which the text was made.
final class QrCode {
  /// White modules that must surround it, by ISO/IEC 18004.
  static final int QUIET = 4;

  private final CodeText text;
  private final int version;
  private final ByteMatrix modules;

  private QrCode(CodeText text, QRCode code) {
    this.text = text;
    this.version = code.getVersion().getVersionNumber();
    this.modules = code.getMatrix();
  }

  /// The codes of a statement: one, or as few parts as are not too dense.
  ///
  /// @param maxVersion the densest in which the whole may stand; parts are of [Paper#MAX_VERSION]
  static List<QrCode> of(byte[] statement, int maxVersion) {
    return of(CodeText.PREFIX, statement, maxVersion);
  }

  /// @param prefix says whether it is a statement or a receipt
  static List<QrCode> of(String prefix, byte[] statement, int maxVersion) {
    Optional<QrCode> whole = of(CodeText.cut(prefix, statement, 1).getFirst(), maxVersion);
    return whole.isPresent() ? List.of(whole.get()) : series(prefix, statement);
  }

  private static List<QrCode> series(String prefix, byte[] statement) {
    for (int parts = 2; parts <= CodeText.MAX_PARTS; parts++) {
      var codes = new ArrayList<QrCode>();
      for (CodeText part : CodeText.cut(prefix, statement, parts)) {
        of(part, Paper.MAX_VERSION).ifPresent(codes::add);
      }
      if (codes.size() == parts) {
        return codes;
      }
    }
    throw new IllegalStateException("the largest statement has fewer than 99 parts");
  }

  private static Optional<QrCode> of(CodeText text, int maxVersion) {
    QRCode code = encoded(text.toString());
    return code != null && code.getVersion().getVersionNumber() <= maxVersion
        ? Optional.of(new QrCode(text, code))
        : Optional.empty();
  }

  /// @return null if no code is large enough
  private static @Nullable QRCode encoded(String text) {
    QRCode code;
    try {
      code = Encoder.encode(text, ErrorCorrectionLevel.Q, Map.<EncodeHintType, Object>of());
    } catch (WriterException tooLong) {
      return null;
    }
    if (code.getMode() != Mode.ALPHANUMERIC) {
      throw new IllegalStateException("a code of ours is not alphanumeric");
    }
    return code;
  }

  /// What stands in it.
  CodeText text() {
    return text;
  }

  /// 1 to 40; the size of the symbol.
  int version() {
    return version;
  }

  /// Modules a side, without the quiet zone.
  int side() {
    return modules.getWidth();
  }

  boolean isBlack(int column, int row) {
    return modules.get(column, row) == 1;
  }
}
