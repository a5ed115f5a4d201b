package org.cotejo.station.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.station.TestLog;

class BundleFuzzTest {
  private static final byte[] SOUND = Bundles.pack(Bundles.parts(new TestLog(), 3));

  /// The input is laid over a sound bundle, or stands for itself: what is read either way is packed
  /// again to the same bytes.
  @FuzzTest
  void hasOneSpelling(byte[] input) {
    var _ = reread(input);
    byte[] changed = SOUND.clone();
    for (int i = 0; i < Math.min(input.length, changed.length); i++) {
      changed[i] ^= input[i];
    }
    boolean isRead = reread(changed);
    if (isRead != Arrays.equals(changed, SOUND)) {
      throw new AssertionError("a changed bundle is read");
    }
  }

  private static boolean reread(byte[] bytes) {
    List<Part> parts;
    try {
      parts = Bundles.read(bytes);
    } catch (MalformedException e) {
      return false;
    }
    if (!Arrays.equals(Bundles.pack(parts), bytes)) {
      throw new AssertionError("is packed to something else");
    }
    return true;
  }
}
