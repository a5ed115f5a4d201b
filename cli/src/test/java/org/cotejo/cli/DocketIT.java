package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotejo.audit.evidence.bag.BagPath;
import org.cotejo.audit.evidence.bag.BagWriter;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Enrolment;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;
import org.cotejo.server.KeyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A dispute from claim to ruling through a server, by commands alone but for the record.
class DocketIT {
  @TempDir private Path directory;

  private String key(String name) throws Exception {
    Run.cotejo("key", "generate", directory.resolve(name));
    return Files.readAllLines(directory.resolve(name + ".pub")).getLast();
  }

  private Run docket(Serving serving, String what, String key, String out, Object... more) {
    var words = new ArrayList<Object>(List.of("docket", what));
    words.addAll(List.of(more));
    words.addAll(
        List.of(
            "--dir",
            directory.resolve("night"),
            "--key",
            directory.resolve(key + ".key"),
            "--out",
            directory.resolve(out),
            "--send",
            serving.statements()));
    Run run = Run.cotejo(words.toArray());
    assertThat(run.code()).as(run.text()).isZero();
    return run;
  }

  private Sign1 hand(Serving serving, Statement statement, SigningKey signer) throws Exception {
    byte[] founding = Files.readAllBytes(directory.resolve("night/private/election.statement"));
    Sign1 signed = statement.sign(ElectionId.of(founding), signer);
    var out = new StringWriter();
    int code =
        new Delivery(serving.statements(), new PrintWriter(out)).handIn(signed.bytes(), "it");
    assertThat(code).as(out.toString()).isZero();
    return signed;
  }

  private static String leaf(byte[] statement) {
    return Hash.sha256(new byte[1], statement).hex();
  }

  private String leaf(String file) throws Exception {
    return leaf(Files.readAllBytes(directory.resolve(file)));
  }

  private Path figures(int... rows) throws Exception {
    List<String> all = Files.readAllLines(directory.resolve("trial/figures.csv"));
    var lines = new ArrayList<>(List.of(all.getFirst()));
    for (int row : rows) {
      lines.add(all.get(row));
    }
    return Files.write(directory.resolve("figures" + rows.length + ".csv"), lines);
  }

  @Test
  @Timeout(120)
  void aDisputeIsFiledDecidedAndShownWithBothValues() throws Exception {
    Run founded =
        Trial.found(
            directory,
            "--organisation",
            "list=" + key("list"),
            "--organisation",
            "watch=" + key("watch"),
            "--court",
            key("court"));
    assertThat(founded.code()).as(founded.text()).isZero();
    FiguresFile.Reported row =
        FiguresFile.read(figures(1), PackageDirectory.read(directory.resolve("trial/package")))
            .getFirst();
    Path report = Files.writeString(directory.resolve("report.pdf"), "a report");
    Path text = Files.writeString(directory.resolve("grounds.txt"), "The sheet reads otherwise.\n");
    try (var serving = new Serving(directory.resolve("night"))) {
      assertThat(
              Run.cotejo(
                      "election",
                      "phase",
                      "counting-open",
                      "--dir",
                      directory.resolve("night"),
                      "--authority-key",
                      directory.resolve("authority.key"),
                      "--intake",
                      serving.statements())
                  .code())
          .isZero();
      SigningKey authority = KeyFile.read(directory.resolve("authority.key"));
      var device = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
      var add = new Enrolment.Add(row.about().station(), device.verificationKey());
      hand(serving, new Enrolment(device.verificationKey().id(), add), authority);
      String record =
          leaf(hand(serving, new TallyRecord(row.about(), row.figures()), device).bytes());
      docket(serving, "claim", "list", "a", "1/SY", "--covers", "21", "--source", report);
      Run challenged =
          docket(
              serving,
              "challenge",
              "list",
              "b",
              "1/SY",
              "--relief=replace",
              "--text",
              text,
              "--station",
              row.about().station(),
              "--rests-on",
              leaf("a"),
              "--target",
              record);
      assertThat(challenged.out()).contains("b.text", leaf("b"));
      docket(
          serving,
          "evidence",
          "watch",
          "c",
          report,
          "--about",
          leaf("b"),
          "--type=pdf",
          "--confidential");
      docket(
          serving,
          "disclose",
          "watch",
          "d",
          report,
          "--commitment",
          directory.resolve("c"),
          "--salt",
          directory.resolve("c.salt"),
          "--type=pdf");
      Path changed = figures(1);
      Files.writeString(changed, Files.readString(changed).replaceFirst(",[0-9]+,,", ",1,,"));
      docket(
          serving,
          "rule",
          "court",
          "e",
          row.about(),
          "--decision=replace",
          "--target",
          record,
          "--figures",
          changed,
          "--challenge",
          leaf("b"));
      docket(serving, "rule", "court", "f", leaf("b"), "--decision=granted");
      serving.stop();
    }
    Object[] show = {
      "docket",
      "show",
      directory.resolve("night/public"),
      "--authority",
      directory.resolve("authority.pub"),
      "--texts",
      directory
    };
    Run shown = Run.cotejo(show);
    assertThat(shown.code()).as(shown.text()).isZero();
    assertThat(shown.out())
        .contains("Cases: 1; claims: 1; exhibits: 1; rulings and corrigenda: 2")
        .contains("by list")
        .contains("“The sheet reads otherwise.”")
        .contains("committed to and disclosed")
        .contains("granted")
        .contains("before: ")
        .contains("it covers more stations than there are: 21 / 20");
    Object[] asJson = Arrays.copyOf(show, show.length);
    asJson[5] = "--at-least=3";
    asJson[6] = "--json";
    JsonNode json = new JsonMapper().readTree(Run.cotejo(asJson).out());
    assertThat(json.get("cases").get(0).get("state").stringValue()).isEqualTo("granted");
    JsonNode decision = json.get("decisions").get(0);
    assertThat(decision.get("before").get("votersAdmitted").longValue())
        .isEqualTo(row.figures().votersAdmitted());
    assertThat(decision.get("effect").booleanValue()).isTrue();
    assertThat(json.get("exhibits").get(0).get("sha256").stringValue())
        .isEqualTo(Hash.sha256(Files.readAllBytes(report)).hex());
    packs(report);
  }

