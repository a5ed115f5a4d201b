package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.Opening;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TimeMark;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Good and damaged publications with what this verifier says of each, in `target/corpus`. The
/// second verifier, in `site`, has to say the same of all of them.
class SharedCorpusTest {
  private static final Path CORPUS = Path.of("target", "corpus");

  @TempDir private Path directory;
  private int cases;
  private int holding;

  @Test
  void writesCasesForTheOtherVerifier() throws IOException {
    removeEarlierOnes();
    Files.createDirectories(CORPUS);
    try (Writer out = Files.newBufferedWriter(CORPUS.resolve("cases.jsonl"))) {
      for (Map.Entry<String, CraftedLog> base : publications().entrySet()) {
        Map<String, byte[]> files = base.getValue().files;
        write(CORPUS.resolve(base.getKey()), files);
        judge(out, base.getKey(), "", files, Map.of());
      }
      for (Map.Entry<String, CraftedLog> base : publications().entrySet()) {
        if (Set.of("night", "grown", "program").contains(base.getKey())) {
          damageEachFile(out, base.getKey(), base.getValue().files);
        }
        if (base.getKey().equals("docket")) {
          damageEveryEntry(out, base.getValue().files);
        }
      }
    }
    Files.writeString(
        CORPUS.resolve("authority.pub"), CraftedLog.key("authority").verificationKey() + "\n");
    assertThat(cases).isGreaterThanOrEqualTo(200);
    assertThat(holding).isEqualTo(10);
  }

  /// A file of an earlier run would be one too many in a publication of this one.
  private static void removeEarlierOnes() throws IOException {
    if (!Files.exists(CORPUS)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(CORPUS)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  private void damageEachFile(Writer out, String base, Map<String, byte[]> files)
      throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (Map.Entry<String, Optional<byte[]>> damage : damages(file.getValue()).entrySet()) {
        judge(out, base, damage.getKey(), files, Map.of(file.getKey(), damage.getValue()));
      }
    }
    for (String path : List.of("more.html", "site/more.js")) {
      judge(out, base, "added " + path, files, Map.of(path, Optional.of(new byte[1])));
    }
  }

