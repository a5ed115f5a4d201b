package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Journal;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rehearsals with a real server, outboxes on the disk, couriers' bundles and photographs.
@Timeout(300)
class FleetIT {
  @TempDir private Path directory;
  private Path night = Path.of("");

  private void found(int stations) {
    Path trial = directory.resolve("trial");
    night = directory.resolve("night");
    ran("package", "synthesize", "--stations=" + stations, "--out", trial);
    ran("key", "devices", trial.resolve("package"), "--out", directory.resolve("devices"));
    ran("key", "generate", directory.resolve("authority"));
    ran(
        "election",
        "create",
        "--package",
        trial.resolve("package"),
        "--origin=results.example/trial",
        "--authority-key",
        directory.resolve("authority.key"),
        "--dir",
        night);
    ran("ticket", "issue", "--dir", night, "--endpoints=1", "--out", tickets());
  }

  private Path tickets() {
    return directory.resolve("tickets.csv");
  }

  private static Run ran(Object... arguments) {
    Run run = Run.cotejo(arguments);
    assertThat(run.code()).as(run.text()).isZero();
    return run;
  }

  private List<Object> fleet(Serving serving) {
    return List.of(
        "fleet",
        "--package",
        directory.resolve("trial/package"),
        "--election",
        night.resolve("private/election.statement"),
        "--keys",
        directory.resolve("devices"),
        "--tickets",
        tickets(),
        "--to",
        serving.intake(),
        "--open",
        serving.statements(),
        "--dir",
        directory.resolve("fleet"),
        "--report",
        directory.resolve("report.json"),
        "--seed=20261129",
        "--compress=3600",
        "--cut-off=600",
        "--outage=24",
        "--couriers=334",
        "--photographs=50");
  }

  /// What the log has: how often each subject, and the sums of what was counted.
  private record Logged(Map<String, Integer> records, Map<String, Long> sums) {}

  private Logged logged() throws IOException {
    var read = new Logged(new HashMap<>(), new TreeMap<>());
    ElectionPackage election =
        switch (ElectionPackageReader.read(directory.resolve("trial/package"))) {
          case PackageOutcome.Read(ElectionPackage found) -> found;
          case PackageOutcome.Refused(List<String> errors) ->
              throw new IOException(errors.toString());
        };
    try (Journal journal = Journal.open(night.resolve("private/journal"))) {
      journal.replay((index, entry) -> {
        if (statement(entry) instanceof TallyRecord record) {
          add(read, election, record);
        }
      });
    }
    return read;
  }

  private static Statement statement(byte[] entry) throws IOException {
    try {
      return Statement.decode(Sign1.decode(entry));
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  private static void add(Logged read, ElectionPackage election, TallyRecord record) {
    read.records.merge(record.subject(), 1, Math::addExact);
    int station = election.station(record.about().station()).orElseThrow();
    int[] ballot = election.ballot(0, station);
    read.sums.merge("records", 1L, Math::addExact);
    record
        .figures()
        .channels()
        .forEach(count -> {
          read.sums.merge("ballotsCast", count.ballotsCast(), Math::addExact);
          for (int i = 0; i < ballot.length; i++) {
            String code = election.contests().getFirst().selections().get(ballot[i]).code();
            read.sums.merge("votes/" + code, count.vote(i), Math::addExact);
          }
        });
  }

  private JsonNode report() throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readAllBytes(directory.resolve("report.json")));
  }

  private void expectEachRecordOnce(int stations) throws IOException {
    Logged logged = logged();
    assertThat(logged.records()).hasSize(stations).allSatisfy((about, n) -> assertThat(n).isOne());
    Map<String, Long> expected = new TreeMap<>();
    report()
        .path("expected")
        .path("1")
        .properties()
        .forEach(sum -> expected.put(sum.getKey(), sum.getValue().asLong()));
    assertThat(expected).containsEntry("records", (long) stations);
    assertThat(logged.sums()).isEqualTo(expected);
    Run verified =
        ran(
            "verify",
            "--forget",
            night.resolve("public"),
            "--authority",
            directory.resolve("authority.pub"));
    assertThat(verified.out()).contains("%,d of %,d".formatted(stations, stations));
  }

