package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.cli.operators.FloodedNight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotejo top` where there is no terminal.
class TopCommandTest {
  @TempDir private Path night;
  private FakeConsole console;

  @BeforeEach
  void start() throws IOException {
    console = new FakeConsole();
    console.giveTokenTo(night);
    console.answer("/status", FakeConsole.Answer.ok(FloodedNight.status()));
    console.answer("/networks", FakeConsole.Answer.ok(FloodedNight.networks(2)));
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private Run top(String... more) {
    Object[] arguments = new Object[5 + more.length];
    System.arraycopy(
        new Object[] {"top", "--dir", night, "--operators", console.address()}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Run.cotejo(arguments);
  }

  @Test
  void printsOnePageAndEnds() {
    Run run = top("--once");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("village-2026", "48,213 entries", "81,928", "Networks closed off: 2")
        .doesNotContain("\033");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysThatTheTokenIsNotThatOfTheConsole() throws IOException {
    Files.writeString(night.resolve("private/operators.token"), "f".repeat(64));
    Run run = top("--once");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(console.address()).contains("another election");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.delete(night.resolve("private/operators.token"));
    Run noToken = top("--once");
    assertThat(noToken.code()).isEqualTo(2);
    assertThat(noToken.err()).contains("operators.token: no such file");
  }

  @Test
  void saysThatNobodyAnswers() {
    console.close();
    Run run = top("--once");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("nobody answers at http://" + console.address());
  }

  @Test
  void saysThatSomethingElseAnswers() {
    console.answer("/status", FakeConsole.Answer.ok("<!doctype html>"));
    assertThat(top("--once").err()).contains("not JSON");
    console.answer("/status", FakeConsole.Answer.ok("{\"format\":\"cotejo-status/9\"}"));
    assertThat(top("--once").err()).contains("another version");
    console.answer("/status", FakeConsole.Answer.problem(503, "busy"));
    assertThat(top("--once").err()).contains("answers 503");
  }
}
