package org.cotejo.audit.evidence.stamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;

/// A file with the certificates that a reader trusts, PEM or DER.
public final class TrustedCertificates {
  private static final int MAX_BYTES = 1 << 20;

  private TrustedCertificates() {}

  /// @throws IOException naming the file, if it cannot be read or has no certificate
  public static Set<X509Certificate> read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("%s: larger than %d bytes".formatted(file, MAX_BYTES));
    }
    var certificates = new LinkedHashSet<X509Certificate>();
    try {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        certificates.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new IOException(file + ": not certificates, PEM or DER", e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + ": has no certificate");
    }
    return certificates;
  }
}