  /// Ten thousand stations, six in ten of them cut off for a day, a third delivered by courier
  /// only, one in twenty from photographs only.
  @Test
  void tenThousandStationsOfABadNightAreEachInTheLogOnceAndTheTotalsAreExact() throws Exception {
    int stations = 10_000;
    found(stations);
    try (var serving = new Serving(night)) {
      Trial.phase(night, "counting-open", serving);
      Run run = ran(fleet(serving).toArray());
      assertThat(run.out())
          .contains("REHEARSAL: the log has every record of every station.")
          .contains("6,160 of 6,160", "3,340 of 3,340", "500 of 500");
      assertThat(report().path("mark").asString()).isEqualTo("REHEARSAL");
      assertThat(report().path("answers").path("unheard").asLong()).isGreaterThan(2000);
      assertThat(report().path("answers").path("known").asLong()).isGreaterThan(100);

      Run again = ran(fleet(serving).toArray());
      assertThat(again.out()).contains("Answers: 0 new, 0 known; 0 tries");
      Trial.phase(night, "records-closed", serving);
      serving.stop();
    }
    expectEachRecordOnce(stations);
  }

  /// The process goes without a word, at whatever it is doing: outboxes, bundles, photographs.
  @Test
  void losesAndDoublesNothingWhenTheFleetIsKilledAgainAndAgain() throws Exception {
    int stations = 400;
    found(stations);
    try (var serving = new Serving(night)) {
      Trial.phase(night, "counting-open", serving);
      var random = new Random(1);
      int killed = 0;
      for (int life = 0; life < 5; life++) {
        Process process = start(fleet(serving));
        if (!process.waitFor(3000 + random.nextInt(4000), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          killed++;
        }
      }
      assertThat(killed).isPositive();
      Run run = ran(fleet(serving).toArray());
      assertThat(run.out()).contains("REHEARSAL: the log has every record of every station.");
      Trial.phase(night, "records-closed", serving);
      serving.stop();
    }
    expectEachRecordOnce(stations);
  }

  private static Process start(List<Object> command) throws IOException {
    return Run.elsewhere(command.toArray()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void refusesARealElectionAndOneThatIsNotTheLogs() throws Exception {
    Path trial = directory.resolve("trial");
    ran("package", "synthesize", "--stations=3", "--out", trial);
    Path json = trial.resolve("package/election.json");
    ran("key", "devices", trial.resolve("package"), "--out", directory.resolve("devices"));
    ran("key", "generate", directory.resolve("authority"));
    Files.writeString(json, Files.readString(json).replace("rehearsal", "real"));
    night = directory.resolve("night");
    ran(
        "election",
        "create",
        "--package",
        trial.resolve("package"),
        "--origin=results.example/real",
        "--authority-key",
        directory.resolve("authority.key"),
        "--dir",
        night);
    Object[] command = {
      "fleet",
      "--package",
      trial.resolve("package"),
      "--election",
      night.resolve("private/election.statement"),
      "--keys",
      directory.resolve("devices"),
      "--to=http://127.0.0.1:1",
      "--dir",
      directory.resolve("fleet")
    };
    Run real = Run.cotejo(command);
    assertThat(real.code()).isEqualTo(2);
    assertThat(real.err()).contains("is a real election; rehearse one");

    Files.writeString(json, Files.readString(json).replace("real", "rehearsal"));
    Run disguised = Run.cotejo(command);
    assertThat(disguised.code()).isEqualTo(2);
    assertThat(disguised.err()).contains("is a real election");
    assertThat(directory.resolve("fleet")).doesNotExist();

    Run keys =
        Run.cotejo("key", "devices", trial.resolve("package"), "--out", directory.resolve("more"));
    assertThat(keys.err()).contains("has devices already");
  }
}
