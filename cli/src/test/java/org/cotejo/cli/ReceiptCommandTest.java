package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotejo.cose.Base45;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.TallyFigures;
import org.cotejo.sheet.CodeText;
import org.cotejo.sheet.ReceiptSlip;
import org.cotejo.sheet.SheetFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Slips with receipts: printed at a station, checked by whoever holds one; and what a log has of a
/// sheet.
class ReceiptCommandTest {
  private static final String AUTHORITY = PaperLog.AUTHORITY.verificationKey().toString();
  private static final Path VECTORS = Path.of("src/test/resources/vectors/slips.jsonl");

  @TempDir private Path directory;
  private final PaperLog log = new PaperLog();
  private final byte[] ours = log.record(PaperLog.reported(0), PaperLog.DEVICE);
  private Path published = Path.of("");

  @BeforeEach
  void publish() throws IOException {
    log.handOut(directory);
    Files.write(directory.resolve("record.statement"), ours);
    log.append(ours).append(log.record(PaperLog.reported(1), PaperLog.DEVICE));
    published = log.publish(directory.resolve("published"), true);
  }

  private Path founding() {
    return directory.resolve("election.statement");
  }

  /// A station whose first statement the log has answered for.
  private Path station() throws IOException {
    Path station = directory.resolve("station");
    ran(
        0,
        "station",
        "init",
        "--election",
        founding(),
        "--authority",
        AUTHORITY,
        "--endpoint=http://127.0.0.1:1",
        "--dir",
        station);
    ran(0, "station", "add", directory.resolve("record.statement"), "--dir", station);
    String name = "%08d-%s".formatted(1, Hash.sha256(new byte[1], ours).hex());
    assertThat(station.resolve("outbox/" + name + ".statement")).exists();
    Files.write(station.resolve("outbox/" + name + ".receipt"), log.receipt(1).bytes());
    return station;
  }

  private static Run ran(int code, Object... arguments) {
    Run run = Run.cotejo(arguments);
    assertThat(run.code()).as(run.text()).isEqualTo(code);
    return run;
  }

  private Path printed() throws IOException {
    Path pdf = directory.resolve("slip.pdf");
    ran(
        0,
        "station",
        "receipt",
        "1",
        "--dir",
        station(),
        "--slip",
        pdf,
        "--site",
        published,
        "--language",
        "es");
    return pdf;
  }

