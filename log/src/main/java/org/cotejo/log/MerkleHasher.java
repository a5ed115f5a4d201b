package org.cotejo.log;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cotejo.cose.Hash;

/// The two hash functions of RFC 6962 §2.1 over one reused digest, because fetching a digest costs
/// as much as hashing a node. One thread at a time.
final class MerkleHasher {
  static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private final MessageDigest sha256 = sha256();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Hash leaf(byte[] entry) {
    sha256.update(LEAF);
    return Hash.owning(sha256.digest(entry));
  }

  Hash node(Hash left, Hash right) {
    byte[] pair = new byte[2 * Hash.BYTES];
    left.copyTo(pair, 0);
    right.copyTo(pair, Hash.BYTES);
    sha256.update(NODE);
    return Hash.owning(sha256.digest(pair));
  }

  /// Hashes the two neighbours at `from` without leaving the arrays the tree is kept in.
  void node(byte[] source, int from, byte[] target, int to) {
    sha256.update(NODE);
    sha256.update(source, from, 2 * Hash.BYTES);
    try {
      sha256.digest(target, to, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a hash at " + to, e);
    }
  }
}
