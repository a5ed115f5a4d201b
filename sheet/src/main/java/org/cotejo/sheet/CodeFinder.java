package org.cotejo.sheet;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds QR codes in a photograph. Which size and which threshold between black and white suit a
/// photograph cannot be known before, and a dense code that is lost in one size is found in the
/// next: several are tried, the most promising first, until those who read the texts are content.
/// Of several codes side by side one may be lost between the corners of the others; so beside each
/// that is read another one is looked for.
final class CodeFinder {
  private static final Map<DecodeHintType, Object> HINTS = Map.of(DecodeHintType.TRY_HARDER, true);

  /// Longer sides of the image in pixels, in the order in which they are tried.
  private static final List<Integer> SIDES = List.of(2000, 2400, 1700, 2800, 1400, 3400, 1100, 800);

  /// Pixels of a part of an image in which there can be a code, at least.
  private static final int LEAST = 40;

  private static final double TURN = Math.toRadians(20);
  private static final int STEP = 8;

  private CodeFinder() {}

  /// @param isEnough asked of the texts found so far
  /// @return the texts of the codes, each once
  static Set<String> find(BufferedImage image, Predicate<Set<String>> isEnough) {
    var texts = new LinkedHashSet<String>();
    int longer = Math.max(image.getWidth(), image.getHeight());
    for (int side : sides(longer)) {
      BufferedImage scaled = scaled(image, side, longer);
      var read = new LinkedHashMap<String, Result>();
      for (Binarizer binarizer : binarizers(scaled)) {
        decode(binarizer).forEach(each -> read.putIfAbsent(each.getText(), each));
        texts.addAll(read.keySet());
        if (isEnough.test(texts)) {
          return texts;
        }
      }
      if (!read.isEmpty()) {
        addRest(scaled, read.values(), texts);
        if (isEnough.test(texts)) {
          return texts;
        }
      }
    }
    return texts;
  }

  /// Adds what is found beside codes that were read. Those are painted over, lest their corners be
  /// taken for others', and each neighbour is looked at as if it were alone.
  private static void addRest(BufferedImage image, Collection<Result> read, Set<String> texts) {
    var places = new ArrayDeque<CodePlace>();
    read.forEach(each -> CodePlace.of(each, 0, 0).ifPresent(places::add));
    places.forEach(place -> paintOver(place, image));
    while (!places.isEmpty()) {
      for (Rectangle neighbour : places.remove().neighbours()) {
        Rectangle seen = neighbour.intersection(image.getRaster().getBounds());
        if (seen.width < LEAST || seen.height < LEAST) {
          continue;
        }
        BufferedImage part = image.getSubimage(seen.x, seen.y, seen.width, seen.height);
        boolean isFound = false;
        for (Binarizer binarizer : binarizers(part)) {
          Optional<Result> one = decodeOne(binarizer);
          if (one.isPresent() && texts.add(one.get().getText())) {
            isFound = true;
            CodePlace.of(one.get(), seen.x, seen.y)
                .ifPresent(place -> {
                  paintOver(place, image);
                  places.add(place);
                });
          }
        }
        if (!isFound) {
          binarizers(turned(part)).stream()
              .flatMap(binarizer -> decodeOne(binarizer).stream())
              .forEach(one -> texts.add(one.getText()));
        }
      }
    }
  }

  /// How many modules a side has is told from how wide squares seem along rows of pixels; turned,
  /// they seem otherwise.
  private static BufferedImage turned(BufferedImage part) {
    int side = (int) Math.ceil(Math.hypot(part.getWidth(), part.getHeight()));
    var turned = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = turned.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, side, side);
    graphics.rotate(TURN, side / 2.0, side / 2.0);
    graphics.drawImage(part, (side - part.getWidth()) / 2, (side - part.getHeight()) / 2, null);
    graphics.dispose();
    return turned;
  }

  private static List<Binarizer> binarizers(BufferedImage image) {
    LuminanceSource source = source(image);
    return List.of(new HybridBinarizer(source), new GlobalHistogramBinarizer(source));
  }

  /// A small image as it is comes first: that costs least, and most are read at once.
  private static List<Integer> sides(int longer) {
    // Enlarging more than twice adds nothing.
    Stream<Integer> tried = SIDES.stream().filter(side -> side <= 2 * longer);
    return (longer < SIDES.getFirst() ? Stream.concat(Stream.of(longer), tried) : tried).toList();
  }

  private static List<Result> decode(Binarizer binarizer) {
    try {
      return List.of(new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(binarizer), HINTS));
    } catch (NotFoundException none) {
      return List.of();
    }
  }

  private static Optional<Result> decodeOne(Binarizer binarizer) {
    try {
      return Optional.of(new QRCodeReader().decode(new BinaryBitmap(binarizer), HINTS));
    } catch (ReaderException none) {
      return Optional.empty();
    }
  }

  private static void paintOver(CodePlace place, BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(paper(image, place.area().getBounds()));
    graphics.fill(place.area());
    graphics.dispose();
  }

  /// White itself would be brighter than any paper in the photograph.
  private static Color paper(BufferedImage image, Rectangle around) {
    Rectangle seen = around.intersection(image.getRaster().getBounds());
    int brightest = 0;
    for (int y = seen.y; y < seen.y + seen.height; y += STEP) {
      for (int x = seen.x; x < seen.x + seen.width; x += STEP) {
        brightest = Math.max(brightest, image.getRGB(x, y) & 0xff);
      }
    }
    return new Color(brightest, brightest, brightest);
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
