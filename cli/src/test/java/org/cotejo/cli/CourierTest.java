package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people meet who keep a station's outbox or carry a bundle, where no server is.
class CourierTest {
  @TempDir private Path directory;
  private Path founding = Path.of("");
  private Path station = Path.of("");

  @BeforeEach
  void found() {
    Trial.found(directory);
    founding = directory.resolve("night/private/election.statement");
    station = directory.resolve("station");
  }

  private Run init(Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of(
                "station",
                "init",
                "--election",
                founding,
                "--authority",
                directory.resolve("authority.pub"),
                "--dir",
                station));
    arguments.addAll(List.of(more));
    return Run.cotejo(arguments.toArray());
  }

  @Test
  void makesAStationOnceAndMarksWhatIsNotTheElection() throws IOException {
    Run made = init("--endpoint", "http://127.0.0.1:8700/" + "a".repeat(40));
    assertThat(made.code()).as(made.text()).isZero();
    assertThat(made.out()).contains("127.0.0.1:8700").contains("Rehearsal").doesNotContain("aaaa");
    Run again = init("--endpoint=http://127.0.0.1:8700");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty");
    assertThat(Files.readString(station.resolve("endpoints"))).contains("a".repeat(40));
    Run status = Run.cotejo("station", "status", "--dir", station);
    assertThat(status.code()).as(status.text()).isZero();
    assertThat(status.out()).contains("0 of 0 delivered.");
  }

  @Test
  void refusesWaysAndElectionsThatAreNone() {
    assertThat(init("--endpoint=pigeon").err()).contains("--endpoint: not http://HOST:PORT");
    assertThat(init("--endpoint=http://a:1", "--endpoint=http://a:1/statements").err())
        .contains("no two to the same host and port");
    Run.cotejo("key", "generate", directory.resolve("other"));
    Run foreign =
        Run.cotejo(
            "station",
            "init",
            "--election",
            founding,
            "--authority",
            directory.resolve("other.pub"),
            "--endpoint=http://a:1",
            "--dir",
            station);
    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).contains("not signed by a key of --authority");
    Run none =
        Run.cotejo(
            "station",
            "init",
            "--election",
            directory.resolve("authority.pub"),
            "--authority",
            directory.resolve("authority.pub"),
            "--endpoint=http://a:1",
            "--dir",
            station);
    assertThat(none.err()).contains("authority.pub: ").contains("give the election.statement");
    assertThat(station).doesNotExist();
  }

  @Test
  void addsOnlyStatementsOfItsElectionAndNothingTwice() {
    assertThat(init("--endpoint=http://127.0.0.1:1").code()).isZero();
    Run added = Run.cotejo("station", "add", founding, founding, "--dir", station);
    assertThat(added.code()).as(added.text()).isZero();
    assertThat(added.out()).contains("in the outbox").contains("was in the outbox already");
    Run wrong = Run.cotejo("station", "add", directory.resolve("authority.pub"), "--dir", station);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("authority.pub: ").contains("it was not added");
    Run status = Run.cotejo("station", "status", "--dir", station);
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.out()).contains("   1  election ").contains("0 of 1 delivered.");
  }

  @Test
  void stopsSendingWhenItsTimeIsOverAndSaysHowTheWayDoes() {
    assertThat(init("--endpoint=http://127.0.0.1:1").code()).isZero();
    Run.cotejo("station", "add", founding, "--dir", station);
    Run sent = Run.cotejo("station", "send", "--dir", station, "--for=1");
    assertThat(sent.code()).isEqualTo(2);
    assertThat(sent.out()).contains("0 of 1 delivered.").contains("127.0.0.1:1: ");
  }

  @Test
  void packsWithoutAServerAndRefusesWhatIsNoBundle() throws IOException {
    assertThat(init("--endpoint=http://127.0.0.1:1").code()).isZero();
    Run.cotejo("station", "add", founding, "--dir", station);
    Path bundle = directory.resolve("night.bundle");
    Run packed = Run.cotejo("bundle", "pack", bundle, "--station", station);
    assertThat(packed.code()).as(packed.text()).isZero();
    assertThat(packed.out()).contains("Statements: 1;").contains("Rehearsal");
    assertThat(Run.cotejo("bundle", "pack", bundle, "--station", station).err())
        .contains("night.bundle: exists already");
    Files.writeString(directory.resolve("text"), "hello");
    Run text = Run.cotejo("bundle", "inspect", directory.resolve("text"));
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err()).contains("not a sound bundle: it breaks off").contains("another copy");
    Run late = Run.cotejo("bundle", "deliver", bundle, "--to=http://127.0.0.1:1", "--for=1");
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.out()).contains("Left: 1.");
    assertThat(Run.cotejo("bundle", "deliver", bundle, "--to=pigeon").err()).contains("--to: not");
    assertThat(Run.cotejo("bundle", "pack", directory.resolve("none")).err())
        .contains("nothing to pack");
    assertThat(Run.cotejo("bundle").err()).contains("pack, inspect or deliver");
    assertThat(Run.cotejo("station").err())
        .contains("init, open, enter, close, sheet, add, send, status or receipt");
  }
}
