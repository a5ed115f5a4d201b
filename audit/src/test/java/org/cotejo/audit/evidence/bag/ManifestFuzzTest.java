package org.cotejo.audit.evidence.bag;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;

class ManifestFuzzTest {
  private static final Path BAG = Path.of("/bag");

  /// What is accepted leads nowhere outside the bag, and is written to a file that says the same.
  @FuzzTest
  void isRefusedOrSaysTheSameAgain(byte[] bytes) {
    try {
      Manifest manifest = Manifest.parse(DigestAlgorithm.SHA256, bytes);
      if (!Manifest.parse(DigestAlgorithm.SHA256, manifest.bytes()).equals(manifest)) {
        throw new AssertionError("says something else when it is written");
      }
      for (BagPath path : manifest.digests().keySet()) {
        Path file = BAG.resolve(path.text());
        if (!file.normalize().equals(file) || !file.startsWith(BAG) || file.equals(BAG)) {
          throw new AssertionError("leads elsewhere: " + path);
        }
      }
    } catch (MalformedException refused) {
      // Most are no manifest.
    }
  }
}
