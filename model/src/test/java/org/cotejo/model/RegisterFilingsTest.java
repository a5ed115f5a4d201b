package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AGENT;
import static org.cotejo.model.VillageElection.COURT;
import static org.cotejo.model.VillageElection.LIST;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.OBSERVERS;
import static org.cotejo.model.VillageElection.challenge;
import static org.cotejo.model.VillageElection.claim;
import static org.cotejo.model.VillageElection.evidence;

import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.model.ElectionStatement.Limits;
import org.junit.jupiter.api.Test;

/// Claims, challenges and evidence: whose they are, what they have to fit, how many there may be.
class RegisterFilingsTest {
  private static final Hash ABOUT = Hash.sha256(new byte[] {1});

  private static void valid(RegisterLog.Entry entry) {
    assertThat(entry.standing()).isInstanceOf(Standing.Valid.class);
    assertThat(entry.acts()).isTrue();
  }

  private static void refused(RegisterLog.Entry entry, String reason) {
    assertThat(entry).isEqualTo(new RegisterLog.Entry(new Standing.NotPermitted(reason), false));
  }

  private static Evidence exhibit(Hash about, int content, KeyId... holders) {
    return new Evidence(
        about,
        new Exhibit.Committed(Hash.sha256(new byte[] {(byte) content})),
        List.of(holders).stream()
            .map(holder -> new Custody(Custody.Step.RECEIVED, 1, 0, holder))
            .toList());
  }

  @Test
  void takesClaimsOnceCountingIsOpenUntilTheLogCloses() {
    RegisterLog log = RegisterLog.founded();
    assertThat(log.judge(claim("mayor", "X", 1, 2, 3), LIST)).isEqualTo(new Standing.TooEarly());
    log.at(Phase.COUNTING_OPEN);
    valid(log.say(claim("mayor", "X", 1, 2, 3), LIST));
    log.at(Phase.RECORDS_CLOSED);
    valid(log.say(claim("mayor", "N", 1, 2, 3), LIST));
    refused(log.at(Phase.LOG_CLOSED).say(claim("mayor", "S", 1, 2, 3), LIST), "the log is closed");
  }

  @Test
  void takesChallengesAndEvidenceFromTheBeginning() {
    RegisterLog log = RegisterLog.founded().withAgent();
    valid(log.say(challenge("mayor", "X", "1", "2"), LIST));
    valid(log.say(evidence(ABOUT), AGENT));
    valid(log.say(evidence(ABOUT), OBSERVERS));
  }

