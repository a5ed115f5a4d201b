package org.cotejo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stations' lane over TLS: the ticket is the first label of the server's name, and without one
/// no handshake begins.
@Timeout(120)
class TlsIT {
  private static final char[] PASSWORD = "of a test".toCharArray();

  @TempDir private Path root;
  private TestElection election;
  private Running running;
  private KeyStore certificate;

  @BeforeEach
  void start() throws Exception {
    election = TestElection.found(root.resolve("election"));
    certificate = makeCertificate();
    var tls = new ServerSettings.Tls(root.resolve("cert.pem"), root.resolve("key.pem"));
    pem(tls.certificate(), "CERTIFICATE", certificate.getCertificate("intake").getEncoded());
    pem(tls.key(), "PRIVATE KEY", certificate.getKey("intake", PASSWORD).getEncoded());
    running =
        new Running(
            election.directory(),
            ServerSettings.Addresses.local(),
            new ServerSettings.FrontSettings(
                Optional.of(tls),
                Optional.empty(),
                Optional.empty(),
                ServerSettings.KernelChoice.NONE,
                Set.of(),
                false));
    assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
    assertThat(running.failures).isEmpty();
  }

  private KeyStore makeCertificate() throws Exception {
    Path file = root.resolve("store");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "intake",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=*.intake.example",
                "-ext",
                "SAN=dns:*.intake.example",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void pem(Path file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private SSLSocket connect(String name) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("intake", certificate.getCertificate("intake"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var plain =
        new Socket(
            running.server.intakeAddress().getAddress(), running.server.intakeAddress().getPort());
    plain.setSoTimeout(15_000);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "intake.example", 443, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String ask(Socket socket, String path, byte[] body) throws IOException {
    socket
        .getOutputStream()
        .write(Wire.head(path, body.length, "Connection: close").getBytes(US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void takesARecordOfWhoeverNamesATicketInTheHandshake() throws Exception {
    try (SSLSocket socket = connect(election.ticket(1) + ".intake.example")) {
      assertThat(ask(socket, "/statements", election.sheet(0, 1))).startsWith("HTTP/1.1 201 ");
    }
    try (SSLSocket socket = connect(election.ticket(2) + ".intake.example")) {
      String path = "/" + election.ticket(2) + "/statements";
      assertThat(ask(socket, path, election.sheet(0, 2))).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void beginsNoHandshakeWithoutATicket() throws Exception {
    Files.writeString(election.directory().limits(), "{\"parked\": 0}");
    Thread.sleep(2500);
    String wrong = election.ticket(1).toString().replace('a', 'b').replace('c', 'd');
    for (String name : List.of("intake.example", "www.intake.example", wrong + ".intake.example")) {
      try (SSLSocket socket = connect(name)) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void goesOnTakingPlainRequestsAtTheSamePort() throws IOException {
    try (Wire wire = running.dialStations()) {
      Wire.Reply reply = wire.post(election.ticket(3), election.sheet(0, 3)).read();
      assertThat(reply.status()).isEqualTo(201);
    }
  }
}
