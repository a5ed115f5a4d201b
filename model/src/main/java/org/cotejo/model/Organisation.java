package org.cotejo.model;

import java.util.List;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// A list or an admitted observer body that has a key before the first record. It enrols agents of
/// its own, who file what its copies of the sheets say, and takes part in disputes.
///
/// @param code short, and its own in this election
/// @param key signs enrolments of its agents, copies, claims, challenges and evidence
public record Organisation(String code, VerificationKey key) {
  /// How many one election statement has room for.
  static final int MAX = 64;

  public Organisation {
    Wording.checkCode(code);
  }

  /// Organisations stand in the order of their codes, so that there is one way to write them.
  static void checkOrder(List<Organisation> organisations) {
    if (organisations.size() > MAX) {
      throw new IllegalArgumentException("more organisations than " + MAX);
    }
    for (int i = 1; i < organisations.size(); i++) {
      if (organisations.get(i - 1).code().compareTo(organisations.get(i).code()) >= 0) {
        throw new IllegalArgumentException("organisations are not in ascending order");
      }
    }
  }

  void write(CborWriter writer) {
    writer.array(2).text(code);
    KeyCodec.write(writer, key);
  }

  static Organisation read(CborReader reader) throws MalformedException {
    reader.arrayOf(2);
    String code = reader.text(Enrolment.MAX_CODE);
    VerificationKey key = KeyCodec.read(reader);
    try {
      return new Organisation(code, key);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }
}
