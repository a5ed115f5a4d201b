package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `cotejo evidence`: bags, time-stamps from an authority on this machine, pictures.
class EvidenceCommandTest {
  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Run stamp(TestAuthority authority) throws IOException {
    Object[] words = {
      "evidence",
      "stamp",
      write("checkpoint", "uno\n"),
      "--authority-url",
      authority.address(),
      "--out",
      directory.resolve("stamps"),
      "--trust",
      authority.trust(directory.resolve("root.pem"))
    };
    return Run.cotejo(words);
  }

  @Test
  void packsABagAndNamesWhatIsChangedInIt() throws IOException {
    write("files/acta 1.txt", "uno\n");
    write("files/fotos/b.jpg", "dos");
    Path bag = directory.resolve("bag");
    Run packed =
        Run.cotejo(
            "evidence",
            "bag",
            directory.resolve("files"),
            "--organisation",
            "observers",
            "--date",
            "2026-11-29",
            "--out",
            bag);
    assertThat(packed.code()).as(packed.text()).isZero();
    Run sound = Run.cotejo("evidence", "check-bag", bag);
    assertThat(sound.code()).as(sound.text()).isZero();
    assertThat(sound.out()).contains("complete and valid, 3 files");
    Files.writeString(bag.resolve("data/files/acta 1.txt"), "Uno\n");
    Run changed = Run.cotejo("evidence", "check-bag", bag);
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).contains("data/files/acta 1.txt: has another digest");

    Run again =
        Run.cotejo(
            "evidence",
            "bag",
            directory.resolve("files"),
            "--organisation",
            "observers",
            "--out",
            bag);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("not empty");
    Run name =
        Run.cotejo(
            "evidence",
            "bag",
            directory.resolve("files"),
            "--organisation",
            "A. Person",
            "--out",
            directory.resolve("other"));
    assertThat(name.err()).contains("--organisation is no code");
  }

  @Test
  void keepsAStampThatHoldsHereAndForOpenssl() throws Exception {
    try (var authority = new TestAuthority(TestAuthority.Fault.NONE)) {
      Run kept = stamp(authority);
      assertThat(kept.code()).as(kept.text()).isZero();
      assertThat(kept.out())
          .contains("stamped at 2026-11-29T12:00:00Z", "policy 1.2.3.4.5", "CN=Test root");
      assertThat(stamp(authority).err()).contains("exists already and is not overwritten");
    }
    Path stamp = directory.resolve("stamps/checkpoint.127.0.0.1.tsr");
    Path root = directory.resolve("root.pem");
    Path file = directory.resolve("checkpoint");
    assertThat(directory.resolve("stamps/checkpoint.127.0.0.1.chain.pem"))
        .content()
        .containsPattern("(?s)BEGIN CERTIFICATE.*BEGIN CERTIFICATE");
    Run checked = Run.cotejo("evidence", "check-stamp", file, stamp, "--trust", root);
    assertThat(checked.code()).as(checked.text()).isZero();
    assertThat(checked.out()).contains("stamped at 2026-11-29T12:00:00Z", "  may be off by 1 s");
    Path other = write("other", "Uno\n");
    Run another = Run.cotejo("evidence", "check-stamp", other, stamp, "--trust", root);
    assertThat(another.code()).isEqualTo(1);
    assertThat(another.out()).contains("it is of another file");
    Run none = Run.cotejo("evidence", "check-stamp", file, other, "--trust", root);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("not a time-stamp of RFC 3161");

    assertThat(openssl(stamp, file, root)).isZero();
    assertThat(openssl(stamp, other, root)).isNotZero();
  }

  private static int openssl(Path stamp, Path file, Path root) throws Exception {
    var builder =
        new ProcessBuilder(
            "openssl",
            "ts",
            "-verify",
            "-in",
            stamp.toString(),
            "-data",
            file.toString(),
            "-CAfile",
            root.toString(),
            "-attime",
            Long.toString(TestAuthority.NOW.getEpochSecond()));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      Assumptions.abort("openssl is not here: " + e.getMessage());
      return -1;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ANY_PURPOSE  | 1 | not one for time-stamping alone
          EXPIRED      | 1 | the time-stamp does not hold
          OTHER_NONCE  | 1 | it answers another request
          OTHER_DIGEST | 1 | it is of another file
          REFUSES      | 2 | gives no stamp: status 2
          ENDLESS      | 2 | 127.0.0.1
          PAGE         | 2 | answers 503
          """)
  void keepsNothingThatDoesNotHold(TestAuthority.Fault fault, int code, String told)
      throws IOException {
    try (var authority = new TestAuthority(fault)) {
      Run run = stamp(authority);
      assertThat(run.code()).as(run.text()).isEqualTo(code);
      assertThat(run.text()).contains(told).doesNotContain("Exception");
      assertThat(directory.resolve("stamps")).isEmptyDirectory();
    }
  }

  @Test
  void asksOnlyAddressesThatAreThere() throws IOException {
    Path file = write("file", "uno\n");
    Run nobody =
        Run.cotejo(
            "evidence", "stamp", file, "--authority-url", Run.deserted(), "--out", directory);
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("127.0.0.1");
    Run other =
        Run.cotejo("evidence", "stamp", file, "--authority-url", "file:///x", "--out", directory);
    assertThat(other.err()).contains("is not http://HOST/");
  }

  private Path picture(String name, Color color) throws IOException {
    var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillOval(5, 5, 30, 40);
    graphics.dispose();
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void saysWhichPicturesAreTheSameAndThatMissingMetadataProvesNothing() throws IOException {
    Files.copy(picture("fotos/a.png", Color.RED), directory.resolve("fotos/b.png"));
    write("fotos/c.heic", "no picture");
    write("fotos/notes.txt", "no picture either");
    Path csv = directory.resolve("pictures.csv");
    Path json = directory.resolve("pictures.json");
    Run run =
        Run.cotejo("evidence", "images", directory.resolve("fotos"), "--csv", csv, "--json", json);
    assertThat(run.code()).as(run.text()).isEqualTo(2);
    assertThat(run.out())
        .contains("3 pictures, 2 decoded")
        .contains("c.heic: neither JPEG nor PNG")
        .contains("the same file, 2 times:")
        .contains("metadata EXIF: in 0 of 2 pictures")
        .contains("proves nothing");
    assertThat(csv).content().hasLineCount(4);
    assertThat(json).content().contains("proves nothing", "no prueba nada", "\"exif\":\"absent\"");
    Run again = Run.cotejo("evidence", "images", directory.resolve("fotos"), "--csv", csv);
    assertThat(again.err()).contains("exists already");
    Run none = Run.cotejo("evidence", "images", Files.createDirectory(directory.resolve("no")));
    assertThat(none.err()).contains("no pictures there");
  }
}
