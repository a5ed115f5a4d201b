package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Standing;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bulletins from draft to confirmation, and which of them do not follow from the log.
class PublicationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void beginsWithThePackageAndNothingElse() {
    var made = new SmallPublication(SmallElection.PACKAGE);
    assertThat(made.files.keySet())
        .containsExactly(
            "authority.pub",
            "package/areas.csv",
            "package/contests.csv",
            "package/devices.csv",
            "package/election.json",
            "package/selections.csv",
            "package/stations.csv");
    SmallElection.PACKAGE
        .files()
        .forEach(
            (name, content) -> assertThat(made.files.get("package/" + name)).isEqualTo(content));
    assertThat(made.text("authority.pub"))
        .isEqualTo("threshold 1\n" + SmallElection.key("authority").verificationKey() + "\n");
    assertThat(made.publication.newest()).isEmpty();
    assertThat(made.publication.manifest()).isEmpty();
    assertThat(made.publication.publishedSizes()).isEmpty();
  }

  @Test
  void publishesTheProgramBesideThePackage() throws MalformedException {
    var program =
        SiteProgram.of(Map.of("page.js", new byte[] {'j'}, "es/data.html", new byte[] {'h'}));
    var made = new SmallPublication(SmallElection.PACKAGE, program);
    assertThat(made.text("site/page.js")).isEqualTo("j");
    assertThat(made.text("site/es/data.html")).isEqualTo("h");
    assertThat(made.files.get("site/files.sha256")).isEqualTo(program.listing());
    assertThat(made.publication.contents())
        .containsKeys("site/page.js", "site/es/data.html", "site/files.sha256", "authority.pub");
  }

  @Test
  void draftsABulletinOfTheLogAsItStands() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement before = made.publication.draft();
    assertThat(before.asOf()).isZero();
    made.mark(1_700_000_000);
    BulletinStatement draft = made.publication.draft();
    assertThat(draft.number()).isEqualTo(1);
    assertThat(draft.logSize()).isEqualTo(3);
    assertThat(draft.root()).isEqualTo(made.root(3)).isNotEqualTo(before.root());
    assertThat(draft.asOf()).isEqualTo(1_700_000_000);
    assertThat(draft.rules()).isEqualTo(1);
    assertThat(made.files).containsKey("totals/" + draft.index().hex() + ".json");
    assertThat(made.files).doesNotContainKeys("latest.json", "index.html", "bulletins/1.json");
    assertThat(made.publication.newest()).isEmpty();
  }

  @Test
  void confirmsADraftWhenItsStatementComesByAtOnceOrLater() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement first = made.bulletin();
    assertThat(made.fault()).isEmpty();
    assertThat(made.publication.newest()).hasValue(first);
    made.record("A1", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    BulletinStatement second = made.draft();
    made.record("C1", "p", "C1", SmallElection.votes("C1", 1, 2, 3));
    made.mark(5);
    assertThat(made.publication.newest()).hasValue(first);
    made.say("operator", second);
    assertThat(made.fault()).isEmpty();
    assertThat(second.number()).isEqualTo(2);
    assertThat(made.publication.newest()).hasValue(second);
    assertThat(made.files).containsKeys("bulletins/1.json", "bulletins/2.json", "latest.json");
    assertThat(PublishedTotals.newest(made).row("p", "station", "C1"))
        .containsEntry("state", "NOT_RECEIVED");
  }

  private static BulletinStatement with(BulletinStatement draft, String what) {
    Hash other = Hash.sha256(new byte[1]);
    return switch (what) {
      case "number" ->
          new BulletinStatement(
              2, draft.logSize(), draft.root(), draft.asOf(), draft.rules(), draft.index());
      case "root" ->
          new BulletinStatement(
              1, draft.logSize(), other, draft.asOf(), draft.rules(), draft.index());
      case "as-of" ->
          new BulletinStatement(1, draft.logSize(), draft.root(), 1, draft.rules(), draft.index());
      case "rules version" ->
          new BulletinStatement(1, draft.logSize(), draft.root(), 0, 2, draft.index());
      case "totals" ->
          new BulletinStatement(1, draft.logSize(), draft.root(), 0, draft.rules(), other);
      default -> throw new AssertionError(what);
    };
  }

  @ParameterizedTest
  @CsvSource({"number, 2", "root, 1", "as-of, 1", "rules version, 1", "totals, 1"})
  void saysWhatOfABulletinDoesNotFollowFromTheLog(String what, int number) {
    SmallPublication made = SmallPublication.open();
    BulletinStatement draft = made.draft();
    made.say("operator", with(draft, what));
    assertThat(made.fault())
        .hasValue(
            "the %s of bulletin %d differs from what the first 2 entries give"
                .formatted(what, number));
    assertThat(made.publication.newest()).isEmpty();
    assertThat(made.files).doesNotContainKeys("latest.json", "bulletins/1.json");
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "4", "100"})
  void saysThatABulletinCoversASizeItCannotCover(long size) {
    SmallPublication made = SmallPublication.open();
    BulletinStatement draft = made.draft();
    var other =
        new BulletinStatement(1, size, draft.root(), draft.asOf(), draft.rules(), draft.index());
    made.say("operator", other);
    assertThat(made.fault())
        .hasValue(
            "bulletin 1 covers %d entries, which is not a size it can cover here".formatted(size));
    assertThat(made.publication.newest()).isEmpty();
  }

  @Test
  void refusesTheSecondOfTwoBulletinsOfTheSameSize() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement first = made.bulletin();
    var second =
        new BulletinStatement(
            2, first.logSize(), first.root(), first.asOf(), first.rules(), first.index());
    made.say("operator", second);
    assertThat(made.fault()).isPresent();
    assertThat(made.publication.newest()).hasValue(first);
  }

  @Test
  void refusesADraftThatANewerBulletinHasPassed() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement passed = made.draft();
    made.mark(1);
    BulletinStatement newer = made.bulletin();
    made.say("operator", passed);
    assertThat(made.fault()).isPresent();
    assertThat(made.publication.newest()).hasValue(newer);
  }

  @Test
  void takesNoBulletinAndNoManifestFromAnybodyButTheOperator() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement draft = made.draft();
    made.say("authority", draft);
    made.say("court", new TimeMark(1, Optional.of(Hash.sha256())));
    assertThat(made.fault()).isEmpty();
    assertThat(made.publication.newest()).isEmpty();
    assertThat(made.publication.manifest()).isEmpty();
    assertThat(made.publication.publishedSizes()).isEmpty();
    made.say("operator", draft);
    assertThat(made.publication.newest()).hasValue(draft);
  }

  @Test
  void knowsTheSizesAtWhichAManifestWasBound() {
    SmallPublication made = SmallPublication.open();
    made.mark(1);
    made.publish(2);
    byte[] last = made.publish(3);
    assertThat(made.publication.publishedSizes()).containsExactly(4L, 5L);
    made.mark(4);
    assertThat(made.publication.manifest()).hasValue(Hash.sha256(last));
    assertThat(made.publication.publishedSizes()).containsExactly(4L, 5L);
  }

  @Test
  void draftsNothingOfItsOwnAccordUnlessItIsTold() {
    SmallPublication live = SmallPublication.open();
    BulletinStatement draft = live.bulletin();
    var untold = SmallPublication.open();
    untold.say("operator", draft);
    assertThat(untold.fault()).isPresent();
    var told = new SmallPublication(SmallElection.PACKAGE);
    told.publication.expect(Set.of());
    assertThat(told.files).hasSize(7);
    assertThat(live.replay().publication.newest()).hasValue(draft);
  }

  @Test
  void tellsTheStandingOfEveryEntry() {
    SmallPublication made = SmallPublication.open();
    assertThat(made.standing()).isInstanceOf(Standing.Valid.class);
    made.record("nobody", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    assertThat(made.standing()).isInstanceOf(Standing.NotPermitted.class);
    assertThat(made.publication.fold().size()).isEqualTo(3);
  }

  @Test
  void pointsToTheNewestBulletinInASmallFile() {
    SmallPublication made = SmallPublication.open();
    made.mark(1_700_000_000);
    BulletinStatement draft = made.draft();
    made.mark(1_700_000_001);
    made.say("operator", draft);
    assertThat(made.text("latest.json")).isEqualTo(made.text("bulletins/1.json")).endsWith("}\n");
    JsonNode pointer = JSON.readTree(made.text("latest.json"));
    assertThat(pointer.propertyNames())
        .containsExactly(
            "election", "mode", "bulletin", "entry", "logSize", "root", "asOf", "rules", "index");
    assertThat(pointer.get("election").stringValue()).isEqualTo("small");
    assertThat(pointer.get("mode").stringValue()).isEqualTo("rehearsal");
    assertThat(pointer.get("bulletin").longValue()).isEqualTo(1);
    assertThat(pointer.get("entry").longValue()).isEqualTo(4);
    assertThat(pointer.get("logSize").longValue()).isEqualTo(3);
    assertThat(pointer.get("root").stringValue()).isEqualTo(made.root(3).base64());
    assertThat(pointer.get("asOf").longValue()).isEqualTo(1_700_000_000);
    assertThat(pointer.get("rules").longValue()).isEqualTo(1);
    assertThat(made.files).containsKey(pointer.get("index").stringValue());
    made.bulletin();
    assertThat(JSON.readTree(made.text("latest.json")).get("bulletin").longValue()).isEqualTo(2);
    assertThat(JSON.readTree(made.text("bulletins/1.json"))).isEqualTo(pointer);
  }

  @Test
  void keepsHostileSubjectsOutOfTheReachOfSpreadsheets() {
    SmallPublication made = SmallPublication.open();
    made.record("A1", "=HYPERLINK(\"x\")", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    made.bulletin();
    String path = PublishedTotals.newest(made).index.get("findingsFile").stringValue();
    assertThat(PublishedTotals.rows(made, path))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("subject", "'=HYPERLINK(\"x\")/A1"));
  }
}
