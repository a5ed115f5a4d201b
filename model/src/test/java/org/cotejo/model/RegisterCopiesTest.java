package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AGENT;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.LIST;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.MAYOR_2;
import static org.cotejo.model.VillageElection.OBSERVERS;
import static org.cotejo.model.VillageElection.STATION_1;
import static org.cotejo.model.VillageElection.STATION_2;
import static org.cotejo.model.VillageElection.copy;
import static org.cotejo.model.VillageElection.figures;
import static org.cotejo.model.VillageElection.key;
import static org.cotejo.model.VillageElection.mayor;

import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionStatement.Limits;
import org.junit.jupiter.api.Test;

/// Organisations, their agents, the copies they log, and the openings of stations.
class RegisterCopiesTest {
  private static final SigningKey NEW = key(10);

  private static void valid(RegisterLog.Entry entry) {
    assertThat(entry.standing()).isInstanceOf(Standing.Valid.class);
    assertThat(entry.acts()).isTrue();
  }

  private static void refused(RegisterLog.Entry entry, String reason) {
    assertThat(entry).isEqualTo(new RegisterLog.Entry(new Standing.NotPermitted(reason), false));
  }

  private static Enrolment add(SigningKey key) {
    var agent = key.verificationKey();
    return new Enrolment(agent.id(), new Enrolment.AddAgent(agent));
  }

  private static Enrolment replace(SigningKey old, SigningKey by) {
    return new Enrolment(old.verificationKey().id(), new Enrolment.ReplaceBy(by.verificationKey()));
  }

  private static Enrolment revoke(SigningKey key) {
    return new Enrolment(key.verificationKey().id(), new Enrolment.Revoke());
  }

  @Test
  void takesThreeCopiesOfASheetFromAnOrganisationWhoeverSigns() {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    valid(log.say(copy(MAYOR_1, 1), AGENT));
    valid(log.say(copy(MAYOR_1, 1), LIST));
    valid(log.say(copy(MAYOR_1, 2), AGENT));
    String full = "the organisation has logged 3 copies of this sheet already";
    refused(log.say(copy(MAYOR_1, 3), AGENT), full);
    refused(log.say(copy(MAYOR_1, 3), LIST), full);
    valid(log.say(copy(MAYOR_2, 3), AGENT));
    valid(log.say(copy(MAYOR_1, 3), OBSERVERS));
  }

  @Test
  void copiesLeaveTheStationsOwnLimitsAlone() {
    RegisterLog log = RegisterLog.founded(new Limits(1, 0)).withAgent().at(Phase.COUNTING_OPEN);
    for (int i = 0; i < 3; i++) {
      valid(log.say(copy(MAYOR_1, i), AGENT));
    }
    valid(log.say(mayor(MAYOR_1, 1), STATION_1));
  }

  @Test
  void takesCopiesWhileAndAfterRecordsAreTaken() {
    RegisterLog log = RegisterLog.founded().withAgent();
    assertThat(log.judge(copy(MAYOR_1, 1), AGENT)).isEqualTo(new Standing.TooEarly());
    valid(log.at(Phase.COUNTING_OPEN).say(copy(MAYOR_1, 1), AGENT));
    valid(log.at(Phase.RECORDS_CLOSED).say(copy(MAYOR_1, 2), AGENT));
    refused(log.at(Phase.LOG_CLOSED).say(copy(MAYOR_1, 3), AGENT), "the log is closed");
  }

  @Test
  void refusesCopyThatDoesNotFitTheBallot() throws MalformedException {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    var short2 = new WitnessCopy(MAYOR_1, new WitnessCopy.Written(figures(1, 2)));
    refused(
        log.say(short2, AGENT), "channel paper counts 2 selections; the ballot of station 1 has 3");
    byte[] record =
        log.sign(new TallyRecord(new TallySubject("school", "2"), figures(1, 2)), STATION_2)
            .bytes();
    refused(
        log.say(
            new WitnessCopy(new TallySubject("school", "2"), WitnessCopy.Signed.of(record)), AGENT),
        "contest school is not held at station 2");
  }

  @Test
  void organisationChangesItsOwnAgentsOnly() {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    String foreign = "the key is not one of the organisation's agents";
    refused(log.say(revoke(AGENT), OBSERVERS), foreign);
    refused(log.say(replace(AGENT, NEW), OBSERVERS), foreign);
    refused(log.say(revoke(STATION_1), LIST), foreign);
    refused(log.say(revoke(LIST), LIST), foreign);
    refused(log.say(add(AGENT), OBSERVERS), "the key is enrolled already");
    refused(log.say(add(NEW), AGENT), "a key enrolled as AGENT may not sign this");
    refused(log.say(add(NEW), AUTHORITY), "a key enrolled as AUTHORITY may not sign this");
    refused(log.say(revoke(AGENT), AUTHORITY), "the key is not an enrolled station key");
    refused(
        log.say(
            new Enrolment(
                NEW.verificationKey().id(), new Enrolment.Add("1", NEW.verificationKey())),
            LIST),
        "a key enrolled as ORGANISATION may not sign this");
    valid(log.say(revoke(AGENT), LIST));
    refused(log.say(revoke(AGENT), LIST), foreign);
  }

  @Test
  void revokedAgentSignsNoMoreAndItsSuccessorDoes() {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    valid(log.say(copy(MAYOR_1, 1), AGENT));
    valid(log.say(replace(AGENT, NEW), LIST));
    refused(log.say(copy(MAYOR_1, 2), AGENT), "the key is revoked");
    valid(log.say(copy(MAYOR_1, 2), NEW));
    valid(log.say(copy(MAYOR_1, 3), NEW));
    refused(
        log.say(copy(MAYOR_1, 4), NEW),
        "the organisation has logged 3 copies of this sheet already");
  }

  @Test
  void stationOpensItselfWithinTheLimitOfItsKey() {
    RegisterLog log = RegisterLog.founded(new Limits(2, 4));
    Hash build = Hash.sha256(new byte[] {1});
    valid(log.say(new Opening("1", build, build), STATION_1));
    refused(
        log.say(new Opening("2", build, build), STATION_1),
        "the key is enrolled for another station");
    log.at(Phase.RECORDS_CLOSED);
    valid(log.say(new Opening("1", build, Hash.sha256(new byte[] {2})), STATION_1));
    refused(
        log.say(new Opening("1", build, Hash.sha256(new byte[] {3})), STATION_1),
        "the key has logged 2 statements about this already");
    log.say(revoke(STATION_2), AUTHORITY);
    refused(log.say(new Opening("2", build, build), STATION_2), "the key is revoked");
  }
}
