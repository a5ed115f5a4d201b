package org.cotejo.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Policy;
import org.cotejo.log.SignedNote;

/// Holds a checkpoint to what its reader demands of witnesses. Entry 0 says which keys are the
/// log's; a policy that knows the log under other keys was made for another one.
final class PolicyCheck {
  private static final String PLACE = PublishedFiles.CHECKPOINT;

  private final Policy policy;

  PolicyCheck(Policy policy) {
    this.policy = policy;
  }

  /// @param logKeys those that entry 0 names for this origin; one of them signed the note
  Witnessed check(SignedNote note, String origin, List<NoteVerifier> logKeys)
      throws DoesNotHoldException {
    try {
      if (!policy.logs().isEmpty()) {
        List<NoteVerifier> listed = policy.logKeys(origin);
        List<NoteVerifier> both = listed.stream().filter(logKeys::contains).toList();
        if (!listed.isEmpty() && both.isEmpty()) {
          throw new DoesNotHoldException(
              PLACE, "the policy lists log %s under a key that entry 0 does not".formatted(origin));
        }
        if (!both.isEmpty()) {
          note.verify(both);
        }
      }
      Policy.Result result = policy.evaluate(note);
      if (result.lacking().isPresent()) {
        throw new DoesNotHoldException(PLACE, result.lacking().get());
      }
      OptionalLong newest = result.newest();
      return new Witnessed(
          result.cosigned().size(),
          policy.witnesses().size(),
          policy.quorumName(),
          newest.isPresent() ? Optional.of(instant(newest.getAsLong())) : Optional.empty());
    } catch (MalformedException e) {
      throw new DoesNotHoldException(PLACE, String.valueOf(e.getMessage()));
    }
  }

  /// A witness may say a time beyond those that can be written.
  private static Instant instant(long posixSeconds) {
    return posixSeconds < Instant.MAX.getEpochSecond()
        ? Instant.ofEpochSecond(posixSeconds)
        : Instant.MAX;
  }
}
