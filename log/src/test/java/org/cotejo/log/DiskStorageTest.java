package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest {
  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Where a rename is two steps, a power cut can leave a file under its old name and its new one.
  @Test
  void writesANewFileAndNeverIntoOneThatMayHaveAnotherName() throws IOException {
    var storage = new DiskStorage(directory);
    storage.write("checkpoint", bytes("published"));
    Files.createLink(directory.resolve("next"), directory.resolve("checkpoint"));

    storage.write("next", bytes("half of"));

    assertThat(storage.read("checkpoint")).isEqualTo(bytes("published"));
    assertThat(storage.read("next")).isEqualTo(bytes("half of"));
  }

  @Test
  void listsWhatIsOnAnotherDisk() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    var storage = new DiskStorage(Files.createSymbolicLink(directory.resolve("public"), disk));
    storage.write("tile/0/000", bytes("x"));
    assertThat(storage.list()).containsExactly("tile/0/000");
  }

  @Test
  void makesTheDirectoriesOfAFileAndRemovesThoseThatAreEmpty() throws IOException {
    var storage = new DiskStorage(directory);
    storage.write("tile/0/000.p/1", bytes("x"));
    assertThat(storage.list()).containsExactly("tile/0/000.p/1");

    storage.delete("tile/0/000.p/1");

    assertThat(directory.resolve("tile/0/000.p")).doesNotExist();
    assertThat(storage.exists("tile/0/000.p/1")).isFalse();
  }
}
