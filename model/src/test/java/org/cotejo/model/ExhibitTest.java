package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;

/// A commitment tells nothing of its file and fits no other one.
class ExhibitTest {
  private static final Exhibit.Salt SALT =
      Exhibit.Salt.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});

  private static Exhibit.File file(String content, long bytes) {
    return new Exhibit.File(
        Hash.sha256(content.getBytes(StandardCharsets.US_ASCII)), bytes, Exhibit.MediaType.JPEG);
  }

  /// `printf 'cotejo-exhibit/1'`, the salt, the digest of `file` and 00 00 00 00 00 01 e2 40,
  /// through sha256sum.
  @Test
  void commitsAsOtherProgramsDo() throws MalformedException {
    assertThat(SALT.commitment(file("file", 123_456)))
        .isEqualTo(
            Hash.parseHex("d4f6373200dc799a77d18d2814ba52326d1e042c4c0a80663b7c4ce8f5fd5b91"));
  }

  @Test
  void fitsNoOtherFileSizeOrSalt() {
    Hash commitment = SALT.commitment(file("file", 7));
    assertThat(new Exhibit.Disclosed(file("file", 7), SALT).commitment()).isEqualTo(commitment);
    assertThat(SALT.commitment(file("fil3", 7))).isNotEqualTo(commitment);
    assertThat(SALT.commitment(file("file", 8))).isNotEqualTo(commitment);
    assertThat(new Exhibit.Salt(SALT.high(), SALT.low() + 1).commitment(file("file", 7)))
        .isNotEqualTo(commitment);
  }

  @Test
  void saltIsReadAgainAndHas16Bytes() {
    assertThat(Exhibit.Salt.of(SALT.bytes())).isEqualTo(SALT);
    assertThat(SALT).hasToString("000102030405060708090a0b0c0d0e0f");
    assertThatIllegalArgumentException().isThrownBy(() -> Exhibit.Salt.of(new byte[15]));
  }
}
