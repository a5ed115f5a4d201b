package org.cotejo.sheet;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds QR codes in a photograph. Which size and which threshold between black and white suit a
/// photograph cannot be known before, and a dense code that is lost in one size is found in the
/// next: several are tried, the most promising first, until those who read the texts are content.
final class CodeFinder {
  private static final Map<DecodeHintType, Object> HINTS = Map.of(DecodeHintType.TRY_HARDER, true);

  /// Longer sides of the image in pixels, in the order in which they are tried.
  private static final List<Integer> SIDES = List.of(2000, 2400, 1700, 2800, 1400, 3400, 1100, 800);

  private CodeFinder() {}

  /// @param isEnough asked of the texts found so far
  /// @return the texts of the codes, each once
  static Set<String> find(BufferedImage image, Predicate<Set<String>> isEnough) {
    var texts = new LinkedHashSet<String>();
    int longer = Math.max(image.getWidth(), image.getHeight());
    for (int side : sides(longer)) {
      LuminanceSource source = source(scaled(image, side, longer));
      for (Binarizer binarizer :
          List.of(new HybridBinarizer(source), new GlobalHistogramBinarizer(source))) {
        texts.addAll(decode(binarizer));
        if (isEnough.test(texts)) {
          return texts;
        }
      }
    }
    return texts;
  }

  /// A small image as it is comes first: that costs least, and most are read at once.
  private static List<Integer> sides(int longer) {
    // Enlarging more than twice adds nothing.
    Stream<Integer> tried = SIDES.stream().filter(side -> side <= 2 * longer);
    return (longer < SIDES.getFirst() ? Stream.concat(Stream.of(longer), tried) : tried).toList();
  }

  private static Set<String> decode(Binarizer binarizer) {
    var texts = new LinkedHashSet<String>();
    try {
      for (Result found :
          new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(binarizer), HINTS)) {
        texts.add(found.getText());
      }
    } catch (NotFoundException none) {
      return texts;
    }
    return texts;
  }

  private static BufferedImage scaled(BufferedImage image, int side, int longer) {
    int width = Math.max(1, Math.round((float) image.getWidth() * side / longer));
    int height = Math.max(1, Math.round((float) image.getHeight() * side / longer));
    var scaled = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }

  private static LuminanceSource source(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    return new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
  }
}
