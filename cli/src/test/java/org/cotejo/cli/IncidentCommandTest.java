package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.RefusedPerSecond;
import org.cotejo.model.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `cotejo incident`, and a console that answers it.
class IncidentCommandTest {
  private static final SigningKey OPERATOR = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
  private static final String RECEIPT = "c2sp.org/tlog-proof@v1\nindex 41\n";

  @TempDir private Path night;
  private FakeConsole console;

  @BeforeEach
  void start() throws IOException {
    console = new FakeConsole();
    console.giveTokenTo(night);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static IncidentStatement incident() {
    RefusedPerSecond refused = RefusedPerSecond.of(new long[] {0, 82_000, 90_000});
    return new IncidentStatement(
        "intake/open",
        1_795_896_000,
        1_795_899_599,
        3,
        refused,
        new TreeMap<>(Map.of("no-ticket", refused)),
        712,
        512,
        Hash.sha256(new byte[0]),
        Optional.of(Hash.sha256(new byte[1])));
  }

  private void accept(Statement statement) {
    byte[] signed = statement.sign(ElectionId.of(new byte[0]), OPERATOR).bytes();
    accept(Base64.getEncoder().encodeToString(signed));
  }

  private void accept(String statement) {
    console.answer(
        "/incidents",
        new FakeConsole.Answer(
            201,
            "text/plain; charset=utf-8",
            RECEIPT,
            Map.of("cotejo-index", "41", "cotejo-statement", statement)));
  }

  private Run run(String from, String to, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("incident", "--dir", night, "--operators", console.address()));
    arguments.addAll(List.of("--from", from, "--to", to));
    arguments.addAll(Arrays.asList(more));
    return Run.cotejo(arguments.toArray());
  }

  @Test
  void tellsWhatWasLoggedAndShowsTheReceipt() {
    accept(incident());
    Run run = run("2026-11-28T20:00:00Z", "2026-11-28T16:00:00-05:00", "--vantage", "intake/open");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(console.bodies)
        .containsExactly("{\"vantage\":\"intake/open\",\"from\":1795896000,\"to\":1795899599}");
    assertThat(run.out())
        .contains("Accepted as entry 41: requests refused at intake/open.")
        .contains("From 2026-11-28T20:00:00Z to 2026-11-28T21:00:00Z; 3 of its 3,600 seconds")
        .containsPattern("all reasons +172,000 +82,000 +90,000 +90,000 +90,000\n")
        .containsPattern("no-ticket +172,000 +82,000 +90,000 +90,000 +90,000\n")
        .contains("Records accepted meanwhile: 712. Networks in the busiest minute: about 512.")
        .contains(Hash.sha256(new byte[0]).hex())
        .contains("private/texts/" + Hash.sha256(new byte[1]).hex())
        .endsWith("\n\n" + RECEIPT);
  }

  @Test
  void sendsATextInItsOwnLetters() throws IOException {
    accept(incident());
    Path text = Files.writeString(night.resolve("text"), "\"Ñ\"\nline");
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00Z", "--text", text).code()).isZero();
    assertThat(console.bodies.remove()).endsWith(",\"text\":\"\\\"Ñ\\\"\\nline\"}");
  }

  @Test
  void sendsNoFileThatIsNoText() throws IOException {
    Path text = night.resolve("text");
    Files.writeString(text, "x".repeat(2049));
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00Z", "--text", text).err())
        .contains("longer than 2048 bytes");
    Files.write(text, "ñ".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00Z", "--text", text).err())
        .contains("not UTF-8");
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00Z", "--text", night).code())
        .isEqualTo(2);
    assertThat(console.bodies).isEmpty();
  }

  @Test
  void tellsARefusal() {
    console.answer("/incidents", FakeConsole.Answer.problem(404, "not-found"));
    Run run = run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("Refused: why (urn:cotejo:problem:not-found)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20:00",
        "2026-11-28",
        "2026-11-28T20:00:00",
        "2026-11-28T20:00:00.5Z",
        "1969-11-28T20:00:00Z"
      })
  void asksForNothingButTimesWithAnOffset(String time) {
    Run run = run(time, "2026-11-28T21:00:00Z");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--from").contains("not a time such as");
    assertThat(console.bodies).isEmpty();
  }

  @Test
  void asksForAWindowThatEndsAfterItBegins() {
    Run run = run("2026-11-28T20:00:00Z", "2026-11-28T20:00:00Z");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--from is before --to");
  }

  @Test
  void doesNotTakeAnyAnswerForThatOfAConsole() {
    String why = "does not say what it logged";
    accept("");
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z").err()).contains(why);
    accept("AAAA");
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z").err()).contains(why);
    accept("&");
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z").err()).contains(why);
    accept(new PhaseChange(Phase.LOG_CLOSED));
    assertThat(run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z").err())
        .contains("of another kind");
    console.answer("/incidents", FakeConsole.Answer.ok("{}"));
    Run other = run("2026-11-28T20:00:00Z", "2026-11-28T21:00:00Z");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("answers 200, and not as a console does");
  }
}
