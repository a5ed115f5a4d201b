package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example election from its first record to its verified totals.
class DemoIT {
  @TempDir private static Path directory;

  /// Where the module's tests run from is a folder of the checkout.
  @BeforeAll
  static void findExample() {
    System.setProperty("cotejo.home", "..");
  }

  /// The figures are the official ones: examples/bulgaria-2021-07-11/README.md names their source.
  @Test
  void thirteenThousandStationsAddUpToTheOfficialTotals() throws Exception {
    Path night = directory.resolve("night");
    Run run = Run.cotejo("demo", "--exit", "--rate=0", "--dir", night);
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("13,005 of 13,005 stations")
        .containsPattern("(?m)^ +142 +24 ")
        .containsPattern("(?m)^ +35,201 +99 ")
        .containsPattern("(?m)^ +657,829 +22 ")
        .containsPattern("(?m)^ +22 +657,829 +657,829 +equal$")
        .doesNotContain("differs", "Not as it should be");
    assertThat(night.resolve("public/index.html")).exists();
    assertThat(Files.readString(night.resolve("authority.pub"))).contains("ed25519:");
    assertThat(Files.readString(night.resolve("log.vkey"))).contains("+");
    assertThat(night.resolve("private")).isDirectory();

    Run again = Run.cotejo("demo", "--exit", "--rate=0", "--dir", night);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains(night.toString());
  }
}
