package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Path;

/// A certificate of P-256 for all names under [#BASE], made for one measurement.
record Certificate(Path chain, Path key) {
  static final String BASE = "intake.example";

  static Certificate make(Path directory) throws IOException {
    var made =
        new Certificate(directory.resolve("certificate.pem"), directory.resolve("certificate.key"));
    var _ =
        Program.OPENSSL.run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + BASE,
            "-addext",
            "subjectAltName=DNS:" + BASE + ",DNS:*." + BASE,
            "-out",
            made.chain.toString(),
            "-keyout",
            made.key.toString());
    return made;
  }
}
