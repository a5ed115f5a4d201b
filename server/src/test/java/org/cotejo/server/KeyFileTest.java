package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  /// Test 1 of RFC 8032 §7.1.
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("some.key");
  }

  private static SigningKey key() {
    return SigningKey.fromSeed(Algorithm.ED25519, HexFormat.of().parseHex(SEED));
  }

  @Test
  void writesOneLineThatOnlyTheOwnerMayRead() throws IOException {
    KeyFile.write(file, key());

    assertThat(Files.readString(file)).isEqualTo("ed25519-seed:" + SEED + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void readsTheKeyBack() throws IOException {
    for (String end : new String[] {"", "\n", "\r\n"}) {
      Files.writeString(file, "ed25519-seed:" + SEED + end);
      assertThat(HexFormat.of().formatHex(KeyFile.read(file).verificationKey().encoded()))
          .isEqualTo(PUBLIC);
    }
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    Files.writeString(file, "another");

    assertThatThrownBy(() -> KeyFile.write(file, key()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("some.key");
    assertThat(Files.readString(file)).isEqualTo("another");
  }

  @Test
  void writesNoKeyThatWouldBeReadAsAnother() {
    for (Algorithm other : new Algorithm[] {Algorithm.ES256, Algorithm.EDDSA}) {
      SigningKey key = SigningKey.fromSeed(other, HexFormat.of().parseHex(SEED));
      assertThatThrownBy(() -> KeyFile.write(file, key))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        SEED,
        "ed25519:" + PUBLIC,
        "ed25519-seed:",
        "ed25519-seed:" + SEED + "00",
        "ed25519-seed: " + SEED,
        "ed25519-seed:zd61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "ed25519-seed:" + SEED + "\ned25519-seed:" + SEED,
        "ed25519-seed:\u00e961b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "-----BEGIN PRIVATE KEY-----"
      })
  void saysWhichFileHoldsNoKeyAndTellsNothingOfIt(String text) throws IOException {
    Files.writeString(file, text);

    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("key")
        .hasMessageNotContaining(SEED.substring(8));
  }

  @Test
  void saysWhichFileHoldsNoText() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("some.key");
  }
}
