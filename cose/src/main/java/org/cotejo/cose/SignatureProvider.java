package org.cotejo.cose;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Which library computes signatures. Verifying is nearly the whole cost of taking in and of
/// checking an election, and the libraries differ twentyfold, so the fastest that works is used:
/// Amazon Corretto Crypto Provider (`accp`, native), then BouncyCastle (`bc`), then the JDK
/// (`jdk`).
///
/// The choice is made once, at first use. The system property `cotejo.signatures` set to one of the
/// three names forces it. Nothing is registered with the platform: other code in the process sees
/// no difference. All three give the same verdicts, because what they disagree on is decided before
/// they are asked.
public abstract sealed class SignatureProvider permits JcaSignatures, BouncyCastleSignatures {
  private static final String PROPERTY = "cotejo.signatures";
  private static volatile @Nullable SignatureProvider current;

  private final String name;

  SignatureProvider(String name) {
    this.name = name;
  }

  /// The name of the provider in use: `accp`, `bc` or `jdk`.
  ///
  /// @throws IllegalStateException if the system property `cotejo.signatures` asks for a provider
  ///   that does not exist or does not work here; the message says why
  public static String active() {
    return current().name;
  }

  static SignatureProvider current() {
    SignatureProvider known = current;
    if (known == null) {
      // Two threads may both choose; they choose the same.
      known = choose(System.getProperty(PROPERTY));
      current = known;
    }
    return known;
  }

  /// The provider called `wanted`, or the fastest that works if that is null.
  static SignatureProvider choose(@Nullable String wanted) {
    if (wanted != null) {
      try {
        return open(wanted);
      } catch (UnavailableException e) {
        throw new IllegalStateException(
            "%s=%s cannot be used: %s".formatted(PROPERTY, wanted, e.getMessage()), e);
      }
    }
    StringBuilder reasons = new StringBuilder();
    for (String name : new String[] {"accp", "bc", "jdk"}) {
      try {
        return open(name);
      } catch (UnavailableException e) {
        reasons.append("; ").append(name).append(": ").append(e.getMessage());
      }
    }
    throw new IllegalStateException("no signature provider works" + reasons);
  }

  private static SignatureProvider open(String name) throws UnavailableException {
    try {
      SignatureProvider provider =
          switch (name) {
            case "accp" -> JcaSignatures.corretto();
            case "bc" -> BouncyCastleSignatures.open();
            case "jdk" -> JcaSignatures.jdk();
            default -> throw new UnavailableException("it is not one of accp, bc and jdk");
          };
      provider.requireKnownAnswer();
      return provider;
    } catch (LinkageError | RuntimeException e) {
      // A missing jar and a native library that does not load both arrive here.
      throw new UnavailableException(e.toString());
    }
  }

  /// A library that loads may still compute wrongly on this processor; one signature of RFC 8032
  /// §7.1 is asked of it before it is trusted.
  private void requireKnownAnswer() throws UnavailableException {
    HexFormat hex = HexFormat.of();
    byte[] seed = hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    byte[] key = hex.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    byte[] signature =
        hex.parseHex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    Verifier verifier = ed25519(key);
    boolean right =
        verifier.verify(new byte[] {0x72}, signature)
            && Arrays.equals(ed25519Signer(seed).sign(new byte[] {0x72}), signature);
    boolean wrong = verifier.verify(new byte[] {0x73}, signature);
    if (!right || wrong) {
      throw new UnavailableException("it fails a known answer of RFC 8032");
    }
  }

  /// A key in the library's own form, able to verify. Safe for any number of threads.
  @FunctionalInterface
  interface Verifier {
    boolean verify(byte[] message, byte[] signature);
  }

  /// A private key in the library's own form, able to sign. Safe for any number of threads.
  @FunctionalInterface
  interface Signer {
    byte[] sign(byte[] message);
  }

  /// Why a provider cannot be used.
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String reason) {
      super(reason);
    }
  }

  /// @param encoded an admissible key that is a point of the prime-order group
  abstract Verifier ed25519(byte[] encoded);

  /// @param point 04 ‖ x ‖ y, on the curve
  abstract Verifier es256(byte[] point);

  abstract Signer ed25519Signer(byte[] seed);

  @Override
  public final String toString() {
    return name;
  }
}
