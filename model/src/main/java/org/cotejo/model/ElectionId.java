package org.cotejo.model;

import java.util.Arrays;
import java.util.HexFormat;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// The first 16 bytes of the SHA-256 of the election statement: every other statement names it as
/// its issuer, so nothing signed for a rehearsal or a re-issued package can be replayed here.
public final class ElectionId {
  public static final int LENGTH = 16;

  private final byte[] bytes;

  private ElectionId(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param electionStatement the exact bytes of entry 0
  public static ElectionId of(byte[] electionStatement) {
    return new ElectionId(Arrays.copyOf(Hash.sha256(electionStatement).bytes(), LENGTH));
  }

  /// @param text 32 lower-case hex digits
  /// @throws MalformedException if it is anything else
  public static ElectionId parse(String text) throws MalformedException {
    if (!text.matches("[0-9a-f]{32}")) {
      throw new MalformedException("not an election's id of 32 hex digits");
    }
    return new ElectionId(HexFormat.of().parseHex(text));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /// Compares without copying: asked once for every statement.
  boolean isIssuer(byte[] issuer) {
    return Arrays.equals(bytes, issuer);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ElectionId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
