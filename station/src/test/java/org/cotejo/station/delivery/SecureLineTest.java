package org.cotejo.station.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.cotejo.station.TestLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same over TLS: who is trusted, and where the ticket is shown.
@Timeout(60)
class SecureLineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TICKET = "a".repeat(40);
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;
  private final TestLog log = new TestLog();
  private final byte[] statement = log.record(1, 10);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private KeyStore certificate;

  @BeforeEach
  void makeCertificate() throws Exception {
    Path file = directory.resolve("store");
    Process keytool =
        new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "keytool")
                        + " -genkeypair -alias intake -keyalg EC -groupname secp256r1"
                        + " -dname CN=intake -validity 3650 -storetype PKCS12 -storepass changeit"
                        + " -ext SAN=dns:"
                        + TICKET
                        + ".localhost -keystore "
                        + file)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    assertThat(keytool.waitFor()).as(output).isZero();
    certificate = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      certificate.load(in, PASSWORD);
    }
  }

  private SSLServerSocket listen() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(certificate, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName("localhost"));
    Thread.ofVirtual().start(() -> answer(listener));
    return listener;
  }

  private void answer(SSLServerSocket listener) {
    try (var socket = (SSLSocket) listener.accept()) {
      byte[] head = socket.getInputStream().readNBytes(1);
      if (head.length == 1 && socket.getSession() instanceof ExtendedSSLSession session) {
        session
            .getRequestedServerNames()
            .forEach(name -> asked.add(new String(name.getEncoded(), US_ASCII)));
        socket
            .getOutputStream()
            .write(FakeIntake.http(201, "", log.take(statement).receipt().text()));
        socket.getOutputStream().flush();
        // The rest of the request, so that closing does not tear the answer.
        var _ = socket.getInputStream().readAllBytes();
      }
    } catch (IOException e) {
      return; // The other side has gone.
    }
  }

  private SSLSocketFactory trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("intake", certificate.getCertificate("intake"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static Endpoint endpoint(SSLServerSocket listener, String ticket) {
    return new Endpoint(true, "localhost", listener.getLocalPort(), Optional.of(ticket));
  }

  @Test
  void showsTheTicketInTheServerNameAndAsksForThatCertificate() throws Exception {
    try (SSLServerSocket listener = listen();
        var line = new Line(endpoint(listener, TICKET), PATIENCE, trusting())) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Taken.class);
      assertThat(asked).containsExactly(TICKET + ".localhost");
    }
  }

  @Test
  void sendsNothingToACertificateOfAnotherNameOrOfNobodyItTrusts() throws Exception {
    try (SSLServerSocket listener = listen();
        var line = new Line(endpoint(listener, "b".repeat(40)), PATIENCE, trusting())) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Unheard.class);
    }
    try (SSLServerSocket listener = listen();
        var line = new Line(endpoint(listener, TICKET), PATIENCE)) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Unheard.class);
    }
    assertThat(log.has(statement)).isFalse();
  }
}
