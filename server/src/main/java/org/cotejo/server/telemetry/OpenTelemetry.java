package org.cotejo.server.telemetry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Pushes the counters to a collector of OpenTelemetry. A push that fails is counted and not
/// repeated: the sums are cumulative, so the next one says everything that it would have said.
public final class OpenTelemetry implements AutoCloseable {
  private static final Duration LONGEST_PUSH = Duration.ofSeconds(10);

  private final Telemetry telemetry;
  private final URI endpoint;
  private final Duration every;
  private final Duration timeout;
  private final HttpClient client;
  private final AtomicLong pushes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread pusher =
      Thread.ofPlatform().daemon().name("opentelemetry").unstarted(this::run);

  /// @param endpoint the whole address, usually ending in `/v1/metrics`
  /// @param every how often; a push that takes longer, or more than 10 s, has failed
  public OpenTelemetry(Telemetry telemetry, URI endpoint, Duration every) {
    if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
      throw new IllegalArgumentException("a collector is at an http or https address");
    }
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("pushes take time");
    }
    this.telemetry = telemetry;
    this.endpoint = endpoint;
    this.every = every;
    this.timeout = every.compareTo(LONGEST_PUSH) < 0 ? every : LONGEST_PUSH;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    telemetry.gauge("otlp_pushes", pushes::get);
    telemetry.gauge("otlp_failures", failures::get);
  }

  /// Starts the thread that pushes, until closed.
  public void start() {
    pusher.start();
  }

  private void run() {
    try {
      while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        push();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Pushes once.
  ///
  /// @return whether the collector took it
  boolean push() throws InterruptedException {
    pushes.incrementAndGet();
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(OtlpMetrics.of(telemetry)))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    boolean taken;
    try {
      // The request's own timeout ends with the header of the answer, not with its body.
      taken = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode() / 100 == 2;
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      taken = false;
    }
    failures.addAndGet(taken ? 0 : 1);
    return taken;
  }

  /// Stops pushing, also in the middle of one.
  @Override
  public void close() {
    closing.countDown();
    client.shutdownNow();
    try {
      pusher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
