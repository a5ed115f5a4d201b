package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people meet who type something, right or wrong.
class CommandLineTest {
  private static final Path EXAMPLE = Path.of("../examples/bulgaria-2021-07-11/package");

  @TempDir private Path directory;

  @Test
  void unknownCommandsAndOptionsAreExplained() {
    Run command = Run.cotejo("verfiy");
    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("'verfiy'").contains("cotejo verify");
    Run option = Run.cotejo("demo", "--speed", "3");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--speed").contains("See: cotejo demo --help");
    Run value = Run.cotejo("demo", "--rate", "fast");
    assertThat(value.code()).isEqualTo(2);
    assertThat(value.err()).contains("--rate").contains("fast");
    assertThat(Run.cotejo("demo", "--rate", "-1").code()).isEqualTo(2);
    Run negative = Run.cotejo("verify", directory, "--authority", "x", "--at-least", "-1");
    assertThat(negative.err()).contains("--at-least is 0 or more");
    assertThat(Run.cotejo("package").code()).isEqualTo(2);
    assertThat(Run.cotejo("package", "synthesize", "--stations", "0").code()).isEqualTo(2);
  }

  @Test
  void completionIsAScript() {
    Run run = Run.cotejo("completion");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("complete -F").contains("--authority");
  }

  @Test
  void checksPackages() throws IOException {
    Run sound = Run.cotejo("package", "check", EXAMPLE);
    assertThat(sound.code()).as(sound.text()).isZero();
    assertThat(sound.out()).contains("13,005");

    for (String name :
        List.of("election.json", "areas.csv", "contests.csv", "selections.csv", "devices.csv")) {
      Files.copy(EXAMPLE.resolve(name), directory.resolve(name));
    }
    List<String> stations =
        new ArrayList<>(Files.readAllLines(EXAMPLE.resolve("stations.csv")).subList(0, 20));
    String[] fields = stations.get(16).split(",", -1);
    fields[2] = "12x";
    stations.set(16, String.join(",", fields));
    Files.write(directory.resolve("stations.csv"), stations);
    Run bad = Run.cotejo("package", "check", directory);
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("stations.csv:17: registered is not a count: '12x'");

    Run absent = Run.cotejo("package", "check", directory.resolve("absent"));
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).contains("absent: no such directory");
  }

  @Test
  void importOfWrongDataSaysWhatIsWrongAndLeavesNothingBehind() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path made = directory.resolve("made");
    Run absent = Run.cotejo("package", "import", "bulgaria", data, made);
    assertThat(absent.code()).isEqualTo(2);
    Path first = data.resolve("20_parties.csv.gz");
    assertThat(absent.err().lines())
        .containsExactly("cotejo: " + first + ": no such file or directory");
    Files.writeString(first, "code;name");
    Run wrong = Run.cotejo("package", "import", "bulgaria", data, made);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err().lines()).containsExactly("cotejo: 20_parties.csv.gz: not gzip");
    assertThat(made).doesNotExist();
  }

  @Test
  void makesKeysThatAreNotOverwritten() throws IOException {
    Path name = directory.resolve("authority");
    Run made = Run.cotejo("key", "generate", name);
    assertThat(made.code()).as(made.text()).isZero();
    byte[] key = Files.readAllBytes(directory.resolve("authority.key"));
    Run again = Run.cotejo("key", "generate", name);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("exists already");
    assertThat(Files.readAllBytes(directory.resolve("authority.key"))).isEqualTo(key);
    assertThat(Run.cotejo("key", "generate", directory.resolve("no/such/place")).code())
        .isEqualTo(2);
    for (String noFile : List.of("", "/", ".", "..")) {
      Run run = Run.cotejo("key", "generate", noFile);
      assertThat(run.code()).as(noFile).isEqualTo(2);
      assertThat(run.err()).contains("is not a path of a file");
    }
    Files.createSymbolicLink(directory.resolve("linked.pub"), directory.resolve("nowhere"));
    assertThat(Run.cotejo("key", "generate", directory.resolve("linked")).code()).isEqualTo(2);
    assertThat(directory.resolve("linked.key")).doesNotExist();
  }

  @Test
  void makesNoPrivateKeyWithoutThePublicOne() throws IOException {
    Path name = directory.resolve("x".repeat(248));
    // 255 bytes are the longest name: the first ending fits, with a byte more it does not.
    Path longest = directory.resolve("x".repeat(251));
    assertThat(Run.cotejo("key", "generate", name).code()).isZero();
    assertThat(Run.cotejo("key", "generate", longest).code()).isZero();
    assertThat(Run.cotejo("key", "generate", directory.resolve("x".repeat(252))).code())
        .isEqualTo(2);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void foundsAnElectionOnceAndWithSoundInputOnly() throws IOException {
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Path night = directory.resolve("night");
    Object[] create = {
      "election",
      "create",
      "--package",
      EXAMPLE,
      "--origin",
      "results.example/2026",
      "--authority-key",
      directory.resolve("authority.key"),
      "--dir",
      night
    };
    Run made = Run.cotejo(create);
    assertThat(made.code()).as(made.text()).isZero();
    Run again = Run.cotejo(create);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("night");

    create[7] = directory.resolve("authority.pub");
    create[9] = directory.resolve("other");
    Run publicKey = Run.cotejo(create);
    assertThat(publicKey.code()).isEqualTo(2);
    assertThat(publicKey.err()).contains("authority.pub");
    assertThat(directory.resolve("other")).doesNotExist();

    create[7] = directory.resolve("authority.key");
    create[5] = "résultats.example/2026";
    Run origin = Run.cotejo(create);
    assertThat(origin.code()).isEqualTo(2);
    assertThat(origin.err()).contains("the origin '").contains("not printable ASCII");

    String deserted = Run.deserted();
    Run nobody = openCounting(night, deserted);
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody answers at " + deserted);
    for (String answer : List.of("200", "201", "404", "409", "500")) {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().add("cotejo-index", "many");
            exchange.sendResponseHeaders(Integer.parseInt(answer), -1);
            exchange.close();
          });
      server.start();
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      Run other = openCounting(night, address);
      server.stop(0);
      assertThat(other.code()).as(other.text()).isEqualTo(2);
      assertThat(other.err()).contains(address + " answers " + answer).contains("another server");
    }
  }

  private Run openCounting(Path night, String intake) {
    return Run.cotejo(
        "election",
        "phase",
        "counting-open",
        "--dir",
        night,
        "--authority-key",
        directory.resolve("authority.key"),
        "--intake",
        intake);
  }

  @Test
  void courtsHaveKeysOfTheirOwn() throws IOException {
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Run.cotejo("key", "generate", directory.resolve("court"));
    String own = Files.readAllLines(directory.resolve("authority.pub")).getLast();
    String court = Files.readAllLines(directory.resolve("court.pub")).getLast();
    for (List<String> courts : List.of(List.of(own), List.of(court, court), List.of("foo"))) {
      var create =
          new ArrayList<Object>(
              List.of("election", "create", "--package", EXAMPLE, "--origin", "o.example/1"));
      create.addAll(List.of("--authority-key", directory.resolve("authority.key")));
      create.addAll(List.of("--dir", directory.resolve("night")));
      courts.forEach(key -> create.addAll(List.of("--court", key)));
      Run run = Run.cotejo(create.toArray());
      assertThat(run.code()).as(run.text()).isEqualTo(2);
      assertThat(run.err()).contains("court");
      assertThat(directory.resolve("night")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8700",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:70000",
        "127.0.0.1:-1",
        "127.0.0.1:1/x",
        "me@127.0.0.1:1",
        "127.0.0.1:1?x",
        "http://127.0.0.1:1",
        "::1:8700",
        "no such host:1",
        "nowhere.invalid:1",
        "[::1:1"
      })
  void listensAtNoPlaceThatIsNoAddress(String address) {
    Run run = Run.cotejo("serve", "--dir", directory, "--intake", address);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--intake").contains("See: cotejo serve --help");
    assertThat(run.err()).hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:8700",
        "ftp://127.0.0.1",
        "http://",
        "http:///statements",
        "http://127.0.0.1:8700/cotejo",
        "http://127.0.0.1:8700?x",
        "http://me@127.0.0.1:8700",
        "http://127.0.0.1:70000",
        "file:///etc/passwd",
        "http://[",
        "http://127.0.0.1:8700#x"
      })
  void sendsNothingToWhatIsNoServer(String address) {
    Run run = openCounting(directory, address);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--intake").contains("not http://HOST:PORT");
    assertThat(run.err()).hasLineCount(2);
  }

  @Test
  void servesNothingThatIsNoElection() {
    Run run = Run.cotejo("serve", "--dir", directory);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("holds no election").contains("cotejo election create");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eddsa:12       | --authority: eddsa key has 2 digits instead of 64
          junk           | junk: line 1: key does not start with ed25519:, eddsa: or es256:
          folder         | folder: is a directory
          missing        | missing: no such file or directory
          """)
  void saysWhatIsWrongWithTheAuthoritysKeys(String authority, String problem) throws IOException {
    Files.write(directory.resolve("junk"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 7});
    Files.createDirectory(directory.resolve("folder"));
    String given = authority.contains(":") ? authority : directory.resolve(authority).toString();
    Run run = Run.cotejo("verify", directory, "--authority", given, "--forget");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(problem).hasLineCount(1);
  }
}
