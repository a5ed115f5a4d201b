package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Register;
import org.cotejo.model.Role;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is logged depends on the place in the log alone.
class RegisterAdmissionTest {
  @TempDir private Path root;
  private TestElection election;
  private RegisterAdmission admission;
  private long index;

  @BeforeEach
  void found() throws IOException {
    election = TestElection.found(root);
    ElectionDirectory directory = election.directory();
    admission =
        new RegisterAdmission(
            new Register(directory.electionPackage(), directory.authority()), List.of());
  }

  private Optional<Refusal.Problem> admit(Submission submission) {
    Optional<Refusal> refusal = admission.admit(index, submission.envelope().bytes(), submission);
    index += refusal.isEmpty() ? 1 : 0;
    return refusal.map(Refusal::problem);
  }

  private Optional<Refusal.Problem> admit(Statement statement, SigningKey key) throws IOException {
    return admit(new Submission(statement.sign(election.id(), key), statement));
  }

  private void open() throws IOException {
    assertThat(admit(election.directory().founding())).isEmpty();
    assertThat(admit(new PhaseChange(Phase.COUNTING_OPEN), election.authority)).isEmpty();
  }

  @Test
  void takesNothingBeforeTheElectionStatement() throws IOException {
    assertThat(admit(new PhaseChange(Phase.COUNTING_OPEN), election.authority))
        .contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(admission.key(election.device(1).verificationKey().id())).isEmpty();
    open();
    assertThat(admission.key(election.device(1).verificationKey().id()).orElseThrow().role())
        .isEqualTo(Role.STATION);
    assertThat(admission.key(election.stranger.verificationKey().id())).isEmpty();
  }

  @Test
  void asksToKeepRecordsUntilCountingOpens() throws IOException {
    assertThat(admit(election.directory().founding())).isEmpty();
    assertThat(admit(election.record(0, 1), election.device(1))).contains(Refusal.Problem.NOT_OPEN);
    assertThat(admit(new PhaseChange(Phase.COUNTING_OPEN), election.authority)).isEmpty();
    assertThat(admit(election.record(0, 1), election.device(1))).isEmpty();
  }

  @Test
  void logsRecordsOfRevokedKeyToBeHeldAndThoseOfItsSuccessorToCount() throws IOException {
    open();
    SigningKey successor = election.stranger;
    var replaced =
        new Enrolment(
            election.device(1).verificationKey().id(),
            new Enrolment.ReplaceBy(successor.verificationKey()));
    assertThat(admit(election.record(0, 1), successor)).contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(admit(replaced, election.authority)).isEmpty();

    assertThat(admit(election.record(0, 1), successor)).isEmpty();
    for (int added = 0; added < 4; added++) {
      assertThat(admit(election.record(0, 1, added), election.device(1))).isEmpty();
    }
    assertThat(admit(election.record(0, 1, 4), election.device(1)))
        .contains(Refusal.Problem.NOT_PERMITTED);
  }

  @Test
  void takesSixteenStatementsOfOneKeyAboutOneSubject() throws IOException {
    open();
    for (int added = 0; added < 16; added++) {
      assertThat(admit(election.record(0, 1, added), election.device(1))).isEmpty();
    }
    assertThat(admit(election.record(0, 1, 16), election.device(1)))
        .contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(admit(election.record(1, 1), election.device(1))).isEmpty();
  }

  private WitnessCopy copy(int station, long added) {
    TallyRecord record = election.record(0, station, added);
    return new WitnessCopy(record.about(), new WitnessCopy.Written(record.figures()));
  }

  @Test
  void takesThreeCopiesOfASheetOfOneOrganisation() throws IOException {
    assertThat(admit(election.directory().founding())).isEmpty();
    assertThat(admit(copy(1, 0), election.list)).contains(Refusal.Problem.NOT_OPEN);
    assertThat(admit(new PhaseChange(Phase.COUNTING_OPEN), election.authority)).isEmpty();
    for (int added = 0; added < 3; added++) {
      assertThat(admit(copy(1, added), election.list)).isEmpty();
    }
    assertThat(admit(copy(1, 3), election.list)).contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(admit(copy(2, 3), election.list)).isEmpty();
    assertThat(admit(copy(2, 0), election.device(2))).contains(Refusal.Problem.NOT_PERMITTED);
  }

  @Test
  void takesNothingOnceTheLogIsClosed() throws IOException {
    open();
    assertThat(admit(new PhaseChange(Phase.RECORDS_CLOSED), election.authority)).isEmpty();
    assertThat(admit(new PhaseChange(Phase.LOG_CLOSED), election.authority)).isEmpty();

    assertThat(admit(election.record(0, 1), election.device(1)))
        .contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(admit(new PhaseChange(Phase.LOG_CLOSED), election.authority))
        .contains(Refusal.Problem.NOT_PERMITTED);
    assertThat(index).isEqualTo(4);
  }
}
