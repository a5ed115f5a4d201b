package org.cotejo.server.gate;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// HMAC-SHA-256 over label, election and body of a ticket, from the hash alone: the JDK's `Mac`
/// makes an array for every answer. For one thread.
final class TicketMac {
  private static final int HASH_LENGTH = 32;

  private final MessageDigest sha256;
  private final byte[] hash = new byte[HASH_LENGTH];

  TicketMac() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// @param body its first 11 bytes count
  /// @return 32 bytes, of which a ticket takes the first 14; overwritten by the next call
  byte[] of(TicketSecrets.Secret secret, byte[] body) {
    try {
      sha256.update(secret.inner);
      sha256.update(body, 0, Ticket.BODY_LENGTH);
      sha256.digest(hash, 0, HASH_LENGTH);
      sha256.update(secret.outer);
      sha256.update(hash);
      sha256.digest(hash, 0, HASH_LENGTH);
      return hash;
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a SHA-256", e);
    }
  }
}
