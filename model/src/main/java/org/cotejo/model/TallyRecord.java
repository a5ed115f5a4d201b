package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// The signed data of one station for one contest, exactly as written on its tally sheet, wrong
/// sums included: a signed record is evidence and is never repaired.
public record TallyRecord(TallySubject about, TallyFigures figures) implements Statement {

  static TallyRecord decode(String subject, byte[] payload) throws MalformedException {
    return new TallyRecord(TallySubject.parse(subject), FiguresCodec.decode(payload));
  }

  @Override
  public Kind kind() {
    return Kind.TALLY_RECORD;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    return FiguresCodec.encode(figures);
  }
}
