package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Ruling;
import org.cotejo.model.SealedText;
import org.cotejo.model.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What gets signed for a docket, and what is refused before anything is written.
class DocketCommandTest {
  private static final String HASH = Hash.sha256(new byte[] {1}).hex();
  private static final String OTHER = Hash.sha256(new byte[] {2}).hex();
  private static final Path PACKAGE = Path.of("../examples/bulgaria-2021-07-11/package");

  @TempDir private Path directory;

  @BeforeEach
  void key() {
    Run.cotejo("key", "generate", directory.resolve("list"));
  }

  private Run docket(Object... more) {
    var words = new ArrayList<Object>(List.of("docket"));
    words.addAll(List.of(more));
    words.addAll(
        List.of(
            "--election=00112233445566778899aabbccddeeff",
            "--key",
            directory.resolve("list.key"),
            "--out",
            directory.resolve("out")));
    return Run.cotejo(words.toArray());
  }

  private Statement signed(Object... more) throws Exception {
    Files.deleteIfExists(directory.resolve("out"));
    Run run = docket(more);
    assertThat(run.code()).as(run.text()).isZero();
    byte[] bytes = Files.readAllBytes(directory.resolve("out"));
    assertThat(run.out()).contains(Hash.sha256(new byte[1], bytes).hex());
    return Statement.decode(Sign1.decode(bytes));
  }

