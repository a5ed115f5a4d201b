package org.cotejo.audit.evidence.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.cotejo.audit.evidence.bag.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/// Checks a time-stamp: that it is of the file and answers the question, that a certificate for
/// time-stamping and nothing else signed it, and that a chain leads from there to one that the
/// reader trusts. All as of the time it states; what was revoked is not asked anybody.
public final class StampCheck {
  private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, DigestAlgorithm.SHA256,
          NISTObjectIdentifiers.id_sha512, DigestAlgorithm.SHA512);

  /// Digests that a signature may be over.
  private static final Set<ASN1ObjectIdentifier> STRONG =
      Set.of(
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  private final Set<X509Certificate> trusted;

  /// @param trusted certificates that the reader trusts; with none, chains are not looked at
  public StampCheck(Set<X509Certificate> trusted) {
    this.trusted = Set.copyOf(trusted);
  }

  /// The digests of a file, by whichever algorithm a stamp asks for.
  @FunctionalInterface
  public interface Digests {
    /// @return in hexadecimal digits
    String of(DigestAlgorithm algorithm) throws IOException;
  }

  private static StampVerdict.DoesNotHold fault(StampVerdict.Fault fault, String detail) {
    return new StampVerdict.DoesNotHold(fault, detail);
  }

  /// @param nonce of the question, if the stamp is an answer that was just given
  /// @throws IOException if the file cannot be read
  public StampVerdict check(Stamp stamp, Digests file, Optional<BigInteger> nonce)
      throws IOException {
    TimeStampTokenInfo info = stamp.token().getTimeStampInfo();
    DigestAlgorithm algorithm = DIGESTS.get(info.getMessageImprintAlgOID());
    if (algorithm == null) {
      return fault(StampVerdict.Fault.OTHER_DIGEST, info.getMessageImprintAlgOID().getId());
    }
    String stamped = HexFormat.of().formatHex(info.getMessageImprintDigest());
    if (!file.of(algorithm).equals(stamped)) {
      return fault(StampVerdict.Fault.OTHER_FILE, stamped);
    }
    if (nonce.isPresent() && !nonce.get().equals(info.getNonce())) {
      return fault(StampVerdict.Fault.OTHER_NONCE, "");
    }
    return signed(stamp);
  }

  private StampVerdict signed(Stamp stamp) {
    List<SignerInformation> signers =
        List.copyOf(stamp.token().toCMSSignedData().getSignerInfos().getSigners());
    List<X509Certificate> signing =
        stamp.certificates().stream()
            .filter(certificate -> stamp.token().getSID().match(holder(certificate)))
            .toList();
    if (signers.size() != 1 || signing.size() != 1) {
      return fault(StampVerdict.Fault.NO_SIGNER, "");
    }
    ASN1ObjectIdentifier digest = signers.getFirst().getDigestAlgorithmID().getAlgorithm();
    if (!STRONG.contains(digest)) {
      return fault(StampVerdict.Fault.WEAK, digest.getId());
    }
    try {
      stamp.token().validate(new JcaSimpleSignerInfoVerifierBuilder().build(signing.getFirst()));
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      return fault(StampVerdict.Fault.BAD_SIGNATURE, String.valueOf(e.getMessage()));
    }
    return chained(stamp, signing.getFirst());
  }

  private static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new JcaX509CertificateHolder(certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("was encoded when it was read", e);
    }
  }

  private StampVerdict chained(Stamp stamp, X509Certificate signing) {
    if (trusted.isEmpty()) {
      return holds(stamp, List.of(signing), false);
    }
    if (trusted.contains(signing)) {
      return holds(stamp, List.of(signing), true);
    }
    try {
      var target = new X509CertSelector();
      target.setCertificate(signing);
      var parameters =
          new PKIXBuilderParameters(
              trusted.stream()
                  .map(certificate -> new TrustAnchor(certificate, null))
                  .collect(Collectors.toSet()),
              target);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(stamp.certificates())));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(stamp.time()));
      var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      var chain = new ArrayList<X509Certificate>();
      for (Certificate certificate : built.getCertPath().getCertificates()) {
        chain.add((X509Certificate) certificate);
      }
      chain.add(built.getTrustAnchor().getTrustedCert());
      return holds(stamp, chain, true);
    } catch (GeneralSecurityException e) {
      return fault(StampVerdict.Fault.NO_CHAIN, String.valueOf(e.getMessage()));
    }
  }

  private static StampVerdict holds(Stamp stamp, List<X509Certificate> chain, boolean isTrusted) {
    TimeStampTokenInfo info = stamp.token().getTimeStampInfo();
    return new StampVerdict.Holds(
        stamp.time(),
        accuracy(info.getGenTimeAccuracy()),
        info.getPolicy().getId(),
        chain.stream().map(certificate -> certificate.getSubjectX500Principal().getName()).toList(),
        isTrusted);
  }

  private static Duration accuracy(@Nullable GenTimeAccuracy accuracy) {
    return accuracy == null
        ? Duration.ZERO
        : Duration.ofSeconds(accuracy.getSeconds())
            .plusMillis(accuracy.getMillis())
            .plusNanos(1000L * accuracy.getMicros());
  }
}
