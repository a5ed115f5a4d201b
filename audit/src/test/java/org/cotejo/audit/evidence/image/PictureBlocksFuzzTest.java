package org.cotejo.audit.evidence.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class PictureBlocksFuzzTest {
  /// What is there in the first part of a file is there in the whole.
  @FuzzTest
  void seesNoLessInMore(byte[] bytes) {
    PictureBlocks.Seen whole = PictureBlocks.of(bytes);
    if (whole.orientation() < 1 || whole.orientation() > 8) {
      throw new AssertionError("no picture is turned like that");
    }
    for (int length = 0; length < bytes.length; length += 1 + bytes.length / 16) {
      PictureBlocks.Seen part = PictureBlocks.of(Arrays.copyOf(bytes, length));
      if (!whole.blocks().containsAll(part.blocks())) {
        throw new AssertionError("more in the first %d bytes".formatted(length));
      }
    }
  }
}
