package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Pkcs12;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.Token;
import org.cotejo.server.KeyFile;

/// A private key, wherever it is kept: a key file, a PKCS#12 file, a PKCS#11 token.
final class KeyAddress {
  private KeyAddress() {}

  /// @param where a file, or a `pkcs11:` URI
  static SigningKey read(String where, Password password) throws IOException {
    try {
      if (where.startsWith(TokenAddress.SCHEME)) {
        TokenAddress address = TokenAddress.parse(where);
        return Token.open(address.module(), address.slot(), password.read(where))
            .key(address.object());
      }
      Path file = Path.of(where);
      byte[] bytes = InputFile.read(file, Pkcs12.MAX_BYTES);
      return Pkcs12.isMeant(bytes) ? Pkcs12.read(bytes, password.read(where)) : KeyFile.read(file);
    } catch (MalformedException e) {
      throw new IOException("%s: %s".formatted(where, e.getMessage()), e);
    }
  }
}
