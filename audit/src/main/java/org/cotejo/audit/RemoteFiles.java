package org.cotejo.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Files below an address, over networks that break off and servers that stall.
final class RemoteFiles implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int TRIES = 3;
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMillis(200);
  private static final int NOT_FOUND = 404;

  private final URI base;
  private final Duration answer;
  private final ScheduledExecutorService patience =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("patience").factory());
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /// The address that paths are below.
  ///
  /// @throws IllegalArgumentException if it is not an http or https address
  static URI base(URI address) {
    if (address.getHost() == null || address.getQuery() != null || address.getFragment() != null) {
      throw new IllegalArgumentException("not an address: " + address);
    }
    return address.getPath().endsWith("/") ? address : URI.create(address + "/");
  }

  /// @param base ends in `/`
  /// @param answer the longest wait for the head of an answer, and for each next piece of its body
  RemoteFiles(URI base, Duration answer) {
    this.base = base;
    this.answer = answer;
  }

  /// Where a file goes that is there.
  interface Target {
    OutputStream open() throws IOException;
  }

  /// @param most bytes, at most
  /// @return whether there is such a file
  /// @throws IOException if the address cannot be reached, stops in the middle, or answers anything
  ///   else
  boolean fetch(String path, long most, Target target) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return fetchOnce(base.resolve(path), most, target);
      } catch (HttpTimeoutException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BEFORE_TRYING_AGAIN);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    var told = new InterruptedIOException("interrupted");
    told.initCause(e);
    return told;
  }

  private boolean fetchOnce(URI address, long most, Target target) throws IOException {
    HttpResponse<InputStream> response = head(address);
    try (InputStream body = response.body()) {
      if (response.statusCode() == NOT_FOUND) {
        return false;
      }
      if (response.statusCode() != 200) {
        throw new IOException(address + " answers " + response.statusCode());
      }
      try (OutputStream out = target.open()) {
        transfer(address, body, out, most);
      }
      return true;
    }
  }

  private HttpResponse<InputStream> head(URI address) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(address).timeout(answer).build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (HttpTimeoutException e) {
      throw late(address + ": no answer within " + answer.toSeconds() + " s", e);
    } catch (IOException e) {
      throw new IOException(address + ": " + reason(e), e);
    }
  }

  private static boolean isUnresolved(IOException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(UnresolvedAddressException.class::isInstance);
  }

  private static IOException late(String problem, IOException cause) {
    var told = new HttpTimeoutException(problem);
    told.initCause(cause);
    return told;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case ConnectException _ when isUnresolved(e) -> "no such host is known";
      case ConnectException _ -> "no server answers there";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// The client's time limit ends with the head of an answer; this is the one for its body.
  private void transfer(URI address, InputStream body, OutputStream out, long most)
      throws IOException {
    var buffer = new byte[1 << 16];
    for (long total = 0; ; ) {
      ScheduledFuture<?> giveUp =
          patience.schedule(() -> closeQuietly(body), answer.toMillis(), TimeUnit.MILLISECONDS);
      int read;
      try {
        read = body.read(buffer);
      } catch (IOException e) {
        if (giveUp.getDelay(TimeUnit.NANOSECONDS) <= 0) {
          throw late(address + " has sent nothing more for " + answer.toSeconds() + " s", e);
        }
        throw new IOException(address + " breaks off", e);
      } finally {
        giveUp.cancel(false);
      }
      if (read < 0) {
        return;
      }
      total += read;
      if (total > most) {
        throw new IOException(address + " is larger than any such file");
      }
      out.write(buffer, 0, read);
    }
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Whoever waits for it is told that nothing came.
      return;
    }
  }

  @Override
  public void close() {
    patience.shutdownNow();
    client.shutdownNow();
  }
}
