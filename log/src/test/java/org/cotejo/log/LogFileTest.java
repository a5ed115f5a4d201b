package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileTest {
  @ParameterizedTest
  @CsvSource({
    "0, 256, tile/0/000",
    "999, 256, tile/0/999",
    "1000, 256, tile/0/x001/000",
    "1234067, 17, tile/0/x001/x234/067.p/17",
    "123456789, 255, tile/0/x123/x456/789.p/255"
  })
  void namesTilesInGroupsOfThreeDigits(long n, int width, String path) throws MalformedException {
    assertThat(new Tile(0, n, width).path()).isEqualTo(path);
    assertThat(LogFile.parse(path)).isEqualTo(new Tile(0, n, width));
    String entries = path.replace("tile/0/", "tile/entries/");
    assertThat(new EntryBundle(n, width).path()).isEqualTo(entries);
    assertThat(LogFile.parse(entries)).isEqualTo(new EntryBundle(n, width));
  }

  @Test
  void readsBackEveryPathItWrites() throws MalformedException {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      int level = random.nextInt(8);
      long hashes = (random.nextLong() >>> 2 >>> (8 * level)) >>> random.nextInt(40);
      LogFile file = new Tile(level, hashes / 256, (int) (hashes % 256) + 1);
      assertThat(LogFile.parse(file.path())).isEqualTo(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "checkpoint",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/01/000",
        "tile/-1/000",
        "tile/8/000",
        "tile/63/000",
        "tile/64/000",
        "tile/100/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/1000",
        "tile/0/x000/000",
        "tile/0/x000/x001/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/x1/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/entries/0",
        "tile/entries/000.p/256",
        "tile/7/x001/000",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/000",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000"
      })
  void refusesEveryOtherPath(String path) {
    assertThatThrownBy(() -> LogFile.parse(path)).isInstanceOf(MalformedException.class);
  }

  @Test
  void existsUpToTheLargestSizeALongCanSay() {
    assertThat(new Tile(7, 0, 127).end()).isEqualTo(127L << 56);
    assertThatThrownBy(() -> new Tile(7, 0, 128)).isInstanceOf(IllegalArgumentException.class);
    long last = Long.MAX_VALUE / 256;
    assertThat(new EntryBundle(last, 255).end()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> new EntryBundle(last, 256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tile(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsTheFilesOfALogOf70000Entries() {
    List<String> tiles =
        LogFile.of(70_000).filter(file -> file instanceof Tile).map(LogFile::path).toList();

    assertThat(tiles).hasSize(273 + 1 + 1 + 1 + 1).doesNotHaveDuplicates();
    assertThat(tiles)
        .contains("tile/0/000", "tile/0/272", "tile/0/273.p/112")
        .endsWith("tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
    assertThat(LogFile.partials(70_000))
        .extracting(LogFile::path)
        .containsExactly(
            "tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
  }

  @Test
  void listsNoEmptyFiles() {
    assertThat(LogFile.of(0)).isEmpty();
    assertThat(LogFile.partials(0)).isEmpty();
    assertThat(LogFile.of(256))
        .extracting(LogFile::path)
        .containsExactly("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
    assertThat(LogFile.partials(65_536))
        .extracting(LogFile::path)
        .containsExactly("tile/2/000.p/1");
    assertThat(LogFile.partials(Long.MAX_VALUE)).hasSize(9);
    assertThatThrownBy(() -> LogFile.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LogFile.partials(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsOnlyFilesThatFitTheSizeAndAllPartialsAmongThem() {
    for (long size : new long[] {1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000}) {
      Set<LogFile> files = LogFile.of(size).collect(Collectors.toSet());
      assertThat(files).allMatch(file -> file.end() <= size);
      Set<LogFile> partials = new HashSet<>(LogFile.partials(size));
      assertThat(files.stream().filter(LogFile::isPartial).collect(Collectors.toSet()))
          .isEqualTo(partials);
    }
  }
}
