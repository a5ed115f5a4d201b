package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AuthorityKeys;
import picocli.CommandLine.Option;

/// The authority that a reader trusts, known from elsewhere than what is checked.
final class TrustedAuthority {
  @Option(
      names = "--authority",
      required = true,
      paramLabel = "KEY",
      description = "The authority's public keys: a file, or one key as ed25519:<hex>.")
  private String authority = "";

  /// @throws IOException if there is no key in what was given; says why
  AuthorityKeys keys() throws IOException {
    return keys(authority);
  }

  /// As [#keys()], where the option is not demanded.
  static AuthorityKeys keys(String authority) throws IOException {
    if (!authority.matches("(ed25519|eddsa|es256):.*")) {
      return AuthorityKeys.read(Path.of(authority));
    }
    try {
      return AuthorityKeys.of(VerificationKey.parse(authority));
    } catch (MalformedException e) {
      throw new IOException("--authority: " + e.getMessage(), e);
    }
  }
}
