package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;

/// A register together with the log that feeds it: each statement is signed, judged and applied as
/// the next entry.
final class RegisterLog {
  final Register register;
  private final Sign1 entry0;

  /// What became of one entry.
  record Entry(Standing standing, boolean acts) {}

  /// Nothing is logged yet; the election statement, once it is, is that of these limits.
  private RegisterLog(AuthorityKeys authority, ElectionStatement founding, SigningKey founder) {
    register = new Register(VillageElection.PACKAGE, authority);
    entry0 = founding.sign(founder);
  }

  static RegisterLog empty() {
    return new RegisterLog(
        AuthorityKeys.of(VillageElection.AUTHORITY.verificationKey()),
        VillageElection.founding(),
        VillageElection.AUTHORITY);
  }

  /// No entry yet, and an authority of several keys.
  static RegisterLog empty(int threshold, SigningKey... authority) {
    return new RegisterLog(
        new AuthorityKeys(
            threshold, List.of(authority).stream().map(SigningKey::verificationKey).toList()),
        VillageElection.founding(),
        authority[0]);
  }

  static RegisterLog founded() {
    return founded(ElectionStatement.Limits.STANDARD);
  }

  static RegisterLog founded(ElectionStatement.Limits limits) {
    ElectionStatement founding = VillageElection.founding(limits);
    var log =
        new RegisterLog(
            AuthorityKeys.of(VillageElection.AUTHORITY.verificationKey()),
            founding,
            VillageElection.AUTHORITY);
    assertThat(log.say(founding, VillageElection.AUTHORITY).acts()).isTrue();
    return log;
  }

  /// Founded, and moved on until it stands at this phase.
  RegisterLog at(Phase phase) {
    while (register.phase() != phase) {
      var next = new PhaseChange(register.phase().next());
      assertThat(say(next, VillageElection.AUTHORITY).acts()).isTrue();
    }
    return this;
  }

  /// The list enrols its agent.
  RegisterLog withAgent() {
    var agent = VillageElection.AGENT.verificationKey();
    var enrolment = new Enrolment(agent.id(), new Enrolment.AddAgent(agent));
    assertThat(say(enrolment, VillageElection.LIST).acts()).isTrue();
    return this;
  }

  ElectionId id() {
    return ElectionId.of(entry0.bytes());
  }

  Sign1 sign(Statement statement, SigningKey signer) {
    return statement instanceof ElectionStatement founding
        ? founding.sign(signer)
        : statement.sign(id(), signer);
  }

  Standing judge(Statement statement, SigningKey signer) {
    return register.judge(sign(statement, signer), statement);
  }

  Entry say(Statement statement, SigningKey signer) {
    Sign1 envelope = sign(statement, signer);
    Standing standing = register.judge(envelope, statement);
    return new Entry(standing, register.apply(envelope, statement, standing));
  }
}