  /// The docket as a bag that holds without the log, and does not once anything in it is another.
  private void packs(Path report) throws Exception {
    Path files = Files.createDirectory(directory.resolve("files"));
    Files.copy(report, files.resolve("whatever"));
    Files.writeString(files.resolve("other"), "nothing of the docket");
    Path bag = directory.resolve("bag");
    Run exported = export(bag, leaf("b"), files);
    assertThat(exported.code()).as(exported.text()).isZero();
    assertThat(exported.out()).contains("1 exhibits, 1 texts", "0 exhibits are committed");
    assertThat(directory.resolve("bag/data/exhibits.csv")).content().contains(",disclosed,");
    Run imported = imported(bag);
    assertThat(imported.code()).as(imported.text()).isZero();
    assertThat(imported.out())
        .contains(
            "1 exhibits, 1 texts", "1 statements are of stations", "All that was checked holds");

    Run all = export(directory.resolve("all"), "all", directory.resolve("trial"));
    assertThat(all.out()).contains("0 exhibits, 1 texts", "1 exhibits whose hash is in the log");
    assertThat(imported(directory.resolve("all")).code()).isZero();
    assertThat(export(directory.resolve("none"), "7777", files).err()).contains("no case '7777'");

    String exhibit = "exhibits/" + Hash.sha256(Files.readAllBytes(report)).hex() + ".pdf";
    assertThat(imported(repacked(bag, exhibit, new byte[] {1})).out())
        .contains(exhibit + ": is not the exhibit");
    byte[] other = Files.readAllBytes(bag.resolve("data/receipts/" + leaf("e") + ".tlog-proof"));
    assertThat(imported(repacked(bag, "receipts/" + leaf("b") + ".tlog-proof", other)).out())
        .contains("no receipt proves that the log has this statement");
    byte[] statement = Files.readAllBytes(directory.resolve("c"));
    assertThat(imported(repacked(bag, "statements/" + leaf("b") + ".statement", statement)).out())
        .contains("under its own leaf hash");
    Files.delete(bag.resolve("data/checkpoint"));
    Run incomplete = imported(bag);
    assertThat(incomplete.code()).isEqualTo(1);
    assertThat(incomplete.out()).contains("data/checkpoint: is listed and not there");
  }

  private Run export(Path bag, String which, Path exhibits) {
    return Run.cotejo(
        "docket",
        "export",
        which,
        directory.resolve("night/public"),
        "--authority",
        directory.resolve("authority.pub"),
        "--exhibits",
        exhibits,
        "--texts",
        directory,
        "--out",
        bag);
  }

  private Run imported(Path bag) {
    return Run.cotejo("docket", "import", bag, "--authority", directory.resolve("authority.pub"));
  }

  /// The same bag, whole and valid, with another content of one file.
  private Path repacked(Path bag, String changed, byte[] content) throws Exception {
    Path made = Files.createTempDirectory(directory, "bag");
    var writer = new BagWriter(made);
    Path data = bag.resolve("data");
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = data.relativize(file).toString();
        writer.add(BagPath.of(path), path.equals(changed) ? content : Files.readAllBytes(file));
      }
    }
    writer.finish(Map.of());
    return made;
  }
}
