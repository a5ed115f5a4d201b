package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hands a signed statement in at the lane without tickets, and says what became of it.
final class Delivery {
  private static final String PROBLEM = "application/problem+json";
  private static final long MAX_ANSWER = 1 << 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI intake;
  private final PrintWriter out;

  Delivery(URI intake, PrintWriter out) {
    this.intake = intake;
    this.out = out;
  }

  /// @param what the statement says, in words
  /// @return the exit code
  /// @throws IOException if nobody answers, or not as an intake does
  int handIn(byte[] signed, String what) throws IOException {
    var request =
        HttpRequest.newBuilder(intake.resolve("/statements"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(signed))
            .build();
    return tell(send(request), what);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    var text = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, HttpResponse.BodyHandlers.limiting(text, MAX_ANSWER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ConnectException e) {
      throw new IOException("nobody answers at " + intake + "; is `cotejo serve` running?", e);
    } catch (IOException e) {
      throw new IOException(intake + " cannot be asked: " + e.getMessage(), e);
    }
  }

  private int tell(HttpResponse<String> response, String what) throws IOException {
    var words = new Words();
    Optional<String> index =
        response.headers().firstValue("cotejo-index").filter(value -> value.matches("[0-9]{1,18}"));
    if (response.statusCode() / 100 == 2 && index.isPresent()) {
      out.println(words.say("accepted", words.count(Long.parseLong(index.get())), what));
      return ExitCode.DONE;
    }
    if (!response.headers().firstValue("content-type").orElse("").equals(PROBLEM)) {
      throw new IOException(
          "%s answers %d, and not as an intake does; is it the address of another server?"
              .formatted(intake, response.statusCode()));
    }
    out.println(words.say("refused", problem(response.body())));
    return ExitCode.DOES_NOT_HOLD;
  }

  /// What an intake says is wrong, in its words and with the name the documentation has for it (RFC
  /// 9457).
  static String problem(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asString("");
      String type = problem.path("type").asString("");
      return detail.isEmpty() || type.isEmpty() ? body.strip() : "%s (%s)".formatted(detail, type);
    } catch (JacksonException e) {
      return body.strip();
    }
  }
}
