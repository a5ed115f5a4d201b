package org.cotejo.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.cotejo.cose.Hash;

/// An authority for time-stamps on this machine, with a root of its own, that can do what it should
/// not.
final class TestAuthority implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static final Duration DAY = Duration.ofDays(1);

  private final HttpServer server;
  private final KeyPair rootKey = key();
  private final X509Certificate root;
  private final KeyPair key = key();
  private final X509Certificate certificate;
  private final Fault fault;

  /// What is wrong with its answers.
  enum Fault {
    NONE,
    /// Its certificate is for anything.
    ANY_PURPOSE,
    /// Its certificate is over.
    EXPIRED,
    /// It answers another request.
    OTHER_NONCE,
    /// It stamps another digest.
    OTHER_DIGEST,
    /// It says no.
    REFUSES,
    /// It answers with more than any stamp has.
    ENDLESS,
    /// It answers with a page.
    PAGE
  }

  TestAuthority(Fault fault) throws IOException {
    this.fault = fault;
    try {
      root = certificate("CN=Test root", rootKey, "CN=Test root", true, true);
      certificate = certificate("CN=Test authority", key, "CN=Test root", false, false);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate", e);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = answer(exchange.getRequestBody().readAllBytes());
          exchange.getResponseHeaders().add("content-type", "application/timestamp-reply");
          exchange.sendResponseHeaders(fault == Fault.PAGE ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key", e);
    }
  }

  private X509Certificate certificate(
      String name, KeyPair of, String issuer, boolean isRoot, boolean isForAll)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    boolean isOver = fault == Fault.EXPIRED && !isRoot;
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal(issuer),
            BigInteger.valueOf(isRoot ? 1 : 2),
            Date.from(NOW.minus(DAY.multipliedBy(10))),
            Date.from(isOver ? NOW.minus(DAY) : NOW.plus(DAY.multipliedBy(10))),
            new X500Principal(name),
            of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot));
    if (!isRoot) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          true,
          new ExtendedKeyUsage(
              isForAll ? KeyPurposeId.anyExtendedKeyUsage : KeyPurposeId.id_kp_timeStamping));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate())));
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/tsr";
  }

  /// Writes the root's certificate.
  Path trust(Path file) throws IOException {
    try {
      String text = Base64.getMimeEncoder().encodeToString(root.getEncoded());
      return Files.writeString(
          file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    } catch (CertificateException e) {
      throw new IllegalStateException("it is one of ours", e);
    }
  }

  private byte[] answer(byte[] asked) throws IOException {
    if (fault == Fault.ENDLESS || fault == Fault.PAGE) {
      return "<html>".repeat(fault == Fault.PAGE ? 1 : 20_000).getBytes(StandardCharsets.US_ASCII);
    }
    try {
      var request = new TimeStampRequest(asked);
      var generator =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", key.getPrivate(), certificate),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier("1.2.3.4.5"));
      generator.addCertificates(new JcaCertStore(List.of(certificate, root)));
      generator.setAccuracySeconds(1);
      Set<String> algorithms =
          fault == Fault.REFUSES
              ? Set.of(TSPAlgorithms.SHA512.getId())
              : Set.of(TSPAlgorithms.SHA256.getId());
      TimeStampResponse response =
          new TimeStampResponseGenerator(generator, algorithms)
              .generate(changed(request), BigInteger.TEN, Date.from(NOW));
      return fault == Fault.ANY_PURPOSE
          ? signedAgain(response.getTimeStampToken())
          : response.getEncoded();
    } catch (TSPException | CMSException | GeneralSecurityException | OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  /// What no library wants to make: the same key, with a certificate that is for anything.
  private byte[] signedAgain(TimeStampToken token)
      throws IOException, GeneralSecurityException, OperatorCreationException, CMSException {
    X509Certificate any = certificate("CN=Test authority", key, "CN=Test root", false, true);
    var binding = new SigningCertificateV2(new ESSCertIDv2(Hash.sha256(any.getEncoded()).bytes()));
    var attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(binding)));
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(NOW)))));
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setSignedAttributeGenerator(new AttributeTable(attributes))
            .build("SHA256withECDSA", key.getPrivate(), any));
    generator.addCertificates(new JcaCertStore(List.of(any, root)));
    var content =
        new CMSProcessableByteArray(
            PKCSObjectIdentifiers.id_ct_TSTInfo, token.getTimeStampInfo().getEncoded());
    return new TimeStampResp(
            new PKIStatusInfo(PKIStatus.granted),
            generator.generate(content, true).toASN1Structure())
        .getEncoded();
  }

  private TimeStampRequest changed(TimeStampRequest request) {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    byte[] digest = request.getMessageImprintDigest();
    BigInteger nonce = request.getNonce();
    switch (fault) {
      case OTHER_DIGEST -> digest[0] ^= 1;
      case OTHER_NONCE -> nonce = nonce.add(BigInteger.ONE);
      case NONE, ANY_PURPOSE, EXPIRED, REFUSES, ENDLESS, PAGE -> {}
    }
    return generator.generate(TSPAlgorithms.SHA256, digest, nonce);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
