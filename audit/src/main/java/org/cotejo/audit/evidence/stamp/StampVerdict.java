package org.cotejo.audit.evidence.stamp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What a time-stamp is worth.
public sealed interface StampVerdict {
  /// The authority says that the file was there at this time.
  ///
  /// @param accuracy that the time may be off by, as the authority has it; zero if it does not say
  /// @param policy identifier of the rules it follows
  /// @param chain names of the certificates, from the one that signs to the trusted one; only the
  ///   former if nothing is trusted
  /// @param isTrusted whether the chain ends in a certificate that the reader trusts
  record Holds(
      Instant time, Duration accuracy, String policy, List<String> chain, boolean isTrusted)
      implements StampVerdict {
    public Holds {
      chain = List.copyOf(chain);
    }
  }

  /// @param detail of what does not hold, for people; may be empty
  record DoesNotHold(Fault fault, String detail) implements StampVerdict {}

  /// What does not hold.
  enum Fault {
    /// It is of another file.
    OTHER_FILE,
    /// It is of a digest that is not taken here.
    OTHER_DIGEST,
    /// It answers another question.
    OTHER_NONCE,
    /// The certificate that signs is not in it, or more than one signs.
    NO_SIGNER,
    /// The signature, or what it binds, is not right; or the certificate is not one for
    /// time-stamps.
    BAD_SIGNATURE,
    /// A digest that is too weak is used in the signature.
    WEAK,
    /// No chain of certificates, valid at that time, leads to one that is trusted.
    NO_CHAIN;

    /// The stable word for it.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
