package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.COURT;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.MAYOR_2;
import static org.cotejo.model.VillageElection.OBSERVERS;
import static org.cotejo.model.VillageElection.OPERATOR;
import static org.cotejo.model.VillageElection.STATION_1;
import static org.cotejo.model.VillageElection.STATION_2;
import static org.cotejo.model.VillageElection.figures;
import static org.cotejo.model.VillageElection.key;
import static org.cotejo.model.VillageElection.mayor;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may sign what, and what else makes an entry one that is not permitted.
class RegisterTest {
  private static final Hash TARGET = Hash.sha256(new byte[] {1});

  private static final String PERMITTED =
      """
      election      AUTHORITY
      enrolment     AUTHORITY
      phase         AUTHORITY
      tally-record  STATION
      corrigendum   AUTHORITY
      ruling        COURT
      time-mark     OPERATOR
      bulletin      OPERATOR
      log-key       AUTHORITY
      incident      OPERATOR
      opening       STATION
      witness-copy  ORGANISATION,AGENT
      claim         ORGANISATION
      challenge     ORGANISATION
      evidence      ORGANISATION,AGENT
      """;

  private static Statement statement(Kind kind) {
    return switch (kind) {
      case ELECTION -> VillageElection.founding();
      case ENROLMENT ->
          new Enrolment(
              key(9).verificationKey().id(), new Enrolment.Add("1", key(9).verificationKey()));
      case PHASE -> new PhaseChange(Phase.RECORDS_CLOSED);
      case TALLY_RECORD -> mayor(MAYOR_1, 1);
      case CORRIGENDUM -> new Corrigendum(MAYOR_1, TARGET, new Decision.Adopt());
      case RULING -> new Ruling(MAYOR_1, TARGET, new Decision.Annul());
      case TIME_MARK -> new TimeMark(1_770_000_000, Optional.empty());
      case BULLETIN -> new BulletinStatement(1, 2, TARGET, 0, 1, TARGET);
      case LOG_KEY ->
          new LogKeyChange(
              key(9).verificationKey().id(), new LogKeyChange.Add(key(9).verificationKey()));
      case INCIDENT -> incident();
      case OPENING -> new Opening("1", TARGET, TARGET);
      case WITNESS_COPY -> VillageElection.copy(MAYOR_1, 1);
      case CLAIM -> VillageElection.claim("mayor", "X", 1, 2, 3);
      case CHALLENGE -> VillageElection.challenge("mayor", "X", "1");
      case EVIDENCE -> VillageElection.evidence(TARGET);
    };
  }

  private static IncidentStatement incident() {
    return new IncidentStatement(
        "intake",
        1_770_000_000,
        1_770_000_001,
        2,
        RefusedPerSecond.of(new long[] {0, 3}),
        new TreeMap<>(Map.of("ticket", RefusedPerSecond.of(new long[] {0, 3}))),
        1,
        1,
        TARGET,
        Optional.empty());
  }

  private static SigningKey signer(Role role) {
    return switch (role) {
      case AUTHORITY -> AUTHORITY;
      case OPERATOR -> OPERATOR;
      case COURT -> COURT;
      case STATION -> STATION_1;
      case ORGANISATION -> VillageElection.LIST;
      case AGENT -> VillageElection.AGENT;
    };
  }

  static Stream<Arguments> everyKindByEveryRole() {
    Map<Kind, List<String>> permitted = new EnumMap<>(Kind.class);
    for (String line : PERMITTED.lines().toList()) {
      String[] words = line.split(" +", -1);
      permitted.put(
          Kind.valueOf(words[0].replace('-', '_').toUpperCase(Locale.ROOT)),
          List.of(words[1].split(",", -1)));
    }
    return Stream.of(Kind.values())
        .flatMap(kind ->
            Stream.of(Role.values())
                .map(role ->
                    Arguments.of(
                        kind,
                        role,
                        permitted.getOrDefault(kind, List.of()).contains(role.name()))));
  }

  @ParameterizedTest
  @MethodSource("everyKindByEveryRole")
  void permitsEachKindToItsRolesOnly(Kind kind, Role role, boolean permitted) {
    Standing standing =
        RegisterLog.founded()
            .withAgent()
            .at(Phase.COUNTING_OPEN)
            .judge(statement(kind), signer(role));
    if (permitted) {
      assertThat(standing)
          .isInstanceOfSatisfying(
              Standing.Valid.class,
              valid -> {
                assertThat(valid.signer().role()).isEqualTo(role);
                assertThat(valid.signer().key()).isEqualTo(signer(role).verificationKey());
              });
    } else {
      refused(standing, "a key enrolled as " + role + " may not sign this");
    }
  }

  @Test
  void theTableNamesEveryKindOnce() {
    assertThat(PERMITTED.lines().map(line -> line.split(" ", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Kind.values()).map(Kind::label).toList());
  }

  private static void refused(Standing standing, String reason) {
    assertThat(standing).isEqualTo(new Standing.NotPermitted(reason));
  }

  @Test
  void refusesEveryKindByAKeyNobodyEnrolled() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    SigningKey stranger = key(99);
    for (Kind kind : Kind.values()) {
      refused(
          log.judge(statement(kind), stranger),
          "the key " + stranger.verificationKey().id() + " is not enrolled");
    }
  }

