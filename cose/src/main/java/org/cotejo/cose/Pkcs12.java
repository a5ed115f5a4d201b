package org.cotejo.cose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;

/// One private key under a password: PKCS#12 ([RFC 7292](https://www.rfc-editor.org/rfc/rfc7292)).
/// What is read becomes a key like any other, so its signatures are the same as from a seed.
public final class Pkcs12 {
  /// Bytes that a file with one key and its certificates has at most.
  public static final int MAX_BYTES = 1 << 16;

  private static final String ALIAS = "cotejo";

  private Pkcs12() {}

  /// Whether a file begins as DER does, unlike a key file of text.
  public static boolean isMeant(byte[] file) {
    return file.length > 0 && file[0] == 0x30;
  }

  /// @throws MalformedException if the password is wrong, or it does not hold exactly one key that
  ///   can sign statements; says what to do
  public static SigningKey read(byte[] file, char[] password) throws MalformedException {
    if (file.length > MAX_BYTES) {
      throw new MalformedException(
          "more than %,d bytes; export the one key alone".formatted(MAX_BYTES));
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), password);
      String alias = onlyKey(store);
      Certificate certificate = store.getCertificate(alias);
      if (certificate == null) {
        throw new MalformedException("its key has no certificate; export it with one");
      }
      PublicKey half = certificate.getPublicKey();
      VerificationKey expected =
          JcaSignatures.key(half)
              .orElseThrow(() ->
                  new MalformedException(
                      "a key for %s; statements are signed with Ed25519 or P-256"
                          .formatted(half.getAlgorithm())));
      return signingKey(store.getKey(alias, password), expected);
    } catch (IOException e) {
      throw new MalformedException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong"
              : "not a PKCS#12 file, or damaged; use another copy");
    } catch (GeneralSecurityException e) {
      throw new MalformedException("its key cannot be read: " + e.getMessage());
    }
  }

  private static String onlyKey(KeyStore store)
      throws GeneralSecurityException, MalformedException {
    var keys = new ArrayList<String>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new MalformedException(
          "%d private keys; export the one key alone".formatted(keys.size()));
    }
    return keys.getFirst();
  }

  private static SigningKey signingKey(Key key, VerificationKey expected)
      throws MalformedException {
    byte[] seed =
        switch (key) {
          case EdECPrivateKey ed when expected.algorithm() == Algorithm.ED25519 ->
              ed.getBytes().orElse(new byte[0]);
          case ECPrivateKey ec when expected.algorithm() == Algorithm.ES256 ->
              P256Rules.fixed(ec.getS().mod(P256Rules.N));
          default -> throw new MalformedException("key and certificate are of different kinds");
        };
    try {
      SigningKey read = SigningKey.fromSeed(expected.algorithm(), seed);
      if (read.verificationKey().equals(expected)) {
        return read;
      }
      throw new MalformedException("the certificate is not that of the key");
    } catch (IllegalArgumentException e) {
      throw new MalformedException("its key is none: " + e.getMessage());
    }
  }

  /// A new file with this key.
  ///
  /// @throws IllegalStateException if the key is on a token
  public static byte[] write(SigningKey key, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      Certificate[] chain = {BareCertificate.of(key)};
      store.setKeyEntry(ALIAS, privateKey(key), password, chain);
      var file = new ByteArrayOutputStream();
      store.store(file, password);
      return file.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every key has a place in a PKCS#12 file", e);
    }
  }

  private static PrivateKey privateKey(SigningKey key) throws GeneralSecurityException {
    byte[] seed = key.seed();
    if (key.verificationKey().algorithm() != Algorithm.ES256) {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }
    KeyFactory keys = KeyFactory.getInstance("EC");
    var half =
        (ECPublicKey)
            keys.generatePublic(
                new X509EncodedKeySpec(JcaSignatures.encoding(key.verificationKey())));
    return keys.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, seed), half.getParams()));
  }
}
