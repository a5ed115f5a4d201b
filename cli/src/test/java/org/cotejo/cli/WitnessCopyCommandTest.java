package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.WitnessCopy;
import org.cotejo.server.KeyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent gets who signs what a copy says.
class WitnessCopyCommandTest {
  @TempDir private Path directory;
  private Path night = Path.of("");
  private Path figures = Path.of("");

  @BeforeEach
  void found() throws IOException {
    Run.cotejo("key", "generate", directory.resolve("list"));
    String list = Files.readAllLines(directory.resolve("list.pub")).getLast();
    Run founded = Trial.found(directory, "--organisation", "list-1=" + list);
    assertThat(founded.code()).as(founded.text()).isZero();
    night = directory.resolve("night");
    figures = directory.resolve("sheet.csv");
    List<String> all = Files.readAllLines(directory.resolve("trial/figures.csv"));
    Files.write(figures, all.subList(0, 2));
  }

  private Run copy(Object... options) {
    var words = new ArrayList<Object>(List.of("witness-copy", "--key"));
    words.add(directory.resolve("list.key"));
    words.addAll(List.of("--out", directory.resolve("a.copy")));
    words.addAll(List.of(options));
    return Run.cotejo(words.toArray());
  }

  private WitnessCopy written() throws IOException, MalformedException {
    Sign1 signed = Sign1.decode(Files.readAllBytes(directory.resolve("a.copy")));
    assertThat(signed.isSignedBy(KeyFile.read(directory.resolve("list.key")).verificationKey()))
        .isTrue();
    return (WitnessCopy) Statement.decode(signed);
  }

  private Path statement() {
    return night.resolve("private/election.statement");
  }

  @Test
  void signsTheFiguresOfACopyForTheElectionItIsTold() throws Exception {
    Run run = copy("--figures", figures, "--dir", night);
    assertThat(run.code()).as(run.text()).isZero();
    WitnessCopy copy = written();
    assertThat(run.out()).contains("Copy of " + copy.about()).contains("a.copy");
    byte[] first = Files.readAllBytes(directory.resolve("a.copy"));
    assertThat(copy.content()).isInstanceOf(WitnessCopy.Written.class);

    Path trial = directory.resolve("trial/package");
    String id = ElectionId.of(Files.readAllBytes(statement())).toString();
    for (Object election : List.of(statement(), id)) {
      Files.delete(directory.resolve("a.copy"));
      Run other = copy("--figures", figures, "--package", trial, "--election", election);
      assertThat(other.code()).as(other.text()).isZero();
      assertThat(Files.readAllBytes(directory.resolve("a.copy"))).isEqualTo(first);
    }
  }

  @Test
  void signsTheStatementOnThePaperAsItStands() throws Exception {
    copy("--figures", figures, "--dir", night);
    WitnessCopy read = written();
    Files.delete(directory.resolve("a.copy"));
    var station = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    byte[] record =
        new TallyRecord(read.about(), read.content().figures())
            .sign(ElectionId.of(new byte[0]), station)
            .bytes();
    Path file = Files.write(directory.resolve("scanned.bin"), record);
    Run run = copy("--statement", file, "--dir", night);
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(written()).isEqualTo(new WitnessCopy(read.about(), WitnessCopy.Signed.of(record)));
  }

  private static void refused(Run run, String problem) {
    assertThat(run.code()).as(run.text()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
  }

  @Test
  void saysWhatIsWrongAndOverwritesNothing() throws IOException {
    Path all = directory.resolve("trial/figures.csv");
    refused(copy("--figures", all, "--dir", night), "20 rows of figures; a copy is of one sheet");
    refused(copy("--figures", figures, "--election", statement()), "give --package too");
    refused(copy("--figures", figures), "--dir");
    refused(copy("--dir", night), "--figures");
    refused(copy("--figures", figures, "--statement", figures, "--dir", night), "exclusive");
    refused(
        copy("--statement", statement(), "--dir", night),
        "the statement on the copy is not a tally record");
    refused(copy("--statement", figures, "--election", "12"), "CBOR");
    refused(
        copy("--figures", figures, "--package", directory.resolve("trial/package"), "--election=x"),
        "--election x: not an election's id of 32 hex digits");
    refused(
        copy("--figures", figures, "--dir", night, "--send", Run.deserted()), "nobody answers at");
    assertThat(copy("--figures", figures, "--dir", night).err()).contains("exists already");
  }

  @Test
  void organisationsHaveKeysOfTheirOwnAndCodes() throws IOException {
    String list = Files.readAllLines(directory.resolve("list.pub")).getLast();
    String authority = Files.readAllLines(directory.resolve("authority.pub")).getLast();
    for (String given : List.of("list=foo", "-=" + list, "list=" + authority, "list")) {
      Run run =
          Run.cotejo(
              "election",
              "create",
              "--package",
              directory.resolve("trial/package"),
              "--origin=o.example/1",
              "--authority-key",
              directory.resolve("authority.key"),
              "--dir",
              directory.resolve("other"),
              "--organisation",
              given);
      refused(run, "organisation");
      assertThat(directory.resolve("other")).doesNotExist();
    }
  }

  @Test
  void subjectsOfCopiesAreThoseOfRecords() throws Exception {
    copy("--figures", figures, "--dir", night);
    String[] row = Files.readAllLines(figures).getLast().split(",", -1);
    assertThat(written().about()).isEqualTo(new TallySubject(row[0], row[1]));
  }
}
