package org.cotejo.station.delivery;

import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Statement;

/// The log that an election statement names, as far as a sender needs to know it. A statement names
/// its election by the hash of these bytes, so whoever signed it meant this log and no other.
public final class ElectionLog {
  private final Sign1 founding;
  private final ElectionStatement election;
  private final ElectionId id;
  private final List<NoteVerifier> keys;

  private ElectionLog(Sign1 founding, ElectionStatement election) {
    this.founding = founding;
    this.election = election;
    this.id = ElectionId.of(founding.bytes());
    this.keys =
        election.logKeys().stream().map(key -> NoteVerifier.of(election.origin(), key)).toList();
  }

  /// @param electionStatement the bytes of entry 0; who signed them is not asked
  public static ElectionLog read(byte[] electionStatement) throws MalformedException {
    Sign1 envelope = Sign1.decode(electionStatement.clone());
    if (!(Statement.decode(envelope) instanceof ElectionStatement election)) {
      throw new MalformedException("a statement of kind " + envelope.type() + ", not an election");
    }
    try {
      return new ElectionLog(envelope, election);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("names a log that cannot be: " + e.getMessage());
    }
  }

  /// Whether one of the authority's keys signed the election statement.
  public boolean isFoundedBy(AuthorityKeys authority) {
    return authority.keys().stream().anyMatch(founding::isSignedBy);
  }

  public ElectionId id() {
    return id;
  }

  public ElectionStatement election() {
    return election;
  }

  /// The bytes of entry 0.
  public byte[] founding() {
    return founding.bytes().clone();
  }

  /// Whether the statement is of this election; its signature is for the log to judge.
  public boolean isIssuerOf(Sign1 statement) {
    byte[] issuer = statement.issuer();
    return issuer.length == 0
        ? Arrays.equals(statement.bytes(), founding.bytes())
        : Arrays.equals(issuer, id.bytes());
  }

  /// Accepts a receipt of the entry with this leaf hash.
  ///
  /// @throws MalformedException if the log did not sign it, or it is of something else
  public void verify(Hash leaf, TlogProof receipt) throws MalformedException {
    receipt.verify(leaf, election.origin(), keys);
  }
}
