package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator gets who issues and rotates tickets.
class TicketCommandTest {
  private static final String HEADER = "station,device,epoch,endpoint,ticket";

  @TempDir private Path directory;
  private Path night = Path.of("");

  @BeforeEach
  void found() throws IOException {
    for (String name : List.of("authority", "one", "two")) {
      Run.cotejo("key", "generate", directory.resolve(name));
    }
    Path trial = directory.resolve("trial");
    Run.cotejo("package", "synthesize", "--stations=2", "--out", trial);
    List<String> stations = Files.readAllLines(trial.resolve("package/stations.csv"));
    Files.writeString(
        trial.resolve("package/devices.csv"),
        "station,key\n%s,%s\n%s,%s\n"
            .formatted(code(stations, 1), key("one"), code(stations, 2), key("two")));
    night = directory.resolve("night");
    Run made =
        Run.cotejo(
            Stream.of(
                    "election create --package".split(" "),
                    new Object[] {trial.resolve("package"), "--origin", "results.example/trial"},
                    new Object[] {"--authority-key", directory.resolve("authority.key")},
                    new Object[] {"--dir", night})
                .flatMap(Stream::of)
                .toArray());
    assertThat(made.code()).as(made.text()).isZero();
  }

  private static String code(List<String> stations, int row) {
    return stations.get(row).split(",", -1)[0];
  }

  private String key(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name + ".pub")).getLast();
  }

  private List<String> issued(Object... options) {
    Run run =
        Run.cotejo(
            Stream.concat(Stream.of("ticket", "issue", "--dir", night), Stream.of(options))
                .toArray());
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().lines().toList();
  }

  @Test
  void issuesATicketForEveryDeviceAndEndpoint() {
    List<String> lines = issued();

    assertThat(lines.getFirst()).isEqualTo(HEADER);
    assertThat(lines.subList(1, lines.size()))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("[^,]+,[0-9a-f]{16},1,[1-3],[a-z2-7]{40}"));
    assertThat(issued()).isEqualTo(lines);
    assertThat(issued("--endpoints", "1")).hasSize(3).isSubsetOf(lines);
    assertThat(issued("--endpoints=8")).hasSize(17).containsAll(lines);
  }

  @Test
  void issuesForOneDeviceAlsoOneThatIsNotInThePackage() {
    List<String> lines = issued();
    String device = lines.get(4).split(",", -1)[1];

    assertThat(issued("--device", device))
        .containsExactly(HEADER, lines.get(4), lines.get(5), lines.get(6));
    assertThat(issued("--device", "00000000000000ff", "--endpoints=1").get(1))
        .matches(",00000000000000ff,1,1,[a-z2-7]{40}");
  }

  @Test
  void writesAFileThatOnlyItsOwnerMayReadAndNeverOverwritesOne() throws IOException {
    Path file = directory.resolve("tickets.csv");

    assertThat(issued("--out", file)).hasSize(1).first().asString().startsWith("6 tickets for 2 ");
    assertThat(Files.readAllLines(file)).isEqualTo(issued());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Run again = Run.cotejo("ticket", "issue", "--dir", night, "--out", file, "--endpoints=1");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("tickets.csv: exists already");
    assertThat(Files.readAllLines(file)).hasSize(7);
  }

  @Test
  void rotatesAndShowsEpochsButNoSecrets() throws IOException {
    List<String> first = issued();
    Path secrets = night.resolve("private/tickets.secrets");
    assertThat(Run.cotejo("ticket", "show", "--dir", night).out().lines())
        .containsExactly("epoch 1: in force, new tickets are of this one");

    Run rotated = Run.cotejo("ticket", "rotate", "--dir", night);
    assertThat(rotated.code()).as(rotated.text()).isZero();
    assertThat(rotated.out()).startsWith("Epoch 2 has begun; of older ones only 1 ");
    Run shown = Run.cotejo("ticket", "show", "--dir", night);
    assertThat(shown.out().lines())
        .containsExactly(
            "epoch 1: in force until the next `cotejo ticket rotate`",
            "epoch 2: in force, new tickets are of this one");
    for (String line : Files.readAllLines(secrets)) {
      String secret = line.substring(line.indexOf(' ') + 1);
      assertThat(shown.text() + rotated.text()).doesNotContain(secret);
    }
    var tickets = new HashSet<>(issued());
    assertThat(tickets).hasSize(7);
    tickets.retainAll(first);
    assertThat(tickets).containsExactly(HEADER);

    Run.cotejo("ticket", "rotate", "--dir", night);
    assertThat(Run.cotejo("ticket", "show", "--dir", night).out())
        .contains("epoch 2: in force until", "epoch 3: in force, new")
        .doesNotContain("epoch 1");
  }

  @Test
  void givesDirectoriesThatAreOlderThanTicketsTheirSecrets() throws IOException {
    Path secrets = night.resolve("private/tickets.secrets");
    Files.delete(secrets);
    for (String action : List.of("show", "rotate")) {
      Run none = Run.cotejo("ticket", action, "--dir", night);
      assertThat(none.code()).isEqualTo(2);
      assertThat(none.err())
          .contains(secrets + ": not there yet; `cotejo ticket issue --dir " + night);
    }
    assertThat(secrets).doesNotExist();
    assertThat(issued()).hasSize(7);
    assertThat(secrets).exists();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(Run.cotejo("ticket").err()).contains("cotejo ticket issue, rotate or show");
    for (String endpoints : List.of("0", "9", "-1", "x")) {
      Run run = Run.cotejo("ticket", "issue", "--dir", night, "--endpoints", endpoints);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--endpoints").contains("See: cotejo ticket issue --help");
    }
    for (String id : List.of("", "12", "0123456789ABCDEF", "0123456789abcdef0", "ed25519:00")) {
      Run run = Run.cotejo("ticket", "issue", "--dir", night, "--device", id);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("'" + id + "' is not a key id of 16 hex digits");
    }
    for (String action : List.of("issue", "rotate", "show")) {
      Run run = Run.cotejo("ticket", action, "--dir", directory.resolve("trial"));
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("holds no election").contains("cotejo election create");
    }
    Files.writeString(night.resolve("private/tickets.secrets"), "1 secret\n");
    for (String action : List.of("issue", "rotate", "show")) {
      Run run = Run.cotejo("ticket", action, "--dir", night);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("tickets.secrets: line 1: not an epoch, a space and 64 hex digits; put the");
    }
  }
}
