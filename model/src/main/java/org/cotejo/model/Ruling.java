package org.cotejo.model;

import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// A court decides one station's value, naming by leaf hash the statement it decides about.
public record Ruling(TallySubject about, Hash target, Decision decision) implements Statement {

  static Ruling decode(String subject, byte[] payload) throws MalformedException {
    Decision.OnTarget read = Decision.decode(payload);
    return new Ruling(TallySubject.parse(subject), read.target(), read.decision());
  }

  @Override
  public Kind kind() {
    return Kind.RULING;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    return Decision.encode(target, decision);
  }
}
