package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A receipt on paper, from a log that is served under the eyes of a witness to whoever was handed
/// the package.
@Timeout(240)
class SlipIT {
  private static final int STATIONS = 20;
  private static final String WITNESS = "witness.example/w1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static Run ran(int code, Object... arguments) {
    Run run = Run.cotejo(arguments);
    assertThat(run.code()).as(run.text()).isEqualTo(code);
    return run;
  }

  private Path at(String name) {
    return directory.resolve(name);
  }

  /// Who must cosign stands in the election statement.
  ///
  /// @return a record of its first station
  private Path found(String witness) throws IOException {
    var figures = new SyntheticElection(STATIONS, 1, 1);
    SigningKey device = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    ran(0, "package", "synthesize", "--stations=" + STATIONS, "--out", at("trial"));
    FiguresFile.Reported reported = figures.reported(0, 0);
    Files.writeString(
        at("trial/package/devices.csv"),
        "station,key\n" + reported.about().station() + "," + device.verificationKey() + "\n");
    Files.writeString(at("entry0.policy"), "witness one " + witness + "\nquorum one\n");
    ran(
        0,
        "election",
        "create",
        "--package",
        at("trial/package"),
        "--origin=results.example/slips",
        "--authority-key",
        at("authority.key"),
        "--witnesses",
        at("entry0.policy"),
        "--dir",
        at("night"));
    byte[] founding = Files.readAllBytes(at("night/package/election.statement"));
    return Files.write(
        at("record.statement"),
        new TallyRecord(reported.about(), reported.figures())
            .sign(ElectionId.of(founding), device)
            .bytes());
  }

  private Serving witness() throws IOException {
    return new Serving(
        at("err"),
        "witness",
        "--key=" + at("w.key"),
        "--name=" + WITNESS,
        "--log=" + Files.readString(at("night/log.vkey")).strip(),
        "--dir=" + at("seen"),
        "--listen=127.0.0.1:0");
  }

  private Serving log(String witness, URI address) throws IOException {
    String prefix = address.toString().replace("/add-checkpoint", "");
    Files.writeString(
        at("asked.policy"), "witness one %s %s\nquorum one\n".formatted(witness, prefix));
    return new Serving(
        at("err"),
        "serve",
        "--dir=" + at("night"),
        "--intake=127.0.0.1:0",
        "--open=127.0.0.1:0",
        "--operators=127.0.0.1:0",
        "--site=127.0.0.1:0",
        "--publish=1",
        "--bulletin=1",
        "--witnesses=" + at("asked.policy"));
  }

  @Test
  void provesAnEntryOfThePublishedLogToWhoeverHasThePackage() throws Exception {
    ran(0, "key", "generate", at("authority"));
    ran(0, "key", "generate", at("w"));
    String vkey = ran(0, "key", "show", at("w.key"), "--witness", WITNESS).out().strip();
    Path record = found(vkey);
    try (Serving witness = witness();
        Serving log = log(vkey, witness.statements())) {
      deliver(record, log);
      Path slip = print(log.site());
      Run checked = check(0, slip, "--package", at("night/package"), "--mirror", log.site());
      assertThat(checked.out())
          .contains("the log results.example/slips has this entry at index")
          .contains("Cosigned by 1 of the witnesses that the election names; their quorum holds")
          .contains(log.site() + " has it at the same place");
      assertThat(check(0, slip, "--package", at("night/public/package")).out())
          .isEqualTo(check(0, slip, "--package", at("night/package")).out());
      log.stop();
    }
  }

  @Test
  void saysWhichWitnessesAnElectionCannotBind() throws IOException {
    Trial.found(directory);
    String log = Files.readString(at("night/log.vkey")).strip();
    Path policy = Files.writeString(at("w.policy"), "log " + log + "\nquorum none\n");
    Object[] create = {
      "election",
      "create",
      "--package",
      at("trial/package"),
      "--origin=results.example/other",
      "--authority-key",
      at("authority.key"),
      "--dir",
      at("other"),
      "--witnesses",
      policy
    };
    assertThat(ran(2, create).err()).contains("w.policy: names a log").hasLineCount(1);
    Files.writeString(policy, "witness one\nquorum one\n");
    assertThat(ran(2, create).err()).contains("w.policy: ").hasLineCount(1);
    assertThat(at("other")).doesNotExist();
    Run name = ran(2, "key", "show", at("authority.key"), "--witness", "a name");
    assertThat(name.err()).contains("--witness 'a name': ").hasLineCount(2);
  }

  private void deliver(Path record, Serving log) {
    Trial.phase(at("night"), "counting-open", log);
    ran(
        0,
        "station",
        "init",
        "--election",
        at("night/package/election.statement"),
        "--authority",
        at("authority.pub"),
        "--endpoint",
        log.statements(),
        "--dir",
        at("station"));
    ran(0, "station", "add", record, "--dir", at("station"));
    ran(0, "station", "send", "--dir", at("station"), "--for=60");
  }

  /// As soon as the witness has cosigned and it is published.
  private Path print(URI site) throws InterruptedException {
    Path slip = at("slip.pdf");
    long end = System.nanoTime() + PATIENCE.toNanos();
    Run run;
    do {
      run =
          Run.cotejo(
              "station", "receipt", "1", "--dir", at("station"), "--slip", slip, "--site", site);
      if (run.code() == 0) {
        return slip;
      }
      assertThat(run.err())
          .containsAnyOf("shows no checkpoint", "not in the published log yet", "no slip yet");
      Thread.sleep(200);
    } while (System.nanoTime() < end);
    throw new AssertionError(run.text());
  }

  private Run check(int code, Path slip, Object... more) {
    Object[] check = {"receipt", "check", slip, "--authority", at("authority.pub")};
    return ran(code, Stream.of(check, more).flatMap(Stream::of).toArray());
  }
}
