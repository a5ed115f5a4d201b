package org.cotejo.audit.evidence.stamp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cotejo.cose.MalformedException;

/// A time-stamping authority that is asked over HTTP (RFC 3161 §3.4).
public final class StampAuthority implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI address;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// @param address http or https: an answer is signed, so it needs no further secrecy
  /// @param patience the longest wait for a whole answer
  public StampAuthority(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /// Asks for a stamp. What it is worth is for [StampCheck] to say.
  ///
  /// @throws IOException if the authority cannot be reached, says no, or answers something else
  public Stamp ask(StampRequest request) throws IOException {
    HttpResponse<byte[]> response = send(request.bytes());
    if (response.statusCode() != 200) {
      throw new IOException(address + " answers " + response.statusCode());
    }
    try {
      return Stamp.parse(response.body());
    } catch (MalformedException e) {
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  private HttpResponse<byte[]> send(byte[] request) throws IOException {
    var question =
        HttpRequest.newBuilder(address)
            .header("content-type", "application/timestamp-query")
            .header("accept", "application/timestamp-reply")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    var answer =
        client.sendAsync(
            question,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), Stamp.MAX_BYTES));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          "%s: no answer within %d s".formatted(address, patience.toSeconds()), e);
    } catch (ExecutionException e) {
      String reason = e.getCause() == null ? null : e.getCause().getMessage();
      throw new IOException(
          address + ": " + (reason == null ? "no server answers there" : reason), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var told = new InterruptedIOException("interrupted");
      told.initCause(e);
      throw told;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