  private Run check(int code, Object slip, Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("receipt", "check", slip, "--election", founding(), "--authority", AUTHORITY));
    arguments.addAll(List.of(more));
    return ran(code, arguments.toArray());
  }

  @Test
  void printsASlipThatAnybodyChecksOffline() throws Exception {
    Path pdf = printed();
    Run checked = check(0, pdf, "--package", directory.resolve("package"));
    assertThat(checked.out())
        .contains("the log results.example/paper has this entry at index 1")
        .contains("in its history of 3 entries")
        .contains(
            "Cosigned by 1 of the witnesses that the election names; their quorum holds:\n  one")
        .contains(Hash.sha256(new byte[1], ours).hex())
        .contains("Rehearsal");
    Path texts =
        Files.write(directory.resolve("slip.txt"), SheetFile.codes(pdf, ReceiptSlip::whole));
    assertThat(check(0, texts).out()).isEqualTo(checked.out());
  }

  private Run checkWith(int code, Path slip, Path packageDirectory) {
    return ran(
        code, "receipt", "check", slip, "--package", packageDirectory, "--authority", AUTHORITY);
  }

  /// At a station the election statement is beside the package, with a mirror it is in the log.
  @Test
  void takesTheElectionStatementThatIsHandedOutWithThePackage() throws IOException {
    Path slip = printed();
    Path handed = directory.resolve("package");
    String proved = check(0, slip).out();
    assertThat(checkWith(0, slip, handed).out()).isEqualTo(proved);
    Path mirrored = Files.createDirectory(published.resolve("package"));
    for (Path file : children(handed)) {
      Files.copy(file, mirrored.resolve(file.getFileName()));
    }
    assertThat(checkWith(0, slip, mirrored).out()).isEqualTo(proved);
    Files.move(founding(), handed.resolve("election.statement"));
    assertThat(checkWith(0, slip, handed).out()).isEqualTo(proved);
    Path inside = Files.move(handed, Files.createDirectory(directory.resolve("bag")).resolve("p"));
    assertThat(checkWith(0, slip, inside).out()).isEqualTo(proved);

    Files.writeString(inside.resolve("devices.csv"), "station,key\n");
    assertThat(checkWith(2, slip, inside).err())
        .contains("package file devices.csv is not the one the election binds");
    Files.delete(inside.resolve("election.statement"));
    assertThat(checkWith(2, slip, inside).err())
        .contains(inside + ": no election statement in it or beside it")
        .contains("give it with --election");
    assertThat(checkWith(2, slip, directory.resolve("typo")).err())
        .contains("typo: no such directory");
    assertThat(ran(2, "receipt", "check", slip, "--authority", AUTHORITY).err())
        .contains("give --package, or --election");
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void saysWhetherTheReceiptIsOfThisSheet() throws IOException {
    Path slip = printed();
    Path sheet = sheet("record.statement");
    assertThat(check(0, slip, "--sheet", sheet).out())
        .contains("It is the receipt of the record " + PaperLog.reported(0).about());
    Path other =
        Files.write(
            directory.resolve("other.statement"), log.record(otherFigures(), PaperLog.DEVICE));
    assertThat(check(1, slip, "--sheet", sheet(other.getFileName().toString())).out())
        .contains("another record than that on");
  }

  private Path sheet(String statement) {
    Path pdf = directory.resolve(statement + ".pdf");
    ran(
        0,
        "sheet",
        "print",
        directory.resolve(statement),
        "--package",
        directory.resolve("package"),
        "--out",
        pdf);
    return pdf;
  }

  /// Those of station 0 with one voter more on the roll.
  private static FiguresFile.Reported otherFigures() {
    FiguresFile.Reported reported = PaperLog.reported(0);
    var figures = reported.figures();
    return new FiguresFile.Reported(
        reported.about(),
        new TallyFigures(
            figures.registeredVoters() + 1,
            figures.votersAdded(),
            figures.votersAdmitted(),
            figures.ballotsReceived(),
            figures.ballotsUnused(),
            figures.ballotsSpoiled(),
            figures.channels()));
  }

  @Test
  void followsTheLogAtAnyMirror() throws IOException {
    Path slip = printed();
    Path longer =
        log.append(log.record(PaperLog.reported(2), PaperLog.DEVICE))
            .publish(directory.resolve("longer"), true);
    assertThat(check(0, slip, "--mirror", longer).out())
        .contains("at the same place, entry 1, now in a log of 4 entries");
    Path behind = new PaperLog().publish(directory.resolve("behind"), true);
    assertThat(check(2, slip, "--mirror", behind).out()).contains("shows only 1 entries");
    var forked = new PaperLog();
    forked.append(forked.record(otherFigures(), PaperLog.DEVICE)).append(ours).append(ours);
    Path other = forked.publish(directory.resolve("forked"), true);
    assertThat(check(1, slip, "--mirror", other).out()).contains("shows another log");
  }

  @Test
  void printsNoSlipBeforeTheWitnessesHaveCosigned() throws IOException {
    Path bare = log.publish(directory.resolve("bare"), false);
    Path pdf = directory.resolve("slip.pdf");
    Run early =
        ran(2, "station", "receipt", "1", "--dir", station(), "--slip", pdf, "--site", bare);
    assertThat(early.err()).contains("no slip yet: the quorum one lacks the cosignature of one");
    Path behind = new PaperLog().publish(directory.resolve("behind"), true);
    Run absent =
        ran(
            2,
            "station",
            "receipt",
            "1",
            "--dir",
            directory.resolve("station"),
            "--slip",
            pdf,
            "--site",
            behind);
    assertThat(absent.err()).contains("not in the published log yet");
    assertThat(pdf).doesNotExist();
    assertThat(
            ran(2, "station", "receipt", "1", "--dir", directory.resolve("station"), "--slip=x")
                .err())
        .contains("--slip and --site need each other");
  }

  @Test
  void refusesWhatIsNoSlipAndWhomTheAuthorityDoesNotVouchFor() throws IOException {
    Path slip = printed();
    Path sheet = sheet("record.statement");
    assertThat(check(2, sheet).err()).contains("no code of a receipt was found");
    String other = PaperLog.key(9).verificationKey().toString();
    assertThat(
            ran(2, "receipt", "check", slip, "--election", founding(), "--authority", other).err())
        .contains("not signed by a key of --authority");
    assertThat(ran(2, "receipt").err()).contains("say what to do");
  }

  @Test
  void saysWhatALogHasOfEachSheet() throws IOException {
    Path here = sheet("record.statement");
    Path sheets = Files.createDirectory(directory.resolve("sheets"));
    Files.move(here, sheets.resolve("1.pdf"));
    Path resume = directory.resolve("codes");
    Run found = read(0, sheets, resume);
    assertThat(found.out()).contains(",verified,in-log,1,registeredVoters,");
    Map<String, byte[]> records =
        Map.of(
            "2", log.record(otherFigures(), PaperLog.DEVICE),
            "3", log.record(PaperLog.reported(0), PaperLog.key(8)),
            "4", log.record(PaperLog.reported(2), PaperLog.DEVICE));
    for (var each : records.entrySet()) {
      Files.writeString(
          sheets.resolve(each.getKey() + ".jpg"),
          CodeText.PREFIX + Base45.encode(each.getValue()) + "\n");
    }
    Run all = read(1, sheets, resume);
    assertThat(all.out())
        .contains("1.pdf,cotejo,", ",verified,in-log,1,")
        .contains(",verified,another-record,1,")
        .contains(",key-not-available,same-figures,1,")
        .contains(",not-in-log,,");
    assertThat(Files.readAllLines(resume)).hasSize(5);
    // Torn in the middle of a line: that one is searched for again, the others are not.
    String kept = Files.readString(resume);
    Files.writeString(resume, kept.substring(0, kept.length() - 20));
    assertThat(read(1, sheets, resume).out()).isEqualTo(all.out());
    assertThat(read(1, sheets, resume).out()).isEqualTo(all.out());
    Files.writeString(resume, "something else\n");
    assertThat(read(2, sheets, resume).err()).contains("not a file of codes that were read");
  }

  @Test
  void searchesNoPhotographTwice() throws IOException {
    Path sheet = sheet("record.statement");
    Path resume = directory.resolve("codes");
    assertThat(read(0, sheet, resume).code()).isZero();
    String kept = Files.readString(resume);
    Files.writeString(resume, kept.replaceAll("\\[.*\\]", "[]"));
    assertThat(read(2, sheet, resume).out()).contains("no code was found");
  }

  private Run read(int code, Path what, Path resume) {
    return ran(
        code,
        "sheet",
        "read",
        what,
        "--package",
        directory.resolve("package"),
        "--log",
        published,
        "--authority",
        AUTHORITY,
        "--resume",
        resume);
  }

  /// Other programs check the same slips; see `interop/`.
  @Test
  void agreesWithTheVectorsThatOthersRead() throws IOException, MalformedException {
    Set<String> codes = new TreeSet<>(SheetFile.codes(printed(), ReceiptSlip::whole));
    int seen = 0;
    for (String line : Files.readAllLines(VECTORS)) {
      JsonNode vector = new JsonMapper().readTree(line);
      var texts = new ArrayList<String>();
      vector.get("codes").forEach(code -> texts.add(code.asString()));
      if (vector.get("name").asString().equals("sound")) {
        assertThat(texts).containsExactlyElementsOf(codes);
        assertThat(vector.get("statement").asString()).isEqualTo(HexFormat.of().formatHex(ours));
        assertThat(vector.get("election").asString())
            .isEqualTo(HexFormat.of().formatHex(log.founding()));
      }
      Path slip = Files.write(directory.resolve("vector.txt"), texts, StandardCharsets.UTF_8);
      Run run =
          Run.cotejo("receipt", "check", slip, "--election", founding(), "--authority", AUTHORITY);
      boolean isValid = vector.get("valid").asBoolean();
      assertThat(run.code() == 0).as(vector.get("name").asString()).isEqualTo(isValid);
      if (!isValid) {
        assertThat(run.text()).contains(vector.get("why").asString());
      }
      seen++;
    }
    assertThat(seen).isEqualTo(6);
  }
}
