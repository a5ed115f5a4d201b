package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a slip back to the receipt: documents, and photographs as bad as those of sheets.
class SlipDecodingTest {
  private static final int PHOTOGRAPHS = 16;

  @Test
  void readsTheDocumentAndAnImageOfIt(@TempDir Path directory) throws Exception {
    var printed = PrintedSlip.of(100, Mode.REHEARSAL);
    Path file = Files.write(directory.resolve("slip.pdf"), printed.pdf(SheetLanguage.SPANISH));
    Set<String> texts = SheetFile.codes(file, ReceiptSlip::whole);
    assertThat(texts).hasSizeGreaterThan(1);
    assertThat(ReceiptSlip.read(texts)).isEqualTo(printed.slip());
    assertThat(isIn(CodeFinder.find(printed.image(), SlipDecodingTest::isWhole), printed)).isTrue();
  }

  @Test
  void readsPhotographsThatNobodyTookWithCare() {
    List<Long> unread =
        LongStream.range(0, PHOTOGRAPHS).parallel().filter(seed -> !isRead(seed)).boxed().toList();
    assertThat(unread).isEmpty();
  }

  private static boolean isRead(long seed) {
    try {
      var printed = PrintedSlip.of(seed, Mode.REAL);
      BufferedImage photograph = new Photograph(seed).of(printed.image());
      return isIn(CodeFinder.find(photograph, SlipDecodingTest::isWhole), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWhole(Set<String> texts) {
    return ReceiptSlip.whole(texts) == 1;
  }

  private static boolean isIn(Set<String> texts, PrintedSlip printed) {
    try {
      return ReceiptSlip.read(texts).equals(printed.slip());
    } catch (MalformedException e) {
      return false;
    }
  }
}
