package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.PACKAGE;
import static org.cotejo.model.VillageElection.figures;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;

/// Whether entry 0 and the figures fit the package.
class PackageFitTest {
  private static ElectionStatement founding(
      String code, Mode mode, Consumer<SortedMap<String, Hash>> change) {
    ElectionStatement village = VillageElection.founding();
    var digests = new TreeMap<>(village.packageDigests());
    change.accept(digests);
    return new ElectionStatement(
        code,
        mode,
        village.origin(),
        village.logKeys(),
        village.witnessPolicy(),
        village.operators(),
        village.courts(),
        digests,
        village.limits(),
        village.site(),
        village.organisations());
  }

  private static void refused(ElectionStatement founding, String why) {
    var envelope = founding.sign(AUTHORITY);
    var register = new Register(PACKAGE, AuthorityKeys.of(AUTHORITY.verificationKey()));
    Standing standing = register.judge(envelope, founding);
    assertThat(standing).isEqualTo(new Standing.NotPermitted(why));
    assertThat(register.apply(envelope, founding, standing)).isFalse();
    assertThat(register.founded()).isEmpty();
  }

  @Test
  void digestsAreThoseOfTheFilesAsTheyStand() {
    assertThat(PackageFit.digests(PACKAGE).keySet()).isEqualTo(PACKAGE.files().keySet());
    PACKAGE
        .files()
        .forEach((name, bytes) ->
            assertThat(PackageFit.digests(PACKAGE)).containsEntry(name, Hash.sha256(bytes)));
  }

  @Test
  void digestOfThePackageIsThatOfTheLinesThatSha256sumPrints() {
    var digests = new TreeMap<String, Hash>();
    digests.put("b.csv", Hash.sha256(new byte[] {'b'}));
    digests.put("a.json", Hash.sha256(new byte[] {'a'}));
    digests.put("\u00e9", Hash.sha256(new byte[0]));
    // printf a >a.json; printf b >b.csv; : >é; LC_ALL=C sha256sum * | sha256sum
    assertThat(PackageFit.digest(digests).hex())
        .isEqualTo("378d563899016b77ce09b060087be728e8076a33d89a398ab4cffb738fbb0781");
  }

  @Test
  void refusesElectionOfAnotherCodeOrMode() {
    String why = "the election statement is about another election or mode";
    refused(founding("town", Mode.REHEARSAL, files -> {}), why);
    refused(founding("village", Mode.REAL, files -> {}), why);
  }

  @Test
  void refusesElectionThatBindsAnotherFile() {
    refused(
        founding(
            "village", Mode.REHEARSAL, files -> files.put("areas.csv", Hash.sha256(new byte[0]))),
        "package file areas.csv is not the one the election binds");
  }

  @Test
  void refusesElectionThatBindsFileThePackageLacks() {
    refused(
        founding(
            "village", Mode.REHEARSAL, files -> files.put("extra.csv", Hash.sha256(new byte[0]))),
        "package file extra.csv is not the one the election binds");
  }

  @Test
  void refusesElectionThatLeavesFileOfThePackageUnbound() {
    refused(
        founding("village", Mode.REHEARSAL, files -> files.remove("devices.csv")),
        "package file devices.csv is not bound by the election");
  }

  @Test
  void figuresFitTheBallotOfTheirOwnStation() {
    assertThat(PackageFit.misfit(PACKAGE, new TallySubject("school", "1"), figures(1, 2)))
        .isEmpty();
    assertThat(PackageFit.misfit(PACKAGE, new TallySubject("school", "1"), figures(1, 2, 3)))
        .contains("channel paper counts 3 selections; the ballot of station 1 has 2");
    assertThat(PackageFit.misfit(PACKAGE, new TallySubject("school", "2"), figures(1, 2)))
        .contains("contest school is not held at station 2");
    assertThat(PackageFit.misfit(PACKAGE, new TallySubject("mayor", "2"), figures(1, 2, 3)))
        .isEmpty();
  }

  @Test
  void everyChannelHasToFit() {
    TallySubject mayor = VillageElection.MAYOR_1;
    Sheet paper = Sheet.empty().channel(0, 1, 0, 0, 1, 1, 0, 0);
    assertThat(PackageFit.misfit(PACKAGE, mayor, paper.figures())).isEmpty();
    Sheet post = paper.channel(1, 1, 0, 0, 1, 1, 0, 0);
    assertThat(PackageFit.misfit(PACKAGE, mayor, post.figures())).isEmpty();
    Sheet shortPost = Sheet.empty().channel(0, 1, 0, 0, 1, 1, 0, 0).channel(1, 1, 0, 0, 1, 1, 0);
    assertThat(PackageFit.misfit(PACKAGE, mayor, shortPost.figures()))
        .contains("channel post counts 2 selections; the ballot of station 1 has 3");
    assertThat(PackageFit.misfit(PACKAGE, mayor, post.channel(2, 1, 0, 0, 1, 1).figures()))
        .contains("no channel 2 in this election");
  }

  @Test
  void unknownContestIsToldBeforeUnknownStation() {
    assertThat(PackageFit.unknown(PACKAGE, new TallySubject("judge", "9")))
        .contains("no contest 'judge' in the package");
    assertThat(PackageFit.unknown(PACKAGE, new TallySubject("mayor", "9")))
        .contains("no station '9' in the package");
    assertThat(PackageFit.unknown(PACKAGE, new TallySubject("school", "2"))).isEmpty();
  }
}
