package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever runs the log cannot publish what does not follow from what others signed, though every
/// hash fits and every key of the log and the operator is theirs.
class DishonestLogTest {
  private static final String BUNDLE = "tile/entries/000.p/";

  @TempDir private Path directory;

  private void assertRefused(CraftedLog log, String place, String reason) throws IOException {
    assertThat(log.verify(directory))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> {
              assertThat(verdict.place()).startsWith(place);
              assertThat(verdict.reason()).contains(reason);
            });
  }

  @Test
  void honestOneHolds() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    assertThat(log.verify(directory))
        .isInstanceOfSatisfying(
            Verdict.Holds.class,
            holds -> {
              assertThat(holds.summary().age()).isEqualTo(Duration.ofSeconds(30));
              assertThat(holds.summary().fold().size()).isEqualTo(log.size());
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 10, 1000})
  void checkpointWhoseSizeWasChangedIsNamedItself(int more) throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    log.verify(directory);
    Path checkpoint = directory.resolve("checkpoint");
    String sound = Files.readString(checkpoint);
    String size = "\n" + log.size() + "\n";
    Files.writeString(checkpoint, sound.replace(size, "\n" + (log.size() + more) + "\n"));
    assertThat(CraftedLog.verifier().verify(directory))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.place()).isEqualTo("checkpoint"));
  }

  @Test
  void recordByAKeyThatNobodyEnrolled() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("a stranger", log.record(4));
    assertRefused(log.publish(), BUNDLE, "entry 8 is signed by key");
  }

  @Test
  void recordByTheDeviceOfAnotherStation() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("station 5", log.record(4));
    assertRefused(log.publish(), BUNDLE, "entry 8: ");
  }

  @Test
  void entryBehindTheEndOfTheLog() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", new PhaseChange(Phase.RECORDS_CLOSED));
    log.say("authority", new PhaseChange(Phase.LOG_CLOSED));
    log.say("operator", log.draft());
    log.publish();
    assertThat(log.verify(directory.resolve("end"))).isInstanceOf(Verdict.Holds.class);
    long end = log.size();
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond(), Optional.empty()));
    log.checkpoint("log", CraftedLog.ORIGIN);
    assertThat(log.verify(directory.resolve("more")))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.reason()).contains("entry " + end, "the log is closed"));
  }

  @Test
  void enrolmentByTheOperator() throws IOException {
    CraftedLog log = CraftedLog.night();
    var key = CraftedLog.key("a stranger").verificationKey();
    var device = CraftedLog.key("station 4").verificationKey().id();
    log.say("operator", new Enrolment(device, new Enrolment.ReplaceBy(key)));
    log.say("a stranger", log.record(4));
    assertRefused(log.publish(), BUNDLE, "entry 8: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "station 0"})
  void phaseByAnybodyButTheAuthority(String signer) throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say(signer, new PhaseChange(Phase.RECORDS_CLOSED));
    assertRefused(log.publish(), BUNDLE, "entry 8: ");
  }

  @Test
  void timeMarkByTheAuthority() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", new TimeMark(CraftedLog.NOW.getEpochSecond() - 40, Optional.empty()));
    assertRefused(log.publish(), BUNDLE, "entry 8: ");
  }

  @Test
  void statementThatIsLoggedAgain() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("station 0", log.record(0));
    assertRefused(log.publish(), BUNDLE, "entry 8 is entry 2 again");
  }

  @Test
  void entryThatIsNoStatement() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.appendBytes("a note to ourselves".getBytes(StandardCharsets.UTF_8));
    assertRefused(log.publish(), BUNDLE, "entry 8: ");
  }

  @Test
  void recordWhoseSignatureIsOfOtherFigures() throws IOException {
    CraftedLog log = CraftedLog.night();
    byte[] record = log.say("station 4", log.record(4)).bytes();
    byte[] forged = record.clone();
    forged[forged.length - 1] ^= 1;
    CraftedLog other = CraftedLog.night();
    other.appendBytes(forged);
    assertRefused(other.publish(), BUNDLE, "entry 8: the signature does not verify");
  }

  @Test
  void bulletinWithOtherTotals() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("station 4", log.record(4));
    BulletinStatement honest = log.draft();
    log.say(
        "operator",
        new BulletinStatement(
            honest.number(),
            honest.logSize(),
            honest.root(),
            honest.asOf(),
            honest.rules(),
            Hash.sha256(new byte[] {1})));
    assertRefused(
        log.publish(), BUNDLE, "entry 9: the totals of bulletin 2 differs from what the first 9");
  }

  @Test
  void bulletinThatSkipsANumber() throws IOException {
    CraftedLog log = CraftedLog.night();
    BulletinStatement draft = log.draft();
    log.say(
        "operator",
        new BulletinStatement(
            3, draft.logSize(), draft.root(), draft.asOf(), draft.rules(), draft.index()));
    assertRefused(log.publish(), BUNDLE, "entry 8: the number of bulletin 3");
  }

  @Test
  void totalsThatDifferFromTheCount() throws IOException {
    CraftedLog log = CraftedLog.night();
    String shard =
        log.files.keySet().stream()
            .filter(path -> path.startsWith("totals/") && path.endsWith(".csv"))
            .filter(path -> text(log, path).startsWith("row,"))
            .findFirst()
            .orElseThrow();
    log.files.put(shard, (text(log, shard) + "area,X\n").getBytes(StandardCharsets.UTF_8));
    assertRefused(log.publish(), shard, "differs from what the log gives");
  }

  @Test
  void pageThatShowsOtherFigures() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.files.put(
        "index.html", text(log, "index.html").replace("4", "5").getBytes(StandardCharsets.UTF_8));
    assertRefused(log.publish(), "index.html", "differs from what the log gives");
  }

  @Test
  void fileMoreThatTheTimeMarkBinds() throws IOException {
    CraftedLog log = CraftedLog.night();
    byte[] news = "news".getBytes(StandardCharsets.UTF_8);
    log.files.put("news.html", news);
    String manifest = new String(log.manifest(), StandardCharsets.UTF_8);
    String line = "news.html,4," + Hash.sha256(news).hex() + "\n";
    log.publish((manifest + line).getBytes(StandardCharsets.UTF_8));
    assertRefused(log, "manifest.csv", "differs from what the log gives");
  }

  private static CraftedLog withProgram() {
    return CraftedLog.night(CraftedLog.program());
  }

  @Test
  void anotherProgramThanTheOneThatEntryZeroBinds() throws IOException {
    CraftedLog log = withProgram();
    byte[] other = {'!'};
    log.files.put("site/page.js", other);
    assertRefused(
        log.publishAsItIs(), "site/page.js", "differs from the file that site/files.sha256 lists");
  }

  @Test
  void anotherListingOfTheProgram() throws IOException {
    CraftedLog log = withProgram();
    log.files.put(
        "site/files.sha256",
        (Hash.sha256().hex() + "  page.js\n").getBytes(StandardCharsets.US_ASCII));
    assertRefused(
        log.publishAsItIs(), "site/files.sha256", "differs from the listing entry 0 binds");
  }

  @Test
  void programThatEntryZeroDoesNotBind() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    CraftedLog other = withProgram();
    for (String path : List.of("site/page.js", "site/es/data.html", "site/files.sha256")) {
      log.files.put(path, Objects.requireNonNull(other.files.get(path)));
    }
    assertRefused(log, "site/es/data.html", "does not belong to the publication");
  }

  @Test
  void fileMoreInTheProgram() throws IOException {
    CraftedLog log = withProgram().publish();
    log.files.put("site/more.js", new byte[1]);
    assertRefused(log, "site/more.js", "does not belong to the publication");
  }

  @Test
  void otherKeysThanTheReaderHas() throws IOException {
    CraftedLog log = CraftedLog.night();
    String text = "threshold 1\n" + CraftedLog.key("operator").verificationKey() + "\n";
    log.files.put("authority.pub", text.getBytes(StandardCharsets.US_ASCII));
    assertRefused(
        log.publishAsItIs(),
        "authority.pub",
        "does not have the authority's keys that this check was given");
  }

  @Test
  void logThatEndsWithoutBindingItsFiles() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    log.say("station 4", log.record(4));
    assertRefused(
        log.checkpoint("log", CraftedLog.ORIGIN), "checkpoint", "does not end with a time-mark");
  }

  @Test
  void electionThatTheAuthorityDidNotFound() throws IOException {
    var log = new CraftedLog("operator");
    log.open();
    assertRefused(log.publish(), BUNDLE, "which is not the authority's");
  }

  @Test
  void checkpointByAnotherKey() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    assertRefused(
        log.checkpoint("operator", CraftedLog.ORIGIN), "checkpoint", "not signed by any known key");
  }

  @Test
  void checkpointOfAnotherLog() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    assertRefused(log.checkpoint("log", "other.example/1"), "checkpoint", "is of log other");
  }

  private static String text(CraftedLog log, String path) {
    return new String(log.files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
  }
}
