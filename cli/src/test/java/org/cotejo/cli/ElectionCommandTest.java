package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Statement;
import org.cotejo.publication.SiteProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which program of the results site an election is founded with.
class ElectionCommandTest {
  private static final String PLAIN = "The publication will have plain pages alone";

  @TempDir private Path directory;
  private final Optional<String> home = Optional.ofNullable(System.getProperty("cotejo.home"));

  @BeforeEach
  void make() throws IOException {
    System.setProperty("cotejo.home", directory.toString());
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Run.cotejo("package", "synthesize", "--out", directory.resolve("trial"), "--stations", "3");
    Files.createDirectories(directory.resolve("program/es"));
    Files.writeString(directory.resolve("program/page.js"), "'use strict';");
    Files.writeString(directory.resolve("program/es/data.html"), "data");
  }

  @AfterEach
  void restore() {
    home.ifPresentOrElse(
        value -> System.setProperty("cotejo.home", value),
        () -> System.clearProperty("cotejo.home"));
  }

  private Run create(Object... options) {
    var create = new ArrayList<Object>(List.of("election", "create", "--origin", "o.example/1"));
    create.addAll(List.of("--package", directory.resolve("trial/package")));
    create.addAll(List.of("--authority-key", directory.resolve("authority.key")));
    create.addAll(List.of("--dir", directory.resolve("night")));
    create.addAll(List.of(options));
    return Run.cotejo(create.toArray());
  }

  private void bindsTheProgram() throws IOException, MalformedException {
    SiteProgram program = SiteProgram.read(directory.resolve("program"));
    assertThat(SiteProgram.read(directory.resolve("night/site")).digest())
        .isEqualTo(program.digest());
    assertThat(bound()).isEqualTo(program.digest()).isPresent();
  }

  private Optional<?> bound() throws IOException, MalformedException {
    byte[] signed = Files.readAllBytes(directory.resolve("night/private/election.statement"));
    return Statement.decode(Sign1.decode(signed)) instanceof ElectionStatement founding
        ? founding.site()
        : Optional.of("another statement");
  }

  @Test
  void bindsAndKeepsTheProgramItIsGiven() throws IOException, MalformedException {
    Run run = create("--site", directory.resolve("program"));
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out()).doesNotContain(PLAIN);
    bindsTheProgram();
  }

  @Test
  void takesTheProgramThatWasBuiltHere() throws IOException, MalformedException {
    Files.createDirectories(directory.resolve("site/target"));
    Files.createSymbolicLink(
        directory.resolve("site/target/program"), directory.resolve("program"));
    Run run = create();
    assertThat(run.code()).as(run.text()).isZero();
    bindsTheProgram();
  }

  @Test
  void saysThatThereAreOnlyPlainPagesWithoutOne() throws IOException, MalformedException {
    Run run = create();
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out()).contains(PLAIN);
    assertThat(bound()).isEmpty();
    assertThat(directory.resolve("night/site")).doesNotExist();
  }

  @Test
  void publishesNoneIfTold() throws IOException, MalformedException {
    Files.createDirectories(directory.resolve("site/target"));
    Files.move(directory.resolve("program"), directory.resolve("site/target/program"));
    Run run = create("--no-site");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(bound()).isEmpty();
  }

  @Test
  void foundsNothingWithWhatIsNoProgram() throws IOException {
    Files.writeString(directory.resolve("program/Read me"), "");
    Run run = create("--site", directory.resolve("program"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'Read me'").contains(directory.resolve("program").toString());
    assertThat(create("--site", directory.resolve("nowhere")).code()).isEqualTo(2);
    assertThat(create("--site", directory.resolve("program"), "--no-site").code()).isEqualTo(2);
    assertThat(directory.resolve("night")).doesNotExist();
  }
}
