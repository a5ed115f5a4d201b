package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program's listing, which entry 0 binds, and what can be a program.
class SiteProgramTest {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String SOUND = ABC + "  es/data.html\n" + EMPTY + "  page.js\n";

  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SiteProgram program() throws MalformedException {
    return SiteProgram.of(Map.of("page.js", new byte[0], "es/data.html", bytes("abc")));
  }

  @Test
  void listsItsFilesAsSha256sumDoes() throws MalformedException {
    assertThat(program().listing()).asString(StandardCharsets.UTF_8).isEqualTo(SOUND);
    assertThat(program().digest()).hasValue(Hash.sha256(bytes(SOUND)));
    assertThat(SiteProgram.parseListing(bytes(SOUND)))
        .containsOnly(
            Map.entry("es/data.html", Hash.sha256(bytes("abc"))),
            Map.entry("page.js", Hash.sha256()));
  }

  @Test
  void tellsBrowsersTheDigestOfAFile() throws MalformedException {
    assertThat(program().integrity("page.js"))
        .isEqualTo("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  @Test
  void isNothingToListIfThereIsNone() {
    assertThat(SiteProgram.NONE.digest()).isEmpty();
    assertThat(SiteProgram.NONE.files()).isEmpty();
    SiteProgram.NONE.publish((path, content) -> {
      throw new AssertionError(path);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../a",
        "a/../b",
        "a//b",
        "/a",
        "a/",
        "a/b/c",
        "A",
        "a b",
        "a\nb",
        ".a",
        "a/.b",
        "a\\b",
        "é",
        "files.sha256"
      })
  void refusesPathsThatNoFileOfAProgramHas(String path) {
    assertThatThrownBy(() -> SiteProgram.of(Map.of(path, new byte[0])))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is no path");
    assertThatThrownBy(() -> SiteProgram.parseListing(bytes(EMPTY + "  " + path + "\n")))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        EMPTY + "  page.js",
        EMPTY + "  page.js\n\n",
        EMPTY + " page.js\n",
        EMPTY + " *page.js\n",
        EMPTY + "  page.js\r\n",
        EMPTY + "  b\n" + EMPTY + "  a\n",
        EMPTY + "  a\n" + EMPTY + "  a\n"
      })
  void refusesListingsOfAnotherForm(String listing) {
    assertThatThrownBy(() -> SiteProgram.parseListing(bytes(listing)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("line");
  }

  @Test
  void hasOneToSixtyFourFilesAndAtMostEightMebibytes() throws MalformedException {
    assertThatThrownBy(() -> SiteProgram.of(Map.of())).isInstanceOf(MalformedException.class);
    var files = new TreeMap<String, byte[]>();
    for (int file = 0; file < 64; file++) {
      files.put("f" + file, new byte[8 << 14]);
    }
    SiteProgram most = SiteProgram.of(files);
    assertThat(SiteProgram.parseListing(most.listing())).hasSize(64);
    files.put("f0", new byte[(8 << 14) + 1]);
    assertThatThrownBy(() -> SiteProgram.of(files)).hasMessageContaining("8388608");
    files.put("f0", new byte[0]);
    files.put("f64", new byte[0]);
    assertThatThrownBy(() -> SiteProgram.of(files)).hasMessageContaining("not 65");
    String tooMany = new String(most.listing(), StandardCharsets.UTF_8) + EMPTY + "  z\n";
    assertThatThrownBy(() -> SiteProgram.parseListing(bytes(tooMany)))
        .hasMessageContaining("line 65");
  }

  @Test
  void readsADirectoryAndMakesItsListingAnew() throws IOException, MalformedException {
    Files.createDirectories(directory.resolve("es"));
    Files.writeString(directory.resolve("es/data.html"), "abc");
    Files.writeString(directory.resolve("page.js"), "");
    Files.writeString(directory.resolve("files.sha256"), "another");
    assertThat(SiteProgram.read(directory).listing()).isEqualTo(program().listing());
  }

  @Test
  void namesTheFileThatMakesADirectoryNoProgram() throws IOException {
    assertThatThrownBy(() -> SiteProgram.read(directory))
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("not 0");
    Files.writeString(directory.resolve("page.js"), "");
    Files.createSymbolicLink(directory.resolve("link.js"), Path.of("page.js"));
    assertThatThrownBy(() -> SiteProgram.read(directory)).hasMessageContaining("'link.js'");
    Files.delete(directory.resolve("link.js"));
    Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(directory.resolve("a/b/c"), "");
    assertThatThrownBy(() -> SiteProgram.read(directory)).hasMessageContaining("'a/b/c'");
  }
}
