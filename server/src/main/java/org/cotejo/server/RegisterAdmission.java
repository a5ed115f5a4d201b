package org.cotejo.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Admission;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.Register;
import org.cotejo.model.Standing;

/// Decides in the order of the log what is logged: the register's judgement at the very index a
/// statement would have. Wrong sums are none of its business.
final class RegisterAdmission implements Admission<Submission, Refusal> {
  private final Register register;
  private final Set<VerificationKey> logKeys;

  /// @param logKeys those that this server signs the log with
  RegisterAdmission(Register register, List<SigningKey> logKeys) {
    this.register = register;
    this.logKeys =
        logKeys.stream().map(SigningKey::verificationKey).collect(Collectors.toUnmodifiableSet());
  }

  /// Safe from any thread.
  Optional<EnrolledKey> key(KeyId id) {
    return register.key(id);
  }

  @Override
  public Optional<Refusal> admit(long index, byte[] entry, Submission about) {
    if (about.statement() instanceof LogKeyChange change && leavesNoKey(change)) {
      return Optional.of(
          new Refusal(
              Refusal.Problem.NOT_PERMITTED,
              "the server signs with no other key; give it the new one and start it again first"));
    }
    Standing standing = register.judge(about.envelope(), about.statement());
    return switch (standing) {
      case Standing.Valid valid -> take(about, standing);
      case Standing.Held held -> take(about, standing);
      case Standing.TooEarly early ->
          Optional.of(
              new Refusal(
                  Refusal.Problem.NOT_OPEN, "records are taken once counting is open; keep it"));
      case Standing.NotPermitted(String reason) ->
          Optional.of(new Refusal(Refusal.Problem.NOT_PERMITTED, reason));
    };
  }

  /// Whether nobody could sign any more what follows this statement.
  private boolean leavesNoKey(LogKeyChange statement) {
    return statement.change() instanceof LogKeyChange.Retire
        && register.logKeys().stream()
            .filter(key -> !key.id().equals(statement.about()))
            .noneMatch(logKeys::contains);
  }

  private Optional<Refusal> take(Submission about, Standing standing) {
    register.apply(about.envelope(), about.statement(), standing);
    return Optional.empty();
  }
}
