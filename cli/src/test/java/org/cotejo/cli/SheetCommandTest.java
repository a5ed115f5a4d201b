package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotejo sheet`, from a signed record to paper and back.
class SheetCommandTest {
  private static final SigningKey STATION = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
  private static final SyntheticElection SYNTHETIC = new SyntheticElection(3, 1, 7);
  private static final FiguresFile.Reported REPORTED = SYNTHETIC.reported(0, 0);

  @TempDir private Path directory;
  private Path packageDirectory;
  private Path statement;

  @BeforeEach
  void signARecord() throws IOException {
    var files =
        new TreeMap<>(
            SYNTHETIC
                .packageFiles()
                .device(SYNTHETIC.stationCode(0), STATION.verificationKey().toString())
                .files());
    packageDirectory = Files.createDirectory(directory.resolve("package"));
    for (var file : files.entrySet()) {
      Files.write(packageDirectory.resolve(file.getKey()), file.getValue());
    }
    statement = record("record", STATION);
  }

  private Path record(String name, SigningKey key) throws IOException {
    byte[] signed =
        new TallyRecord(REPORTED.about(), REPORTED.figures())
            .sign(ElectionId.of(new byte[] {1}), key)
            .bytes();
    return Files.write(directory.resolve(name + ".statement"), signed);
  }

  private Path printed(Path record, String name, Object... more) {
    Path pdf = directory.resolve(name);
    var arguments = new ArrayList<Object>();
    arguments.addAll(
        List.of("sheet", "print", record, "--package", packageDirectory, "--out", pdf));
    arguments.addAll(List.of(more));
    Run run = Run.cotejo(arguments.toArray());
    assertThat(run.code()).as(run.text()).isZero();
    return pdf;
  }

  @Test
  void printsASheetAndReadsItAgain() {
    Path pdf = printed(statement, "sheet.pdf");
    Path slip = printed(statement, "slip.pdf", "--roll", "--language", "es");
    Run csv = Run.cotejo("sheet", "read", pdf, slip, "--package", packageDirectory);
    assertThat(csv.code()).as(csv.text()).isZero();
    String voters = REPORTED.about() + ",";
    assertThat(csv.out().lines())
        .first()
        .isEqualTo("file,format,subject,leaf,signature,log,index,field,value,remark");
    assertThat(csv.out())
        .contains(pdf + ",cotejo," + voters, slip + ",cotejo," + voters)
        .contains(",verified,,,registeredVoters," + REPORTED.figures().registeredVoters() + ",");
    Run json = Run.cotejo("sheet", "read", pdf, "--format", "json");
    assertThat(json.code()).isZero();
    assertThat(json.out())
        .startsWith("{\"file\":\"")
        .contains("\"signature\":\"key-not-available\"")
        .hasLineCount(1);
  }

  @Test
  void printsTheSameFileAgainAndOverwritesNone() throws IOException {
    Path first = printed(statement, "first.pdf");
    assertThat(printed(statement, "second.pdf")).hasSameBinaryContentAs(first);
    Run again =
        Run.cotejo("sheet", "print", statement, "--package", packageDirectory, "--out", first);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("exists already and is not overwritten");
  }

  @Test
  void saysThatADirectoryHasNoPhotographs() throws IOException {
    Path none = Files.createDirectory(directory.resolve("none"));
    Files.writeString(none.resolve("notes.txt"), "x");
    Run run = Run.cotejo("sheet", "read", none);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("none: no photographs");
  }

  @Test
  void printsNoRecordWithAWrongSignature() throws IOException {
    byte[] changed = Files.readAllBytes(statement);
    changed[changed.length - 1] ^= 1;
    Path wrong = Files.write(directory.resolve("wrong.statement"), changed);
    Path pdf = directory.resolve("wrong.pdf");
    Run run = Run.cotejo("sheet", "print", wrong, "--package", packageDirectory, "--out", pdf);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not printed: it is not a signature by key");
    assertThat(pdf).doesNotExist();
  }

  @Test
  void writesTheStatementOfASheetAgainForWhoDeliversIt() throws IOException {
    Path pdf = printed(statement, "sheet.pdf");
    Path slip = printed(statement, "slip.pdf", "--roll");
    Path found = directory.resolve("found");
    Run run = Run.cotejo("sheet", "read", pdf, slip, "--statements", found);
    assertThat(run.code()).as(run.text()).isZero();
    try (Stream<Path> files = Files.list(found)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file -> {
            assertThat(file).hasSameBinaryContentAs(statement);
            assertThat(run.out()).contains(file.getFileName().toString().replace(".statement", ""));
          });
    }
  }

  @Test
  void saysThatAKeyIsNotInThePackage() throws IOException {
    byte[] seed = new byte[32];
    seed[0] = 1;
    Path strange = record("strange", SigningKey.fromSeed(Algorithm.ED25519, seed));
    Path pdf = printed(strange, "strange.pdf");
    Run run = Run.cotejo("sheet", "read", pdf, "--package", packageDirectory);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains(",key-not-available,");
  }

  @Test
  void namesTheFieldInWhichThePaperSaysSomethingElse() throws IOException {
    Path pdf = printed(statement, "sheet.pdf");
    String text =
        new String(FiguresFile.text(List.of("paper"), List.of(REPORTED)), StandardCharsets.UTF_8);
    Path same = Files.writeString(directory.resolve("same.csv"), text);
    assertThat(read(pdf, same).code()).isZero();
    long registered = REPORTED.figures().registeredVoters();
    Path altered =
        Files.writeString(
            directory.resolve("altered.csv"),
            text.replaceFirst("," + registered + ",", "," + (registered + 1) + ","));
    Run run = read(pdf, altered);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "printed ≠ signed: registeredVoters is %d, signed is %d"
                .formatted(registered + 1, registered));
  }

  private Run read(Path pdf, Path figures) {
    return Run.cotejo("sheet", "read", pdf, "--package", packageDirectory, "--figures", figures);
  }

  @Test
  void goesOnAfterAFileThatIsNoSheet() throws IOException {
    Path pdf = printed(statement, "sheet.pdf");
    Path notes = Files.writeString(directory.resolve("notes.txt"), "no sheet");
    Run run = Run.cotejo("sheet", "read", notes, directory.resolve("missing.jpg"), pdf);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out())
        .contains("neither JPEG nor PNG nor PDF; convert it first")
        .contains("missing.jpg: no such file or directory")
        .contains(",registeredVoters,");
  }

  @Test
  void explainsWhatIsMissing() throws IOException {
    assertThat(Run.cotejo("sheet").err()).contains("say what to do");
    assertThat(Run.cotejo("sheet", "read", "x.jpg", "--founding", "f").err())
        .contains("need --package");
    assertThat(
            Run.cotejo("sheet", "read", "x.jpg", "--package", packageDirectory, "--authority", "k")
                .err())
        .contains("no election statement in it or beside it")
        .contains("--founding");
    assertThat(Run.cotejo("sheet", "read", "x.jpg", "--authority", "k").err())
        .contains("that needs --package or --log");
    Run language =
        Run.cotejo(
            "sheet",
            "print",
            statement,
            "--package",
            packageDirectory,
            "--out",
            "x",
            "--language",
            "fr");
    assertThat(language.code()).isEqualTo(2);
    assertThat(language.err()).contains("sheets are printed in en or es, not in 'fr'");
    Run garbage =
        Run.cotejo(
            "sheet",
            "print",
            Files.writeString(directory.resolve("garbage"), "x"),
            "--package",
            packageDirectory,
            "--out",
            "x");
    assertThat(garbage.code()).isEqualTo(2);
    assertThat(garbage.err()).contains("garbage: ");
  }
}
