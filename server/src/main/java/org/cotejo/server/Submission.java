package org.cotejo.server;

import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Statement;

/// A statement on its way into the log, decoded once.
record Submission(Sign1 envelope, Statement statement) {
  static Submission decode(byte[] bytes) throws MalformedException {
    Sign1 envelope = Sign1.decode(bytes);
    return new Submission(envelope, Statement.decode(envelope));
  }
}
