package org.cotejo.server.telemetry;

/// Mixing of 64-bit words, for what is hashed and what is sampled.
final class Bits {
  private Bits() {}

  /// A bijection in which every bit of the result depends on every bit of the word: Stafford's
  /// thirteenth variant of the finalizer of MurmurHash3, as in SplitMix64.
  static long mix(long word) {
    long z = (word ^ word >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
