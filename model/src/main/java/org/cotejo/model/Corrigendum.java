package org.cotejo.model;

import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The authority corrects one station's value, naming by leaf hash the statement it replaces; both
/// stay visible. Annulling is a court's, see [Ruling].
public record Corrigendum(TallySubject about, Hash target, Decision decision) implements Statement {
  public Corrigendum {
    if (decision instanceof Decision.Annul) {
      throw new IllegalArgumentException("a corrigendum cannot annul; only a ruling can");
    }
  }

  static Corrigendum decode(String subject, byte[] payload) throws MalformedException {
    var fields = new Decision.Fields();
    var reader = new CborReader(payload);
    reader.intMap(3, key -> fields.read(key, reader));
    reader.end();
    Decision.OnTarget read = fields.get();
    if (read.decision() instanceof Decision.Annul) {
      throw new MalformedException("a corrigendum cannot annul; only a ruling can");
    }
    return new Corrigendum(TallySubject.parse(subject), read.target(), read.decision());
  }

  @Override
  public Kind kind() {
    return Kind.CORRIGENDUM;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    Decision.write(writer, target, decision, 0);
    return writer.toByteArray();
  }
}
