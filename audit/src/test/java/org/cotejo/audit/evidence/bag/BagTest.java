package org.cotejo.audit.evidence.bag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One bag with a file that is odd in each way that is allowed, and everything that can be wrong
/// with it.
class BagTest {
  @TempDir private Path directory;

  private Path bag = Path.of("");

  @BeforeEach
  void writeOne() throws IOException {
    bag = write("bag");
  }

  private Path write(String name) throws IOException {
    Path made = Files.createDirectory(directory.resolve(name));
    var writer = new BagWriter(made);
    writer.add(new BagPath("acta 1.txt"), "uno\n".getBytes(UTF_8));
    writer.add(new BagPath("fotos/50%\r\n.jpg"), new byte[] {1, 2, 3});
    writer.copy(new BagPath("vacío"), Files.write(directory.resolve("empty"), new byte[0]));
    var crate = new RoCrate("Acta", "Una acta.", "2026-11-29", List.of("observers"), "0.1.0");
    writer.add(
        RoCrate.PATH,
        crate.json(writer.files().stream().map(file -> RoCrate.Item.of(file, "Given.")).toList()));
    Map<String, String> info = new LinkedHashMap<>();
    info.put("Source-Organization", "observers");
    info.put("Bagging-Date", "2026-11-29");
    writer.finish(info);
    return made;
  }

  private List<String> faults() throws IOException {
    return switch (BagCheck.of(bag, (done, total) -> {})) {
      case BagCheck.Result.Sound sound -> List.of();
      case BagCheck.Result.Unsound(List<BagFault> faults) ->
          faults.stream().map(fault -> fault.kind().label() + " " + fault.file()).toList();
    };
  }

  private static Map<String, String> files(Path bag) throws IOException {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(bag)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            bag.relativize(file).toString(),
            DigestAlgorithm.SHA256.digest(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void isCompleteAndValidAndTheSameBytesAgain() throws IOException {
    assertThat(BagCheck.of(bag, (done, total) -> {}))
        .isInstanceOfSatisfying(
            BagCheck.Result.Sound.class,
            sound ->
                assertThat(sound.files())
                    .extracting(file -> file.path().text())
                    .containsExactly(
                        "acta 1.txt", "fotos/50%\r\n.jpg", "ro-crate-metadata.json", "vacío"));
    assertThat(files(write("again"))).isEqualTo(files(bag)).hasSize(8);
    assertThat(bag.resolve("manifest-sha256.txt"))
        .content()
        .contains("  data/acta 1.txt\n", "  data/fotos/50%25%0D%0A.jpg\n");
    assertThat(bag.resolve("bag-info.txt"))
        .content()
        .startsWith("Source-Organization: observers\nBagging-Date: 2026-11-29\nPayload-Oxum: ");
  }

  @Test
  void isTheSameBagWhereALinkLeadsToIt() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("newest"), bag);
    assertThat(BagCheck.of(link, (done, total) -> {})).isInstanceOf(BagCheck.Result.Sound.class);
  }

  @Test
  void describesEveryFile() {
    assertThat(bag.resolve("data/ro-crate-metadata.json"))
        .content()
        .contains(
            "\"@id\":\"acta%201.txt\"",
            "\"@id\":\"fotos/50%25%0D%0A.jpg\"",
            "\"encodingFormat\":\"image/jpeg\"",
            "\"sha256\":\"039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81\"",
            "\"version\":\"0.1.0\"");
  }

  @Test
  void namesTheFileThatIsChangedMissingOrTooMany() throws IOException {
    Files.writeString(bag.resolve("data/acta 1.txt"), "Uno\n");
    assertThat(faults()).containsExactly("changed data/acta 1.txt");
    Files.delete(bag.resolve("data/acta 1.txt"));
    Files.writeString(bag.resolve("data/more"), "uno\n");
    assertThat(faults()).containsExactly("missing data/acta 1.txt", "not-listed data/more");
  }

  @Test
  void comparesNumbersOfBytesAndFiles() throws IOException {
    Path info = bag.resolve("bag-info.txt");
    Files.writeString(info, Files.readString(info).replaceAll("Oxum: [0-9]+", "Oxum: 12"));
    assertThat(faults()).containsExactly("changed bag-info.txt", "other-size bag-info.txt");
  }

  @Test
  void refusesFilesThatAreElsewhere() throws IOException {
    Files.writeString(bag.resolve("fetch.txt"), "https://x.example/a - data/a\n");
    Files.createSymbolicLink(bag.resolve("data/link"), directory.resolve("empty"));
    assertThat(faults()).containsExactly("link data/link", "fetch fetch.txt");
  }

  @Test
  void refusesWhatIsNoBag() throws IOException {
    Files.delete(bag.resolve("manifest-sha256.txt"));
    assertThat(faults()).containsExactly("no-tag-file manifest-sha256.txt");
    Files.delete(bag.resolve("bagit.txt"));
    assertThat(faults()).containsExactly("no-tag-file bagit.txt");
    Files.writeString(bag.resolve("bagit.txt"), "BagIt-Version: 0.97\n");
    assertThat(faults()).containsExactly("bad-tag-file bagit.txt");
    assertThatThrownBy(() -> BagCheck.of(directory.resolve("none"), (done, total) -> {}))
        .hasMessageContaining("no such directory");
  }

  @Test
  void checksTheLongerDigestsOfOthersToo() throws IOException {
    Path other = bag.resolve("manifest-sha512.txt");
    String digest = DigestAlgorithm.SHA512.digest("uno\n".getBytes(UTF_8)).toUpperCase(Locale.ROOT);
    Files.writeString(other, digest + " data/acta 1.txt\r\n");
    assertThat(faults())
        .hasSize(3)
        .allMatch(fault -> fault.startsWith("not-listed data/"))
        .noneMatch(fault -> fault.contains("acta"));
    Files.writeString(other, digest.replace('0', '1') + " data/acta 1.txt\n");
    assertThat(faults()).contains("changed data/acta 1.txt");
  }

  @Test
  void refusesNamesThatSomeDisksCannotTellApart() throws IOException {
    var writer = new BagWriter(Files.createDirectory(directory.resolve("other")));
    writer.add(new BagPath("Ácta"), new byte[0]);
    assertThatThrownBy(() -> writer.add(new BagPath("a\u0301cta"), new byte[0]))
        .hasMessageContaining("could not tell");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "../a", "a/../b", "/a", "a//b", "a/", "~/a", "C:/a", "a\\b", "a\tb", "a\0"
      })
  void refusesPathsThatLeadElsewhere(String path) throws IOException {
    assertThatThrownBy(() -> BagPath.of(path)).isInstanceOf(MalformedException.class);
    if (!path.isEmpty() && !path.equals("/a")) {
      String line = DigestAlgorithm.SHA256.digest(new byte[0]) + "  " + path + "\n";
      Files.writeString(bag.resolve("manifest-sha256.txt"), line);
      assertThat(faults()).containsExactly("bad-tag-file manifest-sha256.txt");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%", "a%2", "a%2Fb", "%00", "50%"})
  void refusesOtherEscapes(String path) {
    assertThatThrownBy(() -> BagPath.decode(path)).hasMessageContaining("escapes");
  }
}
