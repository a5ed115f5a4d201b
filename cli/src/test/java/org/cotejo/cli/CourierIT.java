package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Records on their way to a real server: out of a station that is killed again and again, and in a
/// courier's bundle.
@Timeout(240)
class CourierIT {
  private static final int STATIONS = 20;

  @TempDir private Path directory;
  private Path night = Path.of("");
  private final List<Path> records = new ArrayList<>();

  private static SigningKey device(int station) {
    return SigningKey.fromSeed(Algorithm.ED25519, Hash.sha256(new byte[] {(byte) station}).bytes());
  }

  @BeforeEach
  void found() throws IOException {
    var figures = new SyntheticElection(STATIONS, 1, 1);
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Path trial = directory.resolve("trial");
    Run.cotejo("package", "synthesize", "--stations=" + STATIONS, "--out", trial);
    var devices = new StringBuilder("station,key\n");
    for (int station = 0; station < STATIONS; station++) {
      devices.append(figures.stationCode(station) + "," + device(station).verificationKey() + "\n");
    }
    Files.writeString(trial.resolve("package/devices.csv"), devices);
    night = directory.resolve("night");
    Run made =
        Run.cotejo(
            "election",
            "create",
            "--package",
            trial.resolve("package"),
            "--origin=results.example/trial",
            "--authority-key",
            directory.resolve("authority.key"),
            "--dir",
            night);
    assertThat(made.code()).as(made.text()).isZero();
    ElectionId id = ElectionId.of(Files.readAllBytes(founding()));
    for (int station = 0; station < STATIONS; station++) {
      FiguresFile.Reported reported = figures.reported(0, station);
      Path file = directory.resolve(station + ".statement");
      Files.write(
          file,
          new TallyRecord(reported.about(), reported.figures()).sign(id, device(station)).bytes());
      records.add(file);
    }
  }

  private Path founding() {
    return night.resolve("private/election.statement");
  }

  private static Run ran(int code, Object... arguments) {
    Run run = Run.cotejo(arguments);
    assertThat(run.code()).as(run.text()).isEqualTo(code);
    return run;
  }

  private Path station(Object endpoint) {
    Path station = directory.resolve("station");
    ran(
        0,
        "station",
        "init",
        "--election",
        founding(),
        "--authority",
        directory.resolve("authority.pub"),
        "--endpoint",
        endpoint,
        "--endpoint=http://127.0.0.1:1",
        "--dir",
        station);
    return station;
  }

  private void addAll(Path station, List<Path> files) {
    for (Path file : files) {
      ran(0, "station", "add", file, "--dir", station);
    }
  }

  @Test
  void keepsWhatComesTooEarlyAndDeliversWhenCountingOpens() throws Exception {
    try (var serving = new Serving(night)) {
      Path station = station(serving.statements());
      addAll(station, records.subList(0, 2));
      Run early = ran(2, "station", "send", "--dir", station, "--for=3");
      assertThat(early.out()).contains("still to be sent").contains("0 of 2 delivered.");
      Run none = Run.cotejo("station", "receipt", "1", "--dir", station);
      assertThat(none.code()).isEqualTo(2);
      assertThat(none.err()).contains("has not answered for number 1 yet");
      Trial.phase(night, "counting-open", serving);
      Run sent = ran(0, "station", "send", "--dir", station, "--for=60");
      assertThat(sent.out()).contains("2 of 2 delivered.").contains("in the log, entry ");
      Run status = ran(0, "station", "status", "--dir", station);
      assertThat(status.out()).contains("127.0.0.1:1: ").contains("2 of 2 delivered.");
      Run receipt = ran(0, "station", "receipt", "1", "--dir", station);
      Path proof = directory.resolve("1.tlog-proof");
      Files.writeString(proof, receipt.out());
      assertThat(receipt.out()).startsWith("c2sp.org/tlog-proof@v1\n");
      serving.stop();
    }
  }

  /// The process goes without a word, at whatever it is doing.
  @Test
  void losesAndDoublesNothingWhenItIsKilledWhileItSends() throws Exception {
    try (var serving = new Serving(night)) {
      Trial.phase(night, "counting-open", serving);
      Path station = station(serving.statements());
      addAll(station, records);
      var random = new Random(1);
      int killed = 0;
      for (int life = 0; life < 12; life++) {
        Process sending =
            Run.elsewhere("station", "send", "--dir", station)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!sending.waitFor(250 + random.nextInt(500), TimeUnit.MILLISECONDS)) {
          sending.destroyForcibly().waitFor();
          killed++;
        }
      }
      assertThat(killed).isPositive();
      Run sent = ran(0, "station", "send", "--dir", station, "--for=60");
      assertThat(sent.out()).contains("20 of 20 delivered.");
      List<String> entries =
          sent.out().lines().filter(line -> line.contains("in the log")).toList();
      assertThat(entries.stream().map(line -> line.replaceAll(".*entry ", "")).distinct())
          .hasSize(STATIONS);
      serving.stop();
    }
  }

  @Test
  void deliversACouriersBundleOnceHoweverOftenItIsBrought() throws Exception {
    try (var serving = new Serving(night)) {
      Trial.phase(night, "counting-open", serving);
      Path station = station(serving.statements());
      addAll(station, records.subList(0, 5));
      ran(0, "station", "send", "--dir", station, "--for=60");
      addAll(station, records.subList(5, 10));
      Path bundle = directory.resolve("night.bundle");
      var pack = new ArrayList<Object>(List.of("bundle", "pack", bundle, "--station", station));
      pack.addAll(records.subList(8, 20));
      Run packed = ran(0, pack.toArray());
      assertThat(packed.out())
          .contains("Statements: 20;")
          .contains("Receipts: 5, of which verify: 5");
      assertThat(ran(0, "bundle", "inspect", bundle).out()).isEqualTo(packed.out());

      Run first = ran(0, "bundle", "deliver", bundle, "--to", serving.statements());
      assertThat(first.out()).contains("New: 15. Known: 5. Refused: 0. Left: 0.");
      Run again = ran(0, "bundle", "deliver", bundle, "--to", serving.statements());
      assertThat(again.out()).isEqualTo(first.out());
      Run other =
          ran(
              0,
              "bundle",
              "deliver",
              bundle,
              "--to",
              serving.statements(),
              "--state",
              directory.resolve("other.delivery"));
      assertThat(other.out()).contains("New: 0. Known: 20. Refused: 0. Left: 0.");
      assertThat(ran(0, "station", "send", "--dir", station, "--for=60").out())
          .contains("10 of 10 delivered.");
      serving.stop();
    }
  }

  @Test
  void reportsWhatTheLogRefuses() throws Exception {
    try (var serving = new Serving(night)) {
      Trial.phase(night, "counting-open", serving);
      byte[] wrong = Files.readAllBytes(records.getFirst());
      wrong[wrong.length - 40] ^= 1;
      Files.write(records.getFirst(), wrong);
      Path bundle = directory.resolve("night.bundle");
      ran(0, "bundle", "pack", bundle, records.get(0), records.get(1), "--election", founding());
      Run run = ran(1, "bundle", "deliver", bundle, "--to", serving.statements(), "--for=60");
      assertThat(run.out())
          .contains("refused: urn:cotejo:problem:bad-signature")
          .contains("New: 1. Known: 0. Refused: 1. Left: 0.");
      serving.stop();
    }
  }
}