  private void refused(String problem, Object... more) {
    Run run = docket(more);
    assertThat(run.code()).as(run.text()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(directory.resolve("out.text")).doesNotExist();
    assertThat(directory.resolve("out.salt")).doesNotExist();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void signsAClaimWithItsTextSealedBeside() throws Exception {
    Path text = file("text", "As we read them.");
    Claim claim =
        (Claim)
            signed(
                "claim",
                "president/XX",
                "--covers=980",
                "--stated=2026-11-28T20:00:00-05:00",
                "--text",
                text);
    assertThat(claim.stations()).isEqualTo(980);
    assertThat(claim.stated()).hasValue(1_795_914_000L);
    SealedText sealed = SealedText.read(Files.readAllBytes(directory.resolve("out.text")));
    assertThat(sealed.text()).isEqualTo("As we read them.");
    assertThat(claim.text()).contains(sealed.digest());
  }

  @Test
  void refusesClaimsThatSayNothingOrDoNotFit() {
    refused("a claim has --votes", "claim", "president/XX", "--covers=1");
    refused("not contest/area", "claim", "president", "--covers=1", "--source=pom.xml");
    refused("--covers is 0", "claim", "a/b", "--covers=-1", "--source=pom.xml");
    refused("give --package too", "claim", "a/b", "--covers=1", "--votes=1=2");
    refused("no contest 'a'", "claim", "a/b", "--covers=1", "--votes=1=2", "--package", PACKAGE);
    refused("is a directory", "claim", "a/b", "--covers=1", "--source", directory);
  }

  @Test
  void signsAChallengeInTheOneOrderThereIs() throws Exception {
    Challenge challenge =
        (Challenge)
            signed(
                "challenge",
                "a/b",
                "--relief=produce",
                "--station=2",
                "--station=1",
                "--station=2",
                "--rests-on",
                HASH,
                "--rests-on",
                OTHER,
                "--target",
                HASH);
    assertThat(challenge.relief()).isEqualTo(Challenge.Relief.PRODUCE);
    assertThat(challenge.stations()).containsExactly("1", "2");
    assertThat(challenge.restsOn()).isSorted().hasSize(2);
    Files.delete(directory.resolve("out"));
    refused("not a code", "challenge", "a/b", "--relief=annul", "--station=-");
    refused("not a leaf hash", "challenge", "a/b", "--relief=annul", "--target=12");
    refused("--relief", "challenge", "a/b", "--relief=punish");
    refused("no such file", "challenge", "a/b", "--relief=annul", "--text=nowhere");
    refused("1 to 2048 bytes", "challenge", "a/b", "--relief=annul", "--text=pom.xml");
  }

  /// A text or a salt that is left would be in the way of the same command with the right key.
  @Test
  void leavesNothingBesideAStatementThatIsNotSigned() throws Exception {
    Path text = file("text", "Because.");
    Path key = directory.resolve("list.key");
    Files.move(key, directory.resolve("away"));
    refused("list.key", "challenge", "president/XX", "--relief=recount", "--text", text);
    refused("list.key", "evidence", text, "--about", HASH, "--confidential");
    Files.move(directory.resolve("away"), key);
    file("out.text", "another");
    Run run = docket("challenge", "president/XX", "--relief=recount", "--text", text);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("out.text: exists already");
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(directory.resolve("out.text")).hasContent("another");
  }

  @Test
  void signsExhibitsAndTheirWay() throws Exception {
    Path photo = file("photo.jpg", "light");
    Evidence evidence =
        (Evidence)
            signed(
                "evidence",
                photo,
                "--about",
                HASH,
                "--type=jpeg",
                "--custody=acquired,2026-11-28T20:15:00Z,600,c2b6bf688fb8be00");
    assertThat(evidence.exhibit())
        .isEqualTo(
            new Exhibit.File(Hash.sha256(Files.readAllBytes(photo)), 5, Exhibit.MediaType.JPEG));
    assertThat(evidence.custody())
        .singleElement()
        .hasToString("Custody[step=ACQUIRED, at=1795896900, within=600, holder=c2b6bf688fb8be00]");
    Files.delete(directory.resolve("out"));
    refused("not a step such as", "evidence", photo, "--about", HASH, "--custody=lost,now,1,2");
    refused("a file has 1 to", "evidence", file("empty", ""), "--about", HASH);
  }

  @Test
  void disclosesWhatWasCommittedToAndNothingElse() throws Exception {
    Path photo = file("photo.jpg", "light");
    Path other = file("other.jpg", "l1ght");
    Evidence committed = (Evidence) signed("evidence", photo, "--about", HASH, "--confidential");
    Path commitment = Files.move(directory.resolve("out"), directory.resolve("c"));
    Path salt = Files.move(directory.resolve("out.salt"), directory.resolve("c.salt"));
    refused(
        "other.jpg and its salt do not give the commitment in",
        "disclose",
        other,
        "--commitment",
        commitment,
        "--salt",
        salt);
    refused("32 hex digits", "disclose", photo, "--commitment", commitment, "--salt", other);
    Evidence disclosed =
        (Evidence) signed("disclose", photo, "--commitment", commitment, "--salt", salt);
    assertThat(disclosed.about())
        .isEqualTo(Hash.sha256(new byte[1], Files.readAllBytes(commitment)));
    assertThat(((Exhibit.Disclosed) disclosed.exhibit()).commitment())
        .isEqualTo(((Exhibit.Committed) committed.exhibit()).commitment());
    Path evidence = Files.move(directory.resolve("out"), directory.resolve("d"));
    refused("it has no commitment", "disclose", photo, "--commitment", evidence, "--salt", salt);
  }

  @Test
  void signsRulingsAndCorrigenda() throws Exception {
    Ruling annulled =
        (Ruling) signed("rule", "a/1", "--decision=annul", "--target", HASH, "--challenge", OTHER);
    assertThat(annulled.subject()).isEqualTo("a/1");
    Ruling dismissed = (Ruling) signed("rule", HASH, "--decision=dismissed");
    assertThat(dismissed.subject()).isEqualTo(HASH);
    Ruling withdrawn = (Ruling) signed("rule", HASH, "--decision=text-withdrawn");
    assertThat(((Ruling.OfStatement) withdrawn.content()).order())
        .isEqualTo(Ruling.Order.TEXT_WITHDRAWN);
    assertThat(signed("rule", "a/1", "--decision=adopt", "--target", HASH, "--corrigendum"))
        .isInstanceOf(Corrigendum.class);
    Files.delete(directory.resolve("out"));
    refused("needs CONTEST/STATION", "rule", HASH, "--decision=annul", "--target", HASH);
    refused("needs CONTEST/STATION", "rule", "a/1", "--decision=annul");
    refused("needs --figures", "rule", "a/1", "--decision=replace", "--target", HASH);
    refused("takes no --target", "rule", HASH, "--decision=granted", "--target", HASH);
    refused("not a leaf hash", "rule", "a/1", "--decision=granted");
    refused("does not annul", "rule", "a/1", "--decision=annul", "--target", HASH, "--corrigendum");
  }

  @Test
  void showsNothingOfWhatDoesNotVerify() throws IOException {
    Path authority = directory.resolve("list.pub");
    Run nothing = Run.cotejo("docket", "show", directory, "--authority", authority);
    assertThat(nothing.code()).isEqualTo(2);
    Path calendar = file("calendar", "what,value\nzone,Nowhere\n");
    Run half =
        Run.cotejo("docket", "show", directory, "--authority", authority, "--calendar", calendar);
    assertThat(half.err()).contains("--calendar and --terms go together");
    Run wrong =
        Run.cotejo(
            "docket",
            "show",
            directory,
            "--authority",
            authority,
            "--calendar",
            calendar,
            "--terms",
            calendar);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("calendar: line 2: not zone, closed or open");
  }
}
