package org.cotejo.cose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// The certificate without which stores of keys keep no key: self-signed, for ever ([RFC 5280
/// §4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)), about nobody. Only the
/// public key in it is ever used.
final class BareCertificate {
  /// [RFC 8410](https://www.rfc-editor.org/rfc/rfc8410).
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private static final X500Name NOBODY = new X500Name("CN=Cotejo");
  private static final Time FROM = new Time(new ASN1GeneralizedTime("20000101000000Z"));
  private static final Time FOR_EVER = new Time(new ASN1GeneralizedTime("99991231235959Z"));

  private BareCertificate() {}

  static X509Certificate of(SigningKey key) throws GeneralSecurityException {
    boolean isEd25519 = key.verificationKey().algorithm() != Algorithm.ES256;
    var algorithm =
        new AlgorithmIdentifier(isEd25519 ? ED25519 : X9ObjectIdentifiers.ecdsa_with_SHA256);
    TBSCertificate content = content(key.verificationKey(), algorithm);
    try {
      byte[] signature = key.sign(content.getEncoded("DER"));
      var parts = new ASN1EncodableVector();
      parts.add(content);
      parts.add(algorithm);
      parts.add(new DERBitString(isEd25519 ? signature : pair(signature)));
      byte[] certificate = new DERSequence(parts).getEncoded("DER");
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  private static TBSCertificate content(VerificationKey key, AlgorithmIdentifier algorithm) {
    var content = new V3TBSCertificateGenerator();
    byte[] serial = Arrays.copyOf(Sha256.digest(key.encoded()), 16);
    content.setSerialNumber(new ASN1Integer(new BigInteger(1, serial).setBit(126)));
    content.setSignature(algorithm);
    content.setIssuer(NOBODY);
    content.setSubject(NOBODY);
    content.setStartDate(FROM);
    content.setEndDate(FOR_EVER);
    content.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(JcaSignatures.encoding(key)));
    return content.generateTBSCertificate();
  }

  /// ECDSA has two spellings of a signature; certificates use the other one.
  private static byte[] pair(byte[] signature) throws IOException {
    var pair = new ASN1EncodableVector();
    pair.add(new ASN1Integer(new BigInteger(1, signature, 0, 32)));
    pair.add(new ASN1Integer(new BigInteger(1, signature, 32, 32)));
    return new DERSequence(pair).getEncoded("DER");
  }
}
