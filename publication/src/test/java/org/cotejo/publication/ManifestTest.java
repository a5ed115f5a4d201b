package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.Tile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The manifest's text, and which partial files of earlier checkpoints it lists.
class ManifestTest {
  private static Manifest.Line line(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    return new Manifest.Line(path, bytes.length, Hash.sha256(bytes));
  }

  @Test
  void listsFilesByPathWithSizeAndDigest() {
    byte[] text =
        Manifest.text(
            List.of(line("style.css", "abc"), line("areas/N.html", "")),
            List.of(line("tile/0/000.p/1", "a"), line("index.html", "abc")));
    String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    String a = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(new String(text, StandardCharsets.US_ASCII))
        .isEqualTo(
            "path,size,sha256\n"
                + "areas/N.html,0,"
                + empty
                + "\n"
                + "index.html,3,"
                + abc
                + "\n"
                + "style.css,3,"
                + abc
                + "\n"
                + "tile/0/000.p/1,1,"
                + a
                + "\n");
  }

  @Test
  void ofNothingIsItsHeader() {
    assertThat(new String(Manifest.text(List.of(), List.of()), StandardCharsets.US_ASCII))
        .isEqualTo("path,size,sha256\n");
  }

  /// Sizes of the checkpoints published so far, and below them the partial files that are still
  /// kept: a tile of 256 fills up at multiples of 256 entries, one of the row above it at multiples
  /// of 65,536.
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "1, tile/entries/000.p/1 tile/0/000.p/1",
    "255, tile/entries/000.p/255 tile/0/000.p/255",
    "256, tile/1/000.p/1",
    "257, tile/entries/001.p/1 tile/0/001.p/1 tile/1/000.p/1",
    "'100 200', tile/entries/000.p/100 tile/0/000.p/100 tile/entries/000.p/200 tile/0/000.p/200",
    "'255 256', tile/1/000.p/1",
    "'100 255 257', tile/entries/001.p/1 tile/0/001.p/1 tile/1/000.p/1",
    """
    '300 400',\
     tile/entries/001.p/44 tile/0/001.p/44 tile/1/000.p/1 tile/entries/001.p/144 tile/0/001.p/144\
    """,
    """
    '300 600', tile/1/000.p/1 tile/entries/002.p/88 tile/0/002.p/88 tile/1/000.p/2\
    """,
    "65535, tile/entries/255.p/255 tile/0/255.p/255 tile/1/000.p/255",
    "65536, tile/2/000.p/1",
    "'65535 65536', tile/2/000.p/1",
    "'65280 65535', tile/1/000.p/255 tile/entries/255.p/255 tile/0/255.p/255",
    "'300 65535 65537', tile/entries/256.p/1 tile/0/256.p/1 tile/2/000.p/1",
    "65792, tile/1/001.p/1 tile/2/000.p/1",
    "70000, tile/entries/273.p/112 tile/0/273.p/112 tile/1/001.p/17 tile/2/000.p/1",
    "'65792 70000', tile/1/001.p/1 tile/2/000.p/1 tile/entries/273.p/112 tile/0/273.p/112 tile/1/001.p/17"
  })
  void keepsPartialFilesUntilThePublicationAfterTheOneThatFilledThem(String sizes, String kept) {
    List<Long> published =
        Arrays.stream(sizes.split(" ", -1)).filter(s -> !s.isEmpty()).map(Long::valueOf).toList();
    assertThat(Manifest.keptPartials(published).stream().map(LogFile::path))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(kept.split(" ", -1)).filter(s -> !s.isEmpty()).toList());
  }

  @Test
  void makesLinesOfFilesFromTheirContent() {
    List<LogFile> files = List.of(new Tile(1, 0, 2), new EntryBundle(3, 4));
    assertThat(
            Manifest.lines(
                files, file -> file.path().substring(5).getBytes(StandardCharsets.US_ASCII)))
        .containsExactly(
            line("tile/1/000.p/2", "1/000.p/2"), line("tile/entries/003.p/4", "entries/003.p/4"));
  }

  @Test
  void listsThePartialFilesOfEarlierCheckpointsBesideEverythingElse() {
    SmallPublication whole = SmallPublication.whole();
    String text = new String(whole.manifests().getLast(), StandardCharsets.UTF_8);
    List<String> paths =
        text.lines().skip(1).map(row -> row.substring(0, row.indexOf(','))).toList();
    List<Long> sizes = whole.publication.publishedSizes();
    assertThat(paths)
        .isSorted()
        .doesNotHaveDuplicates()
        .containsAll(whole.files.keySet())
        .contains(
            "tile/0/000.p/" + sizes.get(0),
            "tile/entries/000.p/" + sizes.get(0),
            "tile/0/000.p/" + sizes.get(1),
            "tile/entries/000.p/" + sizes.get(1))
        .hasSize(whole.files.size() + 4)
        .doesNotContain("checkpoint", Publication.MANIFEST);
  }
}
