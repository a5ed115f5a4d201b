package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Addresses that answer badly. None of them is a verdict about the publication.
@Timeout(30)
class FetchedTest {
  @TempDir private Path state;

  /// Answers every request with the same bytes and then keeps the connection as it is.
  private record Answering(ServerSocket socket) implements AutoCloseable {
    static Answering with(List<String> answers, boolean hangsUp) throws IOException {
      var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(() -> {
            try {
              for (int n = 0; ; n++) {
                String answer = answers.get(Math.min(n, answers.size() - 1));
                Socket connection = socket.accept();
                var _ = connection.getInputStream().read();
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (hangsUp) {
                  connection.close();
                }
              }
            } catch (IOException closed) {
              return;
            }
          });
      return new Answering(socket);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private String problem(String answer, boolean hangsUp) throws IOException {
    return problem(List.of(answer), hangsUp);
  }

  /// @param answers in this order, the last one from then on
  private String problem(List<String> answers, boolean hangsUp) throws IOException {
    try (var server = Answering.with(answers, hangsUp);
        var fetched =
            new Fetched(
                URI.create("http://127.0.0.1:" + server.socket.getLocalPort()),
                Progress.SILENT,
                Duration.ofSeconds(1))) {
      var authority =
          AuthorityKeys.of(SigningKey.fromSeed(Algorithm.ED25519, new byte[32]).verificationKey());
      var seen = new Seen(Optional.of(state), 0);
      var verifier = new Verifier(authority, seen, InstantSource.system(), Progress.SILENT);
      Verdict verdict = fetched.verify(verifier);
      assertThat(verdict).isInstanceOf(Verdict.CouldNotCheck.class);
      return ((Verdict.CouldNotCheck) verdict).reason();
    }
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsGivenUp() throws IOException {
    assertThat(problem("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", false))
        .contains("/checkpoint has sent nothing more for 1 s");
  }

  @Test
  void anAnswerThatBreaksOffIsSaidSo() throws IOException {
    assertThat(problem("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", true))
        .contains("/checkpoint breaks off");
  }

  @Test
  void anAnswerThatBreaksOffOnceIsAskedForAgain() throws IOException {
    String rest = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    assertThat(problem(List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", rest), true))
        .startsWith("nothing is published at http://127.0.0.1:");
  }

  @Test
  void anAddressThatSaysNothingIsGivenUp() throws IOException {
    assertThat(problem("", false)).contains("/checkpoint").contains("1 s");
  }

  @Test
  void anAnswerLargerThanAnyCheckpointIsNotRead() throws IOException {
    String endless = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(PublishedFiles.MAX_NOTE + 1);
    assertThat(problem(endless, false)).contains("/checkpoint is larger than any such file");
  }

  @Test
  void whatIsNoHttpIsNoVerdict() throws IOException {
    assertThat(problem("SSH-2.0-OpenSSH_9.6\r\n", true)).contains("/checkpoint");
  }
}
