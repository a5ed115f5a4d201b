package org.cotejo.cli.operators;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cotejo.cli.terminal.Address;
import org.cotejo.server.OperatorToken;

/// Asks the console of a server, with the operator's token.
public final class ConsoleClient implements AutoCloseable {
  private static final long MAX_ANSWER = 1 << 24;
  private static final String PROBLEM = "application/problem+json";
  private static final int UNAUTHORIZED = 401;

  private final URI console;
  private final OperatorToken token;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ConsoleClient(InetSocketAddress address, OperatorToken token) {
    this.console = Address.url(address);
    this.token = token;
  }

  public URI address() {
    return console;
  }

  /// What is at a path.
  ///
  /// @throws IOException if it is not to be had; says why
  public String get(String path, Duration patience) throws IOException {
    HttpResponse<String> response = send(request(path, patience).GET().build());
    if (response.statusCode() != 200) {
      throw notAConsole(response.statusCode());
    }
    return response.body();
  }

  /// Hands something in. The answer is an acceptance, or a problem of the console.
  ///
  /// @throws IOException if there is no such answer; says why
  public HttpResponse<String> post(String path, String json, Duration patience) throws IOException {
    HttpResponse<String> response =
        send(
            request(path, patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    boolean isAccepted =
        response.statusCode() / 100 == 2
            && response.headers().firstValue("cotejo-index").orElse("").matches("[0-9]{1,18}");
    boolean isProblem = response.headers().firstValue("content-type").orElse("").equals(PROBLEM);
    if (!isAccepted && !isProblem) {
      throw notAConsole(response.statusCode());
    }
    return response;
  }

  private HttpRequest.Builder request(String path, Duration patience) {
    return HttpRequest.newBuilder(console.resolve(path))
        .timeout(patience)
        .header("Authorization", token.authorization());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    var text = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.limiting(text, MAX_ANSWER));
      if (response.statusCode() == UNAUTHORIZED) {
        throw new IOException(
            console + " is the console of another election, or its token was changed");
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ConnectException e) {
      throw new IOException("nobody answers at " + console + "; is `cotejo serve` running?", e);
    } catch (HttpTimeoutException e) {
      throw new IOException(console + " does not answer", e);
    }
  }

  private IOException notAConsole(int status) {
    return new IOException(
        "%s answers %d, and not as a console does; is it the address of another server?"
            .formatted(console, status));
  }

  @Override
  public void close() {
    client.close();
  }
}
