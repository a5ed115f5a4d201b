package org.cotejo.cli;

import java.io.IOException;
import org.cotejo.cose.SigningKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The key that a station's device signs with.
final class DeviceKey {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description =
          "The device's private key: a key file, a PKCS#12 file, or a token as"
              + " pkcs11:object=LABEL?module-path=LIBRARY.")
  private String where = "";

  @Mixin private Password password = new Password();

  SigningKey read() throws IOException {
    return KeyAddress.read(where, password);
  }
}
