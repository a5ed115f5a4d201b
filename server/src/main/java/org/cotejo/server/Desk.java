package org.cotejo.server;

import java.util.Optional;
import org.cotejo.cose.KeyId;
import org.cotejo.log.Admission;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.Register;
import org.cotejo.model.Standing;

/// Decides in the order of the log what is logged: the register's judgement at the very index a
/// statement would have. Wrong sums are none of its business.
final class Desk implements Admission<Submission, Refusal> {
  private final Register register;

  Desk(Register register) {
    this.register = register;
  }

  /// Safe from any thread.
  Optional<EnrolledKey> key(KeyId id) {
    return register.key(id);
  }

  @Override
  public Optional<Refusal> admit(long index, byte[] entry, Submission about) {
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

  private Optional<Refusal> take(Submission about, Standing standing) {
    register.apply(about.envelope(), about.statement(), standing);
    return Optional.empty();
  }
}
