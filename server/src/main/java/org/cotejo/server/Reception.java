package org.cotejo.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Priority;
import org.cotejo.log.Sequencer;
import org.cotejo.log.TlogProof;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.Role;
import org.cotejo.model.Statement;
import org.jspecify.annotations.Nullable;

/// What every lane does with the bytes of a statement, cheapest first: known already? a key of this
/// election? its signature? its schema? What passes is put in order. Any thread.
///
/// It opens once the journal is this process's: after a restart those who come earlier wait.
final class Reception {
  /// About what is left of the wait for the journal after a restart.
  private static final Duration OPENING = Duration.ofSeconds(2);

  private final RetryAfter retryAfter = new RetryAfter(System::nanoTime);
  private volatile @Nullable Open open;

  private record Open(
      RegisterAdmission admission, Sequencer<Submission, Refusal> sequencer, NoteSigner log) {}

  /// Who hears what became of a statement.
  interface Sender {
    /// The signature is good: the holder of this key made the statement.
    void signedBy(KeyId signer);

    /// Where it hears what became of a statement that was put in order.
    Executor executor();

    /// Called once, either at once or on the executor.
    void answered(Hash leaf, Answer<Refusal> answer);
  }

  /// From now on statements are taken.
  void open(RegisterAdmission admission, Sequencer<Submission, Refusal> sequencer, NoteSigner log) {
    open = new Open(admission, sequencer, log);
  }

  boolean isOpen() {
    return open != null;
  }

  private Open opened() {
    Open now = open;
    if (now == null) {
      throw new IllegalStateException("the reception is not open yet");
    }
    return now;
  }

  /// Takes a statement in; never blocks. Only once it is open.
  void take(byte[] bytes, Hash leaf, Priority priority, Sender sender) {
    Open now = opened();
    Optional<Answer.Accepted<Refusal>> held = now.sequencer.held(leaf);
    if (held.isPresent()) {
      sender.answered(leaf, held.get());
      return;
    }
    Consumer<Refusal> refuse = refusal -> sender.answered(leaf, new Answer.Refused<>(refusal));
    try {
      Sign1 envelope = Sign1.decode(bytes);
      Optional<Refusal> refusal = checkSigner(now.admission, envelope);
      if (refusal.isPresent()) {
        refuse.accept(refusal.get());
        return;
      }
      sender.signedBy(envelope.keyId());
      var submission = new Submission(envelope, Statement.decode(envelope));
      if (!now.sequencer.submit(
          bytes,
          leaf,
          submission,
          priority,
          sender.executor(),
          answer -> sender.answered(leaf, answer))) {
        refuse.accept(busy(priority));
      }
    } catch (MalformedException e) {
      refuse.accept(new Refusal(Refusal.Problem.MALFORMED, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Refusal> checkSigner(RegisterAdmission admission, Sign1 envelope) {
    Optional<EnrolledKey> signer = admission.key(envelope.keyId());
    if (signer.isEmpty()) {
      return Optional.of(
          new Refusal(
              Refusal.Problem.UNKNOWN_KEY, "no key " + envelope.keyId() + " in this election"));
    }
    if (signer.get().role() == Role.OPERATOR) {
      return Optional.of(
          new Refusal(Refusal.Problem.NOT_PERMITTED, "the operator's statements are made here"));
    }
    return envelope.isSignedBy(signer.get().key())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Problem.BAD_SIGNATURE,
                "the signature does not verify under key " + envelope.keyId()));
  }

  /// Come back later, one after the other.
  Refusal busy(Priority priority) {
    Open now = open;
    Duration wait = now == null ? OPENING : now.sequencer.expectedWait(priority);
    Duration perEntry = now == null ? Duration.ofMillis(1) : now.sequencer.perEntry();
    return new Refusal(
        Refusal.Problem.BUSY, "keep it and try again", retryAfter.seconds(wait, perEntry));
  }

  /// A receipt in the form that was asked for.
  byte[] receipt(ReceiptForm form, TlogProof receipt, Hash leaf) {
    try {
      return form.write(receipt, leaf, opened().log);
    } catch (MalformedException e) {
      throw new IllegalStateException("the sequencer signs with the same key", e);
    }
  }
}
