package org.cotejo.model;

import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The operator's claim that the first `logSize` entries add up to the totals with this index
/// digest. Everything in it but the signature follows from the log prefix.
///
/// @param number 1 for the first bulletin, then without gaps
/// @param logSize entries covered, at most the bulletin's own index
/// @param root root of the tree of that size
/// @param asOf POSIX seconds of the newest time-mark in that prefix
/// @param rules version of the counting rules, [#RULES]
/// @param index SHA-256 of the totals index
public record BulletinStatement(
    long number, long logSize, Hash root, long asOf, long rules, Hash index) implements Statement {
  /// The rules this software counts by: fold, arithmetic rule codes and canonical totals.
  public static final long RULES = 1;

  static final long MAX_NUMBER = 1_000_000;
  static final long MAX_SIZE = 1L << 40;
  static final long MAX_RULES = Integer.MAX_VALUE;

  public BulletinStatement {
    if (number < 1 || number > MAX_NUMBER || logSize < 1 || logSize > MAX_SIZE) {
      throw new IllegalArgumentException("bulletin " + number + " of log size " + logSize);
    }
    if (asOf < 0 || asOf > TimeMark.MAX_SECONDS || rules < 0 || rules > MAX_RULES) {
      throw new IllegalArgumentException("bulletin as of " + asOf + " by rules " + rules);
    }
  }

  static BulletinStatement decode(String subject, byte[] payload) throws MalformedException {
    var numbers = new long[] {-1, -1, -1, -1, -1};
    var hashes = new byte[6][0];
    var reader = new CborReader(payload);
    reader.intMap(
        5,
        key -> {
          switch (Math.clamp(key, 0, 6)) {
            case 1 -> numbers[1] = reader.unsigned(MAX_SIZE);
            case 2 -> hashes[2] = reader.bytesOf(Hash.BYTES);
            case 3 -> numbers[3] = reader.unsigned(TimeMark.MAX_SECONDS);
            case 4 -> numbers[4] = reader.unsigned(MAX_RULES);
            case 5 -> hashes[5] = reader.bytesOf(Hash.BYTES);
            default -> throw new MalformedException("unknown field " + key + " in a bulletin");
          }
        });
    reader.end();
    long number = Decimal.parse(subject, MAX_NUMBER);
    if (number < 1 || numbers[1] < 1 || numbers[3] < 0 || numbers[4] < 0) {
      throw new MalformedException("a bulletin lacks its number, log size, as-of or rules");
    }
    if (hashes[2].length == 0 || hashes[5].length == 0) {
      throw new MalformedException("a bulletin lacks its root or its index digest");
    }
    return new BulletinStatement(
        number, numbers[1], Hash.of(hashes[2]), numbers[3], numbers[4], Hash.of(hashes[5]));
  }

  @Override
  public Kind kind() {
    return Kind.BULLETIN;
  }

  @Override
  public String subject() {
    return Long.toString(number);
  }

  @Override
  public byte[] payload() {
    return new CborWriter()
        .map(5)
        .unsigned(1)
        .unsigned(logSize)
        .unsigned(2)
        .bytes(root.bytes())
        .unsigned(3)
        .unsigned(asOf)
        .unsigned(4)
        .unsigned(rules)
        .unsigned(5)
        .bytes(index.bytes())
        .toByteArray();
  }
}