  /// A byte in the middle of each entry of the docket but the first, which has a name of its own.
  private void damageEveryEntry(Writer out, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] sound = file.getValue();
      int at = 0;
      while (file.getKey().startsWith("tile/entries") && at < sound.length) {
        int length = ((sound[at] & 0xff) << 8) + (sound[at + 1] & 0xff);
        byte[] damaged = flipped(sound, at + 2 + length / 2);
        if (at > 0) {
          judge(
              out,
              "docket",
              "in the entry at byte " + at,
              files,
              Map.of(file.getKey(), Optional.of(damaged)));
        }
        at += 2 + length;
      }
    }
  }

  private static Map<String, CraftedLog> publications() {
    var all = new LinkedHashMap<String, CraftedLog>();
    all.put("night", CraftedLog.night().publish());
    all.put("grown", CraftedLog.night().publish().grow(4).grow(5));
    all.put("program", CraftedLog.night(CraftedLog.program()).publish());
    all.put("other-program", otherProgram());
    all.put("other-authority", otherAuthority());
    all.put("conflict", conflict().publish());
    all.put("corrected", corrected(true));
    all.put("correction-without-effect", corrected(false));
    CraftedLog held = CraftedLog.night();
    held.say("authority", new PhaseChange(Phase.RECORDS_CLOSED));
    held.say("station 4", held.record(4));
    bulletin(held);
    all.put("held", held.publish());
    CraftedLog copies = CraftedLog.night();
    copies.say(
        "list",
        new WitnessCopy(
            copies.record(0).about(), new WitnessCopy.Written(copies.record(1).figures())));
    copies.say(
        "list",
        new WitnessCopy(
            copies.record(4).about(), new WitnessCopy.Written(copies.record(4).figures())));
    copies.say(
        "list",
        new WitnessCopy(
            copies.record(4).about(), new WitnessCopy.Written(copies.record(5).figures())));
    copies.say("station 4", copies.record(4));
    copies.say("station 5", new Opening(copies.record(5).about().station(), hash(1), hash(2)));
    copies.say("station 4", new Opening(copies.record(4).about().station(), hash(1), hash(2)));
    bulletin(copies);
    all.put("copies", copies.publish());
    all.put("docket", DocketCases.sound());
    all.putAll(DocketCases.refused());
    CraftedLog early = new CraftedLog();
    early.say("station 5", early.record(5));
    early.say("list", DocketCases.claim(early, 0));
    early.open();
    all.put("too-early", early.publish());
    CraftedLog stranger = CraftedLog.night();
    stranger.say("a stranger", stranger.record(4));
    all.put("stranger", stranger.publish());
    CraftedLog other = CraftedLog.night();
    other.say("station 5", other.record(4));
    all.put("other-station", other.publish());
    CraftedLog twice = CraftedLog.night();
    twice.say("station 0", twice.record(0));
    all.put("twice", twice.publish());
    all.put("other-founder", new CraftedLog("operator").publish());
    all.put("other-origin", CraftedLog.night().publish().checkpoint("log", "other.example/1"));
    all.put(
        "other-log-key", CraftedLog.night().publish().checkpoint("operator", CraftedLog.ORIGIN));
    CraftedLog unbound = CraftedLog.night().publish();
    unbound.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond(), Optional.empty()));
    all.put("manifest-not-bound", unbound.checkpoint("log", CraftedLog.ORIGIN));
    CraftedLog skipped = CraftedLog.night();
    skipped.say("authority", new PhaseChange(Phase.LOG_CLOSED));
    all.put("phase-left-out", skipped.publish());
    CraftedLog rubbish = CraftedLog.night();
    rubbish.appendBytes(new byte[] {1, 2, 3});
    all.put("no-statement", rubbish.publish());
    return all;
  }

  /// Publishes and lists another file of the program, in a log whose entry 0 binds the first.
  private static CraftedLog otherProgram() {
    CraftedLog log = CraftedLog.night(CraftedLog.program());
    byte[] other = {'!'};
    log.files.put("site/page.js", other);
    String listing =
        new String(
            Objects.requireNonNull(log.files.get("site/files.sha256")), StandardCharsets.US_ASCII);
    String digest = Hash.sha256("'use strict';\n".getBytes(StandardCharsets.US_ASCII)).hex();
    log.files.put(
        "site/files.sha256",
        listing.replace(digest, Hash.sha256(other).hex()).getBytes(StandardCharsets.US_ASCII));
    return log.publishAsItIs();
  }

  /// Says in public that other keys are the authority's.
  private static CraftedLog otherAuthority() {
    CraftedLog log = CraftedLog.night();
    String text = "threshold 1\n" + CraftedLog.key("operator").verificationKey() + "\n";
    log.files.put("authority.pub", text.getBytes(StandardCharsets.US_ASCII));
    return log.publishAsItIs();
  }

  private static CraftedLog conflict() {
    CraftedLog log = CraftedLog.night();
    log.say("station 0", new TallyRecord(log.record(0).about(), log.record(1).figures()));
    bulletin(log);
    return log;
  }

  private static CraftedLog corrected(boolean acts) {
    CraftedLog log = new CraftedLog();
    log.say("authority", new PhaseChange(Phase.COUNTING_OPEN));
    Sign1 record = log.say("station 0", log.record(0));
    Hash target = acts ? Hash.sha256(new byte[1], record.bytes()) : hash(3);
    log.say(
        "authority",
        new Corrigendum(
            log.record(0).about(), target, new Decision.Replace(log.record(1).figures())));
    log.bulletin();
    return log.publish();
  }

  /// A second one: its mark must not be the same statement as that of the first.
  private static void bulletin(CraftedLog log) {
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond() - 50, Optional.empty()));
    log.say("operator", log.draft());
  }

  private static Hash hash(int first) {
    return Hash.sha256(new byte[] {(byte) first});
  }

  /// Empty stands for a file that is not there.
  private static Map<String, Optional<byte[]>> damages(byte[] sound) {
    var all = new LinkedHashMap<String, Optional<byte[]>>();
    all.put("first byte", Optional.of(flipped(sound, 0)));
    all.put("middle byte", Optional.of(flipped(sound, sound.length / 2)));
    all.put("last byte", Optional.of(flipped(sound, sound.length - 1)));
    all.put("cut short", Optional.of(Arrays.copyOf(sound, sound.length - 1)));
    all.put("longer", Optional.of(Arrays.copyOf(sound, sound.length + 1)));
    all.put("missing", Optional.empty());
    return all;
  }

  private static byte[] flipped(byte[] sound, int at) {
    byte[] damaged = sound.clone();
    damaged[at] ^= 1;
    return damaged;
  }

  private void judge(
      Writer out,
      String base,
      String damage,
      Map<String, byte[]> sound,
      Map<String, Optional<byte[]>> changes)
      throws IOException {
    var files = new TreeMap<>(sound);
    changes.forEach(
        (path, bytes) -> bytes.ifPresentOrElse(b -> files.put(path, b), () -> files.remove(path)));
    Path place = directory.resolve(Integer.toString(cases++));
    write(place, files);
    Verdict verdict = CraftedLog.verifier().verify(place);
    boolean holds = verdict instanceof Verdict.Holds;
    holding += holds ? 1 : 0;
    String named = verdict instanceof Verdict.DoesNotHold(String where, String why) ? where : "";
    var line =
        new StringBuilder(
            "{\"base\":\"%s\",\"damage\":\"%s\",\"verdict\":\"%s\",\"place\":\"%s\",\"files\":{"
                .formatted(base, damage, verdict.getClass().getSimpleName(), named));
    changes.forEach((path, bytes) ->
        line.append(
            "\"%s\":%s"
                .formatted(
                    path,
                    bytes
                        .map(b -> "\"" + Base64.getEncoder().encodeToString(b) + "\"")
                        .orElse("null"))));
    out.write(line.append("}}\n").toString());
  }

  private static void write(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
