package org.cotejo.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Kind;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.Statement;

/// The checkpoint of a publication, and who signed it.
final class PublishedCheckpoint {
  private static final String PATH = PublishedFiles.CHECKPOINT;

  private final PublishedFiles files;
  private final SignedNote note;
  private final Checkpoint checkpoint;

  private PublishedCheckpoint(PublishedFiles files, SignedNote note, Checkpoint checkpoint) {
    this.files = files;
    this.note = note;
    this.checkpoint = checkpoint;
  }

  /// Reads it; nothing in it is to be believed before [#check].
  static PublishedCheckpoint read(PublishedFiles files) throws IOException, DoesNotHoldException {
    try {
      SignedNote note = SignedNote.parse(files.read(PATH, PublishedFiles.MAX_NOTE));
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.size() == 0) {
        throw new DoesNotHoldException(PATH, "the log is empty; it has no entry 0");
      }
      if (checkpoint.size() > MerkleTree.MAX_SIZE) {
        throw new DoesNotHoldException(PATH, "the log is larger than any this can hold");
      }
      return new PublishedCheckpoint(files, note, checkpoint);
    } catch (MalformedException e) {
      throw new DoesNotHoldException(PATH, String.valueOf(e.getMessage()));
    }
  }

  SignedNote note() {
    return note;
  }

  Checkpoint content() {
    return checkpoint;
  }

  /// Checks origin and signature before the log is read. The keys are those of entry 0 and those
  /// that the authority added later; whether one is in force shows in [#confirm] only.
  ///
  /// @return the keys it was held against
  List<NoteVerifier> check(ElectionStatement election, AuthorityKeys authority)
      throws IOException, DoesNotHoldException {
    String origin = election.origin();
    if (!checkpoint.origin().equals(origin)) {
      throw new DoesNotHoldException(
          PATH, "is of log %s, not of %s".formatted(checkpoint.origin(), origin));
    }
    var keys = new ArrayList<>(election.logKeys());
    if (fault(origin, keys).isPresent()) {
      keys.addAll(added(authority));
      confirm(origin, keys);
    }
    return verifiers(origin, keys);
  }

  /// Checks that a key signed it that was in force.
  void confirm(String origin, List<VerificationKey> keys) throws DoesNotHoldException {
    Optional<String> fault = fault(origin, keys);
    if (fault.isPresent()) {
      throw new DoesNotHoldException(PATH, fault.get());
    }
  }

  private Optional<String> fault(String origin, List<VerificationKey> keys) {
    try {
      note.verify(verifiers(origin, keys));
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<NoteVerifier> verifiers(String origin, List<VerificationKey> keys) {
    return keys.stream().map(key -> NoteVerifier.of(origin, key)).toList();
  }

  private List<VerificationKey> added(AuthorityKeys authority) throws IOException {
    var keys = new ArrayList<VerificationKey>();
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      if (file instanceof EntryBundle bundle) {
        try {
          for (byte[] entry : files.entries(bundle)) {
            added(entry, authority).ifPresent(keys::add);
          }
        } catch (DoesNotHoldException e) {
          // Without a key that signed it, the size of the checkpoint is nobody's word.
          return keys;
        }
      }
    }
    return keys;
  }

  private static Optional<VerificationKey> added(byte[] entry, AuthorityKeys authority) {
    try {
      Sign1 envelope = Sign1.decode(entry);
      boolean isAuthoritys =
          envelope.type().equals(Kind.LOG_KEY.label())
              && authority.keys().stream().anyMatch(envelope::isSignedBy);
      return isAuthoritys
              && Statement.decode(envelope) instanceof LogKeyChange(var about, var change)
              && change instanceof LogKeyChange.Add(VerificationKey key)
          ? Optional.of(key)
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty(); // Told when the log is read.
    }
  }
}
