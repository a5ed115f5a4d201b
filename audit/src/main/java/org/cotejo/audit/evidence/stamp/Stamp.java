package org.cotejo.audit.evidence.stamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// A time-stamp as an authority gave it, not believed yet.
public final class Stamp {
  /// Bytes of a stamp with its certificates.
  public static final int MAX_BYTES = 1 << 16;

  private static final int MAX_CERTIFICATES = 16;
  private static final int LINE = 64;

  private final byte[] bytes;
  private final TimeStampToken token;
  private final List<X509Certificate> certificates;

  private Stamp(byte[] bytes, TimeStampToken token) throws CertificateException, IOException {
    this.bytes = bytes.clone();
    this.token = token;
    this.certificates = certificates(token);
  }

  /// @param bytes an answer of an authority (TimeStampResp), or the token in one
  /// @throws MalformedException if it is neither, or if the answer is that there is no stamp
  public static Stamp parse(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("a time-stamp has at most %d bytes".formatted(MAX_BYTES));
    }
    try {
      return new Stamp(bytes, token(bytes));
    } catch (IOException | TSPException | CertificateException | RuntimeException e) {
      // The library answers some of what is malformed with whatever goes wrong inside it.
      throw new MalformedException("not a time-stamp of RFC 3161");
    }
  }

  private static TimeStampToken token(byte[] bytes)
      throws IOException, TSPException, MalformedException {
    Optional<TimeStampResp> answer = answer(bytes);
    if (answer.isEmpty()) {
      return new TimeStampToken(ContentInfo.getInstance(bytes));
    }
    var response = new TimeStampResponse(answer.get());
    TimeStampToken token = response.getTimeStampToken();
    if (token == null) {
      throw new MalformedException(
          "the authority gives no stamp: status %d%s"
              .formatted(response.getStatus(), said(response.getStatusString())));
    }
    return token;
  }

  private static Optional<TimeStampResp> answer(byte[] bytes) {
    try {
      return Optional.of(TimeStampResp.getInstance(bytes));
    } catch (RuntimeException another) {
      return Optional.empty();
    }
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : ", " + text.replaceAll("[^ -~]", "?");
  }

  private static List<X509Certificate> certificates(TimeStampToken token)
      throws CertificateException, IOException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      if (certificates.size() == MAX_CERTIFICATES) {
        throw new CertificateException("more than %d certificates".formatted(MAX_CERTIFICATES));
      }
      certificates.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
    }
    return certificates;
  }

  TimeStampToken token() {
    return token;
  }

  /// The stamp, to the byte as it was given.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The time it states.
  public Instant time() {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  /// The certificates it came with, as they stand in it.
  public List<X509Certificate> certificates() {
    return List.copyOf(certificates);
  }

  /// The certificates it came with, for other programs.
  public String pem() {
    var text = new StringBuilder();
    Base64.Encoder base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(base64.encodeToString(encoded(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("was read from its encoding", e);
    }
  }
}
