package org.cotejo.model;

import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;

/// The authority moves the election to its next phase.
public record PhaseChange(Phase phase) implements Statement {
  public PhaseChange {
    if (phase == Phase.SETUP) {
      throw new IllegalArgumentException("an election is set up by entry 0, not by a phase");
    }
  }

  static PhaseChange decode(String subject, byte[] payload) throws MalformedException {
    var reader = new CborReader(payload);
    reader.intMap(
        0,
        key -> {
          throw new MalformedException("a phase statement has no fields");
        });
    reader.end();
    return new PhaseChange(Phase.of(subject));
  }

  @Override
  public Kind kind() {
    return Kind.PHASE;
  }

  @Override
  public String subject() {
    return phase.label();
  }

  @Override
  public byte[] payload() {
    return new CborWriter().map(0).toByteArray();
  }
}