  @Test
  void refusesClaimThatDoesNotFitTheContest() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    refused(
        log.say(claim("mayor", "X", 1, 2), LIST),
        "the claim has votes for 2 selections; contest mayor has 3");
    refused(log.say(claim("judge", "X", 1), LIST), "no contest 'judge' in the package");
    refused(log.say(claim("mayor", "Y", 1), LIST), "no area 'Y' in the package");
    refused(log.say(claim("school", "X", 1, 2), LIST), "contest school is not held in area X");
    refused(log.say(claim("school", "S", 1, 2), LIST), "contest school is not held in area S");
    valid(log.say(claim("school", "N", 1, 2), LIST));
  }

  @Test
  void refusesChallengeOfStationsThatAreElsewhere() {
    RegisterLog log = RegisterLog.founded();
    refused(log.say(challenge("mayor", "N", "1", "2"), LIST), "no station '2' in area N");
    refused(log.say(challenge("mayor", "X", "3"), LIST), "no station '3' in area X");
    refused(log.say(challenge("school", "X"), LIST), "contest school is not held in area X");
    valid(log.say(challenge("mayor", "S", "2"), LIST));
    valid(log.say(challenge("school", "N"), LIST));
  }

  @Test
  void leavesClaimsAndChallengesToTheOrganisationItself() {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    String agent = "a key enrolled as AGENT may not sign this";
    refused(log.say(claim("mayor", "X", 1, 2, 3), AGENT), agent);
    refused(log.say(challenge("mayor", "X"), AGENT), agent);
  }

  @Test
  void countsWhatAnOrganisationFiledAboutOneSubjectWhoeverSigned() {
    RegisterLog log = RegisterLog.founded(new Limits(2, 0)).withAgent().at(Phase.COUNTING_OPEN);
    String full = "the organisation has filed 2 statements of this kind about this already";
    valid(log.say(exhibit(ABOUT, 1), AGENT));
    valid(log.say(exhibit(ABOUT, 2), LIST));
    refused(log.say(exhibit(ABOUT, 3), AGENT), full);
    valid(log.say(exhibit(ABOUT, 3), OBSERVERS));
    valid(log.say(exhibit(Hash.sha256(new byte[] {2}), 3), AGENT));
    valid(log.say(challenge("mayor", "X"), LIST));
    valid(log.say(challenge("mayor", "X", "1"), LIST));
    refused(log.say(challenge("mayor", "X", "2"), LIST), full);
    valid(log.say(challenge("mayor", "N", "1"), LIST));
    valid(log.say(claim("mayor", "X", 1, 2, 3), LIST));
    valid(log.say(claim("mayor", "X", 1, 2, 4), LIST));
    refused(log.say(claim("mayor", "X", 1, 2, 5), LIST), full);
  }

  @Test
  void refusesEvidenceBeyondWhatAnOrganisationMayFileInAll() {
    var filings =
        new Filings(
            VillageElection.PACKAGE,
            new Keyring(
                VillageElection.PACKAGE,
                AuthorityKeys.of(VillageElection.AUTHORITY.verificationKey())));
    EnrolledKey list = EnrolledKey.of(LIST.verificationKey(), Role.ORGANISATION, 0);
    for (int i = 0; i < Filings.MAX_EVIDENCE; i++) {
      filings.add(list, exhibit(Hash.sha256(new byte[] {(byte) i, (byte) (i >> 8)}), 1));
    }
    Evidence more = exhibit(Hash.sha256(new byte[0]), 1);
    assertThat(filings.judge(list, more, 16))
        .isEqualTo(new Standing.NotPermitted("the organisation has filed 65536 exhibits already"));
    EnrolledKey other = EnrolledKey.of(OBSERVERS.verificationKey(), Role.ORGANISATION, 1);
    assertThat(filings.judge(other, more, 16)).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void refusesCustodyOfSomebodyTheElectionDoesNotKnow() {
    RegisterLog log = RegisterLog.founded().withAgent();
    KeyId court = COURT.verificationKey().id();
    valid(log.say(exhibit(ABOUT, 1, court, AGENT.verificationKey().id()), LIST));
    refused(
        log.say(exhibit(ABOUT, 2, court, new KeyId(1)), LIST),
        "the holder 0000000000000001 has no key in this election");
  }

  @Test
  void refusesEvidenceOfARevokedAgent() {
    RegisterLog log = RegisterLog.founded().withAgent();
    log.say(new Enrolment(AGENT.verificationKey().id(), new Enrolment.Revoke()), LIST);
    refused(log.say(evidence(ABOUT), AGENT), "the key is revoked");
  }

  @Test
  void courtDecidesStatementsThatNobodyKnowsYet() {
    RegisterLog log = RegisterLog.founded();
    for (Ruling.Order order : Ruling.Order.values()) {
      var ruling = new Ruling(new Ruling.OfStatement(ABOUT, order), Optional.of(ABOUT));
      valid(log.say(ruling, COURT));
      refused(log.say(ruling, LIST), "a key enrolled as ORGANISATION may not sign this");
    }
    var ofValue =
        new Ruling(
            new Ruling.OfValue(MAYOR_1, ABOUT, new Decision.Adopt(), Optional.of(ABOUT)),
            Optional.empty());
    valid(log.say(ofValue, COURT));
  }
}
