package org.cotejo.cose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Signatures through the interfaces of the JDK, computed by its own provider or by Amazon's, which
/// is always named at the call.
final class JcaSignatures extends SignatureProvider {
  private static final byte[] ED25519_PUBLIC = prefix("302a300506032b6570032100");
  private static final byte[] ED25519_PRIVATE = prefix("302e020100300506032b657004220420");
  private static final byte[] P256_PUBLIC =
      prefix("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  /// Read when Amazon's provider is loaded; without it the provider decodes a key again at each
  /// use.
  private static final String CORRETTO_KEYS =
      "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

  private final Provider keys;
  private final ThreadLocal<Signature> ed25519;
  private final ThreadLocal<Signature> es256;

  private JcaSignatures(String name, Provider signatures, Provider keys) {
    super(name);
    this.keys = keys;
    this.ed25519 = perThread("Ed25519", signatures);
    this.es256 = perThread("SHA256withECDSAinP1363Format", signatures);
  }

  static JcaSignatures jdk() throws UnavailableException {
    Provider provider = jdkProvider();
    return new JcaSignatures("jdk", provider, provider);
  }

  static JcaSignatures corretto() throws UnavailableException {
    Provider provider = loadCorretto();
    boolean decodes = provider.getService("KeyFactory", "Ed25519") != null;
    return new JcaSignatures("accp", provider, decodes ? provider : jdkProvider());
  }

  private static Provider jdkProvider() throws UnavailableException {
    Provider provider = Security.getProvider("SunEC");
    if (provider == null) {
      throw new UnavailableException("this Java has no SunEC provider");
    }
    return provider;
  }

  /// By class name, so that the jar may be absent; the property is set only while the class loads.
  private static synchronized Provider loadCorretto() throws UnavailableException {
    String before = System.getProperty(CORRETTO_KEYS);
    System.setProperty(CORRETTO_KEYS, "true");
    try {
      Class<?> type = Class.forName(CORRETTO);
      Object error = type.getMethod("getLoadingError").invoke(type.getField("INSTANCE").get(null));
      if (error != null) {
        throw new UnavailableException("its native library does not load: " + error);
      }
      if (type.getField("INSTANCE").get(null) instanceof Provider provider) {
        return provider;
      }
      throw new UnavailableException("it is not a provider");
    } catch (ReflectiveOperationException e) {
      throw new UnavailableException(e.toString());
    } finally {
      if (before == null) {
        System.clearProperty(CORRETTO_KEYS);
      } else {
        System.setProperty(CORRETTO_KEYS, before);
      }
    }
  }

  @Override
  Verifier ed25519(byte[] encoded) {
    return verifier("Ed25519", concatenate(ED25519_PUBLIC, encoded), ed25519);
  }

  @Override
  Verifier es256(byte[] point) {
    return verifier("EC", concatenate(P256_PUBLIC, point), es256);
  }

  @Override
  Signer ed25519Signer(byte[] seed) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519", keys)
              .generatePrivate(new PKCS8EncodedKeySpec(concatenate(ED25519_PRIVATE, seed)));
      return message -> sign(key, message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every seed is a key", e);
    }
  }

  private Verifier verifier(String algorithm, byte[] encoded, ThreadLocal<Signature> signatures) {
    try {
      PublicKey key =
          KeyFactory.getInstance(algorithm, keys).generatePublic(new X509EncodedKeySpec(encoded));
      return (message, signature) -> verify(signatures.get(), key, message, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was checked before", e);
    }
  }

  private static boolean verify(
      Signature verification, PublicKey key, byte[] message, byte[] signature) {
    try {
      verification.initVerify(key);
      verification.update(message);
      return verification.verify(signature);
    } catch (SignatureException e) {
      // Some providers throw where others return false: both mean that it does not verify.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was checked before", e);
    }
  }

  private byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signing = ed25519.get();
      signing.initSign(key);
      signing.update(message);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checked key cannot fail to sign", e);
    }
  }

  private static ThreadLocal<Signature> perThread(String algorithm, Provider provider) {
    return ThreadLocal.withInitial(() -> {
      try {
        return Signature.getInstance(algorithm, provider);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(provider + " lacks " + algorithm, e);
      }
    });
  }

  /// A public key as the platform encodes it (SubjectPublicKeyInfo).
  static byte[] encoding(VerificationKey key) {
    byte[] encoded = key.encoded();
    return switch (key.algorithm()) {
      case ED25519, EDDSA -> concatenate(ED25519_PUBLIC, encoded);
      case ES256 ->
          concatenate(
              P256_PUBLIC,
              P256Rules.decompress(encoded)
                  .orElseThrow(() -> new IllegalArgumentException("no point of the curve")));
    };
  }

  /// The key that the platform has, if statements are signed with such keys.
  static Optional<VerificationKey> key(PublicKey key) {
    byte[] encoded = key.getEncoded();
    try {
      if (encoded != null && startsWith(encoded, ED25519_PUBLIC, 32)) {
        byte[] point = Arrays.copyOfRange(encoded, ED25519_PUBLIC.length, encoded.length);
        return Optional.of(VerificationKey.of(Algorithm.ED25519, point));
      }
      if (encoded != null && startsWith(encoded, P256_PUBLIC, 65)) {
        byte[] point = Arrays.copyOfRange(encoded, P256_PUBLIC.length, P256_PUBLIC.length + 33);
        point[0] = (byte) (2 + (encoded[encoded.length - 1] & 1));
        return Optional.of(VerificationKey.of(Algorithm.ES256, point));
      }
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix, int rest) {
    return bytes.length == prefix.length + rest
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] prefix(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
