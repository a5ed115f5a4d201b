package org.cotejo.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a witness makes of a request, by the rules of C2SP tlog-witness and in their order, as a
/// function of the request and of what it knows of the log.
///
/// A checkpoint is cosigned only if the log signed it and it extends what was cosigned before. The
/// order matters to a log: it learns the size to start from only after it proved that it holds the
/// key.
sealed interface Judgement {

  /// The log grew or stayed as it was: to be kept, then cosigned.
  ///
  /// @param signed the checkpoint with the log's own signatures, one of each known key that signed
  record Grown(Checkpoint checkpoint, SignedNote signed) implements Judgement {}

  /// Nothing may be cosigned.
  record Refused(WitnessAnswer.Refusal refusal) implements Judgement {}

  /// @param log what is known of the log that [AddCheckpoint#origin] names; empty if nothing
  static Judgement of(AddCheckpoint request, Optional<KnownLog> log) {
    Claim claim;
    try {
      claim = Claim.parse(request.note().text());
    } catch (MalformedException e) {
      return new Refused(new WitnessAnswer.Malformed(String.valueOf(e.getMessage())));
    }
    if (log.isEmpty()) {
      return new Refused(new WitnessAnswer.UnknownLog());
    }
    try {
      request.note().verify(log.get().keys());
    } catch (MalformedException e) {
      return new Refused(new WitnessAnswer.NotSigned(String.valueOf(e.getMessage())));
    }
    Optional<WitnessAnswer.Refusal> refusal = refusal(request, claim, log.get().latest());
    return refusal.isPresent()
        ? new Refused(refusal.get())
        : new Grown(
            new Checkpoint(claim.origin(), claim.size(), claim.root(), claim.extensions()),
            onlyBy(log.get().keys(), request.note()));
  }

  private static Optional<WitnessAnswer.Refusal> refusal(
      AddCheckpoint request, Claim claim, Optional<Checkpoint> latest) {
    if (request.old() > claim.size()) {
      return Optional.of(new WitnessAnswer.Malformed("old size is above that of the checkpoint"));
    }
    long known = latest.map(Checkpoint::size).orElse(0L);
    if (request.old() != known) {
      return Optional.of(new WitnessAnswer.OtherSize(known));
    }
    if (claim.size() == 0 && !claim.root().equals(Merkle.EMPTY_ROOT)) {
      return Optional.of(
          new WitnessAnswer.Inconsistent(
              claim.origin(), "the root of no entries is the hash of nothing"));
    }
    Hash root = latest.map(Checkpoint::root).orElse(Merkle.EMPTY_ROOT);
    if (!Merkle.isConsistent(known, root, claim.size(), claim.root(), request.proof())) {
      return Optional.of(
          new WitnessAnswer.Inconsistent(
              claim.origin(),
              "the proof does not lead from the %d entries cosigned last to this checkpoint"
                  .formatted(known)));
    }
    return Optional.empty();
  }

  /// A verified note without the lines that nobody here checked, and with one line of each key: a
  /// log must not be able to fill what the witness keeps.
  private static SignedNote onlyBy(List<NoteVerifier> keys, SignedNote note) {
    List<SignedNote.Signature> lines = new ArrayList<>();
    for (NoteVerifier key : keys) {
      note.signatures().stream().filter(line -> line.claims(key)).findFirst().ifPresent(lines::add);
    }
    return SignedNote.of(note.text(), lines.stream().distinct().toList());
  }

  /// The lines of a checkpoint before it is known whether they can be one: an empty log with
  /// another root than it can have is not a malformed request but a log that lies.
  record Claim(String origin, long size, Hash root, List<String> extensions) {
    private static final String EMPTY = "\n0\n";

    static Claim parse(String text) throws MalformedException {
      String[] lines = text.split("\n", 4);
      if (lines.length < 4 || !lines[1].equals("0")) {
        return of(Checkpoint.parse(text), Optional.empty());
      }
      Hash root = Hash.parseBase64(lines[2]);
      String empty = lines[0] + EMPTY + Merkle.EMPTY_ROOT.base64() + "\n" + lines[3];
      return of(Checkpoint.parse(empty), Optional.of(root));
    }

    private static Claim of(Checkpoint checkpoint, Optional<Hash> claimed) {
      return new Claim(
          checkpoint.origin(),
          checkpoint.size(),
          claimed.orElse(checkpoint.root()),
          checkpoint.extensions());
    }
  }
}
