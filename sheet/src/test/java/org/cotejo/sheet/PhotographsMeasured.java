package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What `bench/run sheet` prints: photographs that are read, by what spoils them, and how soon,
/// beside the library for codes alone. Not run with the tests.
class PhotographsMeasured {
  private static final int PHOTOGRAPHS = Integer.getInteger("cotejo.sheet.photographs", 200);

  /// Photographs read and the time one core took for all.
  private record Read(long read, long nanos) {
    static final Read NONE = new Read(0, 0);

    Read plus(Read other) {
      return new Read(read + other.read, nanos + other.nanos);
    }
  }

  @Test
  void readsNearlyAllPhotographs() {
    Map<String, Set<Photograph.Flaw>> kinds = new LinkedHashMap<>();
    kinds.put("none", EnumSet.noneOf(Photograph.Flaw.class));
    for (Photograph.Flaw flaw : Photograph.Flaw.values()) {
      kinds.put(flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '), EnumSet.of(flaw));
    }
    kinds.put("all at once", EnumSet.allOf(Photograph.Flaw.class));
    System.out.printf(
        "sheet: %,d photographs of each kind; read, and photographs/s on one core%n", PHOTOGRAPHS);
    System.out.printf("sheet:   %-18s %22s %22s%n", "", "cotejo", "zxing alone");
    // Until the compiler is done nobody is measured.
    measure(kinds.get("all at once"), Math.min(PHOTOGRAPHS, 24));
    kinds.forEach((name, flaws) -> {
      Read[] read = measure(flaws, PHOTOGRAPHS);
      System.out.printf(
          "sheet:   %-18s %9.1f %% %8.1f/s %9.1f %% %8.1f/s%n",
          name, share(read[0]), rate(read[0]), share(read[1]), rate(read[1]));
      assertThat(read[0].read()).as(name).isGreaterThanOrEqualTo(PHOTOGRAPHS * 99L / 100);
    });
  }

  private static double share(Read read) {
    return 100.0 * read.read() / PHOTOGRAPHS;
  }

  private static double rate(Read read) {
    return PHOTOGRAPHS * 1e9 / read.nanos();
  }

  private static Read[] measure(Set<Photograph.Flaw> flaws, int photographs) {
    return LongStream.range(0, photographs)
        .parallel()
        .mapToObj(seed -> {
          try {
            var sheet = PhotographedSheet.of(seed);
            BufferedImage photograph = new Photograph(seed, flaws).of(sheet.corner());
            return new Read[] {
              timed(sheet, photograph, image -> CodeFinder.find(image, sheet::isIn)),
              timed(sheet, photograph, PhotographsMeasured::zxing)
            };
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .reduce(
            new Read[] {Read.NONE, Read.NONE},
            (one, other) -> new Read[] {one[0].plus(other[0]), one[1].plus(other[1])});
  }

  private static Read timed(
      PhotographedSheet sheet,
      BufferedImage photograph,
      Function<BufferedImage, Set<String>> finder) {
    long start = System.nanoTime();
    Set<String> texts = finder.apply(photograph);
    long nanos = System.nanoTime() - start;
    return new Read(sheet.isIn(texts) ? 1 : 0, nanos);
  }

  /// As the documentation of the library does it.
  private static Set<String> zxing(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    var bitmap =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
    var texts = new LinkedHashSet<String>();
    try {
      for (Result found :
          new QRCodeMultiReader().decodeMultiple(bitmap, Map.of(DecodeHintType.TRY_HARDER, true))) {
        texts.add(found.getText());
      }
    } catch (NotFoundException e) {
      return Set.of();
    }
    return texts;
  }
}
