package org.cotejo.cose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.OptionalLong;

/// A PKCS#11 token: a card, a module, or a program that plays one. Its keys sign there and never
/// leave it. They are ES256 keys: the platform's PKCS#11 provider does not ask tokens for Ed25519.
/// A token may give either of the two signatures there are of each; the one with low S is taken.
public final class Token {
  private static final String SIGNATURE = "SHA256withECDSAinP1363Format";

  /// A key is made so that the token gives it to nobody.
  private static final String NEW_KEYS =
      """
      attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_SIGN = true
      }
      """;

  private final Provider provider;
  private final KeyStore store;

  /// What people are told of it.
  private final String name;

  private Token(Provider provider, KeyStore store, String name) {
    this.provider = provider;
    this.store = store;
    this.name = name;
  }

  /// Logs in.
  ///
  /// @param module the library that comes with the token
  /// @param slot the slot it is in; the first one with a token if empty
  /// @throws IOException if there is no such library or token, or the PIN is wrong
  public static Token open(Path module, OptionalLong slot, char[] pin) throws IOException {
    String where = module + (slot.isPresent() ? " slot " + slot.getAsLong() : "");
    if (!Files.isRegularFile(module)) {
      throw new IOException(module + ": no such library; give the module-path of the token");
    }
    if (module.toString().chars().anyMatch(letter -> letter < ' ' || letter == '"')) {
      throw new IOException(module + ": not a path that the provider can be told");
    }
    String configuration =
        "--name = cotejo\nlibrary = \"%s\"\n%s\n%s"
            .formatted(
                module.toAbsolutePath().toString().replace("\\", "\\\\"),
                slot.isPresent() ? "slot = " + slot.getAsLong() : "slotListIndex = 0",
                NEW_KEYS);
    Provider plain = Security.getProvider("SunPKCS11");
    if (plain == null) {
      throw new IOException(
          "this Java has no SunPKCS11 provider; use one with jdk.crypto.cryptoki");
    }
    try {
      Provider provider = plain.configure(configuration);
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return new Token(provider, store, where);
    } catch (IOException e) {
      throw new IOException(where + ": the token does not let us in; is the PIN right?", e);
    } catch (GeneralSecurityException | ProviderException | InvalidParameterException e) {
      throw new IOException(where + ": no token there that can be used: " + reason(e), e);
    }
  }

  private static String reason(Throwable problem) {
    Throwable last = problem;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  /// The key of this label.
  ///
  /// @throws IOException if the token has no such key with a certificate, or not a P-256 one
  public SigningKey key(String label) throws IOException {
    try {
      if (!(store.getKey(label, null) instanceof PrivateKey key)) {
        throw new IOException(
            "%s: no private key with a certificate is called '%s'; there are: %s"
                .formatted(name, label, String.join(", ", Collections.list(store.aliases()))));
      }
      VerificationKey half =
          JcaSignatures.key(store.getCertificate(label).getPublicKey())
              .filter(found -> found.algorithm() == Algorithm.ES256)
              .orElseThrow(() ->
                  new IOException(
                      "%s: '%s' is not a P-256 key, which is what tokens sign with here"
                          .formatted(name, label)));
      return SigningKey.elsewhere(half, message -> sign(key, half, message));
    } catch (GeneralSecurityException | ProviderException e) {
      throw new IOException(name + ": " + reason(e), e);
    }
  }

  private byte[] sign(PrivateKey key, VerificationKey half, byte[] message) {
    byte[] signature;
    try {
      Signature signing = Signature.getInstance(SIGNATURE, provider);
      signing.initSign(key);
      signing.update(message);
      byte[] pair = signing.sign();
      signature =
          P256Rules.signature(new BigInteger(1, pair, 0, 32), new BigInteger(1, pair, 32, 32));
    } catch (GeneralSecurityException | ProviderException e) {
      throw new UncheckedIOException(
          new IOException(name + ": the token did not sign: " + reason(e), e));
    }
    if (!half.verify(message, signature)) {
      throw new UncheckedIOException(
          new IOException(name + ": what the token signed is not by the key of its certificate"));
    }
    return signature;
  }

  /// Makes a new key in the token, and gives it this label.
  ///
  /// @throws IOException if something there is called so already, or the token makes none
  public SigningKey generate(String label) throws IOException {
    try {
      if (store.containsAlias(label)) {
        throw new IOException(
            "%s: something is called '%s' already and is not overwritten".formatted(name, label));
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      VerificationKey half =
          JcaSignatures.key(pair.getPublic())
              .orElseThrow(() -> new IOException(name + ": the token made another key than asked"));
      PrivateKey key = pair.getPrivate();
      var made = SigningKey.elsewhere(half, message -> sign(key, half, message));
      Certificate[] chain = {BareCertificate.of(made)};
      store.setKeyEntry(label, key, null, chain);
      return key(label);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new IOException(name + ": the token made no key: " + reason(e), e);
    }
  }
}
