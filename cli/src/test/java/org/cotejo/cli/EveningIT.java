package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The evening of a station, by commands: opened, entered twice, settled, closed, sent, counted.
@Timeout(240)
class EveningIT {
  private static final String CODE = "S0000001";

  @TempDir private Path directory;
  private Path night = Path.of("");
  private Path station = Path.of("");
  private final List<String> figures = new ArrayList<>();

  @BeforeEach
  void foundWithAKeyInAFile() throws IOException {
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Files.writeString(password(), "it rains\n");
    ran(0, "package", "synthesize", "--stations=20", "--out", directory.resolve("trial"));
    figures.addAll(
        Files.readAllLines(directory.resolve("trial/figures.csv")).stream()
            .filter(line -> line.startsWith("contest,") || line.startsWith("1," + CODE + ","))
            .toList());
    assertThat(figures).hasSize(2);
    found("", key("generate", directory.resolve(CODE), "--pkcs12", "--es256").out());
  }

  /// Founds an election whose station signs with a key, and makes the station's directory.
  ///
  /// @param which other than the elections before
  /// @param made what the command said that made the key
  private void found(String which, String made) throws IOException {
    station = directory.resolve("station" + which);
    night = directory.resolve("night" + which);
    Files.writeString(
        directory.resolve("trial/package/devices.csv"),
        "station,key\n" + CODE + "," + made.lines().findFirst().orElseThrow() + "\n");
    ran(
        0,
        "election",
        "create",
        "--package",
        directory.resolve("trial/package"),
        "--origin=results.example/trial" + which,
        "--authority-key",
        directory.resolve("authority.key"),
        "--dir",
        night);
    ran(
        0,
        "station",
        "init",
        "--election",
        night.resolve("private/election.statement"),
        "--authority",
        directory.resolve("authority.pub"),
        "--endpoint=http://127.0.0.1:1",
        "--package",
        night.resolve("package"),
        "--station",
        CODE,
        "--dir",
        station);
  }

  private Path password() {
    return directory.resolve("password");
  }