  @Test
  void refusesEverythingBeforeTheElectionStatement() {
    RegisterLog log = RegisterLog.empty();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ELECTION) {
        refused(
            log.judge(statement(kind), AUTHORITY),
            "the first entry must be the election statement");
      }
    }
    assertThat(log.register.founded()).isEmpty();
  }

  @Test
  void knowsOnlyTheAuthorityBeforeTheElectionStatement() {
    RegisterLog log = RegisterLog.empty();
    assertThat(log.register.key(AUTHORITY.verificationKey().id()).orElseThrow().role())
        .isEqualTo(Role.AUTHORITY);
    for (SigningKey other : List.of(OPERATOR, COURT, STATION_1, STATION_2)) {
      assertThat(log.register.key(other.verificationKey().id())).isEmpty();
      assertThat(log.judge(VillageElection.founding(), other))
          .isInstanceOf(Standing.NotPermitted.class);
    }
  }

  @Test
  void theElectionStatementEnrolsItsKeysWithTheirRoles() {
    Register register = RegisterLog.founded().register;
    for (Role role : EnumSet.complementOf(EnumSet.of(Role.AGENT))) {
      EnrolledKey enrolled = register.key(signer(role).verificationKey().id()).orElseThrow();
      int station = role == Role.STATION ? 0 : -1;
      int organisation = role == Role.ORGANISATION ? 0 : -1;
      assertThat(enrolled)
          .isEqualTo(
              new EnrolledKey(
                  signer(role).verificationKey(), role, station, false, false, organisation));
    }
    EnrolledKey second = register.key(OBSERVERS.verificationKey().id()).orElseThrow();
    assertThat(second.organisation()).isEqualTo(1);
    assertThat(register.key(STATION_2.verificationKey().id()).orElseThrow().station()).isEqualTo(1);
    assertThat(register.phase()).isEqualTo(Phase.SETUP);
  }

  @Test
  void refusesWhatWasIssuedForAnotherElection() {
    RegisterLog log = RegisterLog.founded().withAgent().at(Phase.COUNTING_OPEN);
    ElectionId other = ElectionId.of(new byte[] {1});
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ELECTION) {
        for (Role role : Role.values()) {
          Statement statement = statement(kind);
          refused(
              log.register.judge(statement.sign(other, signer(role)), statement),
              "the statement was issued for another election");
        }
      }
    }
  }

  @Test
  void refusesSecondElectionStatementThatDiffers() {
    refused(
        RegisterLog.founded()
            .judge(VillageElection.founding(new ElectionStatement.Limits(16, 5)), AUTHORITY),
        "an election is founded once");
  }

  @Test
  void refusesRecordOfAnotherStation() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    refused(log.judge(mayor(MAYOR_2, 1), STATION_1), "the key is enrolled for another station");
    refused(log.judge(mayor(MAYOR_1, 1), STATION_2), "the key is enrolled for another station");
    assertThat(log.judge(mayor(MAYOR_2, 1), STATION_2)).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void refusesRecordThatDoesNotFitTheBallot() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    refused(
        log.judge(new TallyRecord(MAYOR_1, figures(1, 2)), STATION_1),
        "channel paper counts 2 selections; the ballot of station 1 has 3");
    refused(
        log.judge(
            new TallyRecord(MAYOR_1, VillageElection.figuresOfChannel(2, 1, 2, 3)), STATION_1),
        "no channel 2 in this election");
  }

  @Test
  void refusesDecisionAboutWhatThePackageDoesNotHave() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    var adopt = new Decision.Adopt();
    refused(
        log.judge(new Corrigendum(new TallySubject("mayor", "3"), TARGET, adopt), AUTHORITY),
        "no station '3' in the package");
    refused(
        log.judge(new Ruling(new TallySubject("judge", "1"), TARGET, adopt), COURT),
        "no contest 'judge' in the package");
    refused(
        log.judge(new Ruling(MAYOR_1, TARGET, new Decision.Replace(figures(1))), COURT),
        "channel paper counts 1 selections; the ballot of station 1 has 3");
  }

  @Test
  void judgingChangesNothing() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    for (Kind kind : Kind.values()) {
      for (Role role : Role.values()) {
        Standing first = log.judge(statement(kind), signer(role));
        assertThat(log.judge(statement(kind), signer(role))).isEqualTo(first);
      }
    }
    assertThat(log.register.phase()).isEqualTo(Phase.COUNTING_OPEN);
    assertThat(log.register.key(key(9).verificationKey().id())).isEmpty();
  }

  @Test
  void entryThatIsNotPermittedChangesNothing() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    assertThat(log.say(statement(Kind.PHASE), OPERATOR).acts()).isFalse();
    assertThat(log.say(statement(Kind.ENROLMENT), STATION_1).acts()).isFalse();
    assertThat(log.register.phase()).isEqualTo(Phase.COUNTING_OPEN);
    assertThat(log.register.key(key(9).verificationKey().id())).isEmpty();
  }

  @Test
  void foundsTheElectionUnderTheIdOfEntryZero() {
    RegisterLog log = RegisterLog.founded();
    assertThat(log.register.founded())
        .contains(new Register.Founded(log.id(), VillageElection.founding()));
  }
}
