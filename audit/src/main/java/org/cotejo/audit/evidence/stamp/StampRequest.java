package org.cotejo.audit.evidence.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.cotejo.cose.Hash;

/// What an authority is asked: to stamp a SHA-256 value, and to answer this very question.
///
/// @param nonce that the answer has to repeat
public record StampRequest(Hash digest, BigInteger nonce) {
  private static final int NONCE_BITS = 64;

  /// A question that was never asked before.
  public static StampRequest of(Hash digest, RandomGenerator random) {
    var bytes = new byte[NONCE_BITS / Byte.SIZE];
    random.nextBytes(bytes);
    return new StampRequest(digest, new BigInteger(1, bytes));
  }

  /// The request as it is sent; asks for the certificates too.
  byte[] bytes() throws IOException {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(TSPAlgorithms.SHA256, digest.bytes(), nonce).getEncoded();
  }
}