  private Run key(Object... arguments) {
    var all = new ArrayList<Object>(List.of("key"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--password-file", password()));
    return ran(0, all.toArray());
  }

  private static Run ran(int code, Object... arguments) {
    Run run = Run.cotejo(arguments);
    assertThat(run.code()).as(run.text()).isEqualTo(code);
    return run;
  }

  private Run desk(int code, String what, Object... more) {
    var arguments = new ArrayList<Object>(List.of("station", what, "--dir", station));
    arguments.addAll(Arrays.asList(more));
    return ran(code, arguments.toArray());
  }

  private Run enter(int code, String clerk, Object... more) {
    var arguments = new ArrayList<Object>(List.of("--contest=1", "--clerk=" + clerk));
    arguments.addAll(Arrays.asList(more));
    return desk(code, "enter", arguments.toArray());
  }

  private Run sign(int code, String what, Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("--key", directory.resolve(CODE + ".p12"), "--password-file", password()));
    arguments.addAll(Arrays.asList(more));
    return desk(code, what, arguments.toArray());
  }

  /// The machine's figures, and the same with one more vote for the first selection.
  private Path file(String name, int added) throws IOException {
    String row = figures.getLast();
    String[] cell = row.substring(row.lastIndexOf(',') + 1).split(" ", -1);
    cell[4] = Long.toString(Long.parseLong(cell[4]) + added);
    Path file = directory.resolve(name);
    Files.writeString(
        file,
        figures.getFirst()
            + "\n"
            + row.substring(0, row.lastIndexOf(',') + 1)
            + String.join(" ", cell)
            + "\n");
    return file;
  }

  private String votes() {
    String row = figures.getLast();
    return row.substring(row.lastIndexOf(',') + 1).split(" ", -1)[4];
  }

  @Test
  void goesFromPaperToTheTotals() throws Exception {
    assertThat(key("show", directory.resolve(CODE + ".p12")).out()).startsWith("es256:");
    Run opened = sign(0, "open");
    assertThat(opened.out())
        .contains("Opened: ")
        .contains("This program: ")
        .doesNotContain("not a key");
    assertThat(sign(0, "open").out()).contains("was in the outbox already");
    assertThat(sign(1, "close", "--contest=1").out())
        .contains("1/" + CODE + ": nothing is entered");

    Run once = enter(0, "machine-1", "--from", file("machine.csv", 0), "--export");
    assertThat(once.out()).contains("entered once").doesNotContain(votes());
    assertThat(enter(1, "machine-1", "--from", file("hand.csv", 1)).out()).contains("E102");
    assertThat(enter(1, "other", "--from", file("hand.csv", 1), "--export").out()).contains("E103");
    Run twice = enter(0, "ana", "--from", file("hand.csv", 1));
    assertThat(twice.out())
        .contains("the two differ in 1 field")
        .contains("0.votes.0  Votes: paper");
    assertThat(enter(1, "ana", "--settle=0.votes.1=5").out()).contains("E104");
    Run settled = enter(0, "ana", "--settle=0.votes.0=" + votes());
    assertThat(settled.out()).contains("the figures are agreed.").contains("cotejo station close");

    Path sheet = directory.resolve("sheet.pdf");
    assertThat(desk(1, "sheet", "--contest=1", "--out", sheet).out()).contains("agreed");
    assertThat(sheet).doesNotExist();

    Run closed = sign(0, "close", "--contest=1");
    assertThat(closed.out()).contains("Signed: 1/" + CODE);
    assertThat(sign(0, "close", "--contest=1").out()).contains("was signed before");
    assertThat(enter(1, "ana", "--clear").out()).contains("E101").contains("signed");
    assertThat(desk(0, "sheet", "--contest=1", "--out", sheet).out())
        .contains("sheet.pdf: the sheet of contest 1, station " + CODE)
        .doesNotContain("not checked");
    assertThat(desk(2, "sheet", "--contest=1", "--out", sheet).err())
        .contains("is not overwritten");
    Run read =
        ran(
            0,
            "sheet",
            "read",
            sheet,
            "--package",
            station.resolve("package"),
            "--authority",
            directory.resolve("authority.pub"));
    assertThat(read.out())
        .contains(",1/" + CODE + ",", ",verified,,,paper.votes.1," + votes() + ",")
        .doesNotContain("was not checked");

    try (var serving = new Serving(night)) {
      deliver(serving);
      Path receipt = directory.resolve("2.tlog-proof");
      Files.writeString(receipt, desk(0, "receipt", "2").out());
      Path record = statements("entries").getFirst();
      assertThat(
              ran(0, "log", "check", receipt, "--entry", record, "--key", night.resolve("log.vkey"))
                  .out())
          .contains("Proved: ");
      serving.stop();
    }
    Run verified =
        ran(
            0,
            "verify",
            night.resolve("public"),
            "--authority",
            directory.resolve("authority.pub"),
            "--forget");
    assertThat(verified.out()).contains("1 of 20 polling stations counted").contains(votes());
  }

  private void deliver(Serving serving) throws IOException {
    Files.writeString(station.resolve("endpoints"), serving.statements() + "\n");
    Trial.phase(night, "counting-open", serving);
    assertThat(desk(0, "send", "--for=60").out()).contains("2 of 2 delivered.");
  }

  /// What is signed in a directory of the station.
  private List<Path> statements(String inside) throws IOException {
    try (var files = Files.list(station.resolve(inside))) {
      return files.filter(each -> each.toString().endsWith(".statement")).sorted().toList();
    }
  }

  private void enterTwice() throws IOException {
    Path figures = file("machine.csv", 0);
    enter(0, "machine-1", "--from", figures, "--export");
    assertThat(enter(0, "ana", "--from", figures).out()).contains("the figures are agreed.");
  }

  /// The process goes without a word: at moments of its life, and as soon as it has signed.
  @Test
  void signsOnceWheneverItIsKilled() throws Exception {
    enterTwice();
    Path ready = station;
    station = copy(ready, "whole");
    long begin = System.nanoTime();
    assertThat(closing().waitFor()).isZero();
    long life = System.nanoTime() - begin;
    var random = new Random(1);
    int killed = 0;
    for (int i = 0; i < 4; i++) {
      station = copy(ready, "killed-" + i);
      Process closing = closing();
      if (i % 2 == 0) {
        closing.waitFor((long) (life * (0.5 + random.nextDouble() / 2)), TimeUnit.NANOSECONDS);
      } else {
        while (closing.isAlive() && statements("entries").isEmpty()) {
          Thread.onSpinWait();
        }
      }
      killed += closing.isAlive() ? 1 : 0;
      closing.destroyForcibly().waitFor();
      assertThat(statements("outbox")).hasSizeLessThanOrEqualTo(1);
      List<byte[]> before = contents(statements("entries"));
      sign(0, "close", "--contest=1");
      byte[] record = Files.readAllBytes(statements("outbox").getFirst());
      assertThat(sign(0, "close", "--contest=1").out()).contains("was signed before");
      assertThat(contents(statements("outbox"))).containsExactly(record);
      assertThat(contents(statements("entries"))).containsExactly(record);
      assertThat(before).allSatisfy(signed -> assertThat(signed).isEqualTo(record));
    }
    assertThat(killed).isPositive();
  }

  private Process closing() throws IOException {
    return Run.elsewhere(
            "station",
            "close",
            "--contest=1",
            "--dir",
            station,
            "--key",
            directory.resolve(CODE + ".p12"),
            "--password-file",
            password())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<byte[]> contents(List<Path> files) throws IOException {
    var contents = new ArrayList<byte[]>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = directory.resolve(name);
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  /// Another program holds the key. SoftHSM plays the token; it is told by the environment where it
  /// is, so commands that use it run in processes of their own.
  @Test
  void signsWithAKeyInATokenFromTheZeroReportToTheSheet() throws Exception {
    Path module = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    assumeTrue(Files.exists(module), "SoftHSM is not installed (package softhsm2)");
    Path tokens = Files.createDirectory(directory.resolve("tokens"));
    Path configuration = directory.resolve("softhsm2.conf");
    Files.writeString(
        configuration, "directories.tokendir = %s\nlog.level = ERROR\n".formatted(tokens));
    Files.writeString(password(), "1234\n");
    var init =
        new ProcessBuilder(
            "softhsm2-util", "--init-token", "--free", "--label=t", "--pin=1234", "--so-pin=5678");
    withToken(0, init);
    String key = "pkcs11:object=%s?module-path=%s".formatted(CODE, module);
    found("-token", withToken(0, "key", "generate", directory.resolve("token"), "--token", key));
    enterTwice();

    assertThat(withToken(0, "station", "open", "--dir", station, "--key", key))
        .doesNotContain("not a key");
    Object[] close = {"station", "close", "--contest=1", "--dir", station, "--key", key};
    assertThat(withToken(0, close)).contains("Signed: 1/" + CODE);
    // A token signs otherwise each time; what was signed stays.
    List<byte[]> signed = contents(statements("outbox"));
    assertThat(withToken(0, close)).contains("was signed before");
    assertThat(contents(statements("outbox"))).containsExactlyElementsOf(signed);
    Files.writeString(password(), "0000\n");
    assertThat(withToken(2, close)).contains("is the PIN right?");
    Path sheet = directory.resolve("sheet.pdf");
    assertThat(desk(0, "sheet", "--contest=1", "--out", sheet).out()).doesNotContain("not checked");
    try (var serving = new Serving(night)) {
      deliver(serving);
      serving.stop();
    }
  }

  private String withToken(int code, Object... arguments) throws Exception {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--password-file", password()));
    return withToken(code, Run.elsewhere(all.toArray()));
  }

  private String withToken(int code, ProcessBuilder command) throws Exception {
    command
        .redirectErrorStream(true)
        .environment()
        .put("SOFTHSM2_CONF", directory.resolve("softhsm2.conf").toString());
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  @Test
  void holdsWhatBreaksARuleAndSaysWhatIsWrongWithAFile() throws IOException {
    Path hand = file("hand.csv", 1);
    enter(0, "ana", "--from", hand);
    Run held = enter(0, "eva", "--from", hand);
    assertThat(held.out()).contains("break these rules").contains("R104  Valid votes = sum");
    assertThat(sign(1, "close", "--contest=1").out()).contains("R104");
    assertThat(enter(1, "eva", "--confirm=R101,R104").out()).contains("E106").contains("R104");
    assertThat(enter(0, "eva", "--confirm=R104").out()).contains("agreed");
    assertThat(enter(0, "eva", "--clear").out()).contains("nothing is entered");

    Files.writeString(hand, Files.readString(hand).replace(" ", "  "));
    assertThat(enter(2, "ana", "--from", hand).err())
        .contains("hand.csv:2: ")
        .contains("correct the file, nothing of it was entered");
    Files.writeString(hand, figures.getFirst() + "\n");
    assertThat(enter(2, "ana", "--from", hand).err()).contains("no row of contest 1 at station");
    assertThat(enter(2, "ana", "--export").err()).contains("--export goes with --from");
    assertThat(enter(2, "a na", "--clear").err()).contains("--clerk: not a name for a clerk");
    assertThat(enter(2, "ana", "--settle=0.votes.0=x").err()).contains("--settle: not a count");
    assertThat(enter(2, "ana").err()).contains("no terminal to ask on");
    assertThat(desk(2, "enter", "--contest=9", "--clerk=ana").err())
        .contains("no contest '9'; there are 1");
  }

  @Test
  void saysWhatIsWrongWithAKey() throws IOException {
    Files.writeString(password(), "it pours\n");
    assertThat(sign(2, "open").err()).contains("S0000001.p12: the password is wrong");
    Files.writeString(password(), "\n");
    assertThat(sign(2, "open").err()).contains("its first line is empty");
    Run.cotejo("key", "generate", directory.resolve("stranger"));
    Path stranger = directory.resolve("stranger.key");
    assertThat(desk(0, "open", "--key", stranger).out()).contains("not a key of station");
    assertThat(desk(2, "open", "--key=pkcs11:object=a?pin-value=1").err())
        .contains("a PIN does not belong there");
    assertThat(desk(2, "open", "--key=pkcs11:object=a?module-path=/none.so").err())
        .contains("no terminal to ask on; give --password-file");
    assertThat(desk(2, "open", "--key=pkcs11:object=a").err()).contains("not pkcs11:object=LABEL");
  }
}
