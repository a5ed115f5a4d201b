package org.cotejo.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Merkle;
import org.cotejo.log.TlogProof;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Networks;

/// What operators see and do while a night runs: telemetry, networks that are refused, limits,
/// statements of the authority, incidents. A listener and threads of its own, so that it answers
/// while the intake is flooded. Whoever does not show the operator's token learns nothing here, not
/// even which paths there are.
public final class Console implements AutoCloseable {
  private static final Duration LOOK_AT_IDLE = Duration.ofSeconds(1);
  private static final int MAX_PROLOGUE = 1 << 10;
  private static final int MAX_HEADERS = 1 << 13;

  /// The longest wait for the log's answer.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String JSON = "application/json";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final HeaderName INDEX = HeaderNames.create("cotejo-index");
  private static final HeaderName STATEMENT = HeaderNames.create("cotejo-statement");

  private static final String PROBLEM = "application/problem+json";

  /// All there is, and the method each is for.
  enum Endpoint {
    STATUS("GET", "/status"),
    METRICS("GET", "/metrics"),
    NETWORKS("GET", "/networks"),
    /// The path goes on with the network.
    NETWORK("DELETE", "/networks/"),
    LIMITS("GET", "/limits"),
    STATEMENTS("POST", "/statements"),
    INCIDENTS("POST", "/incidents");

    private final String method;
    private final String path;

    Endpoint(String method, String path) {
      this.method = method;
      this.path = path;
    }

    String method() {
      return method;
    }

    String path() {
      return path;
    }

    static Optional<Endpoint> of(String path) {
      return path.startsWith(NETWORK.path)
          ? Optional.of(NETWORK)
          : Arrays.stream(values()).filter(endpoint -> endpoint.path.equals(path)).findFirst();
    }
  }

  /// @param connections an operator, a monitor and whoever looks over their shoulders need a few
  /// @param idle how long a connection may ask nothing
  /// @param request from its first line to the end of its answer, more than the log may take
  record Limits(int connections, Duration idle, Duration request) {
    static final Limits STANDARD = new Limits(64, Duration.ofSeconds(15), PATIENCE.plusSeconds(10));
  }

  private final OperatorToken token;
  private final Sources sources;
  private final Counting counting;
  private final RequestDeadline deadline;
  private final WebServer server;
  private final InetSocketAddress bound;

  /// Where everything comes from that the console hands out. Called on many threads.
  ///
  /// @param status how things stand
  /// @param metrics of all lanes, as [org.cotejo.server.telemetry.Prometheus#text] writes them
  /// @param refused networks
  /// @param lift lets a network through again
  /// @param limits in force, as a JSON object
  /// @param statements the way of statements that are not the operator's own
  /// @param receipts in the form that is asked for
  /// @param incidents makes the operator's own
  record Sources(
      Supplier<ConsoleStatus> status,
      Supplier<byte[]> metrics,
      Supplier<List<Networks.Standing>> refused,
      Consumer<Network> lift,
      Supplier<byte[]> limits,
      Statements statements,
      Receipts receipts,
      Reporting incidents) {}

  /// Receipts in bytes.
  @FunctionalInterface
  interface Receipts {
    byte[] write(ReceiptForm form, TlogProof receipt, Hash leaf);
  }

  /// What [Incidents#report] does.
  @FunctionalInterface
  interface Reporting {
    Incidents.Report report(IncidentRequest request) throws IOException;
  }

  /// Who counts what is asked here. Called on many threads; never waits.
  interface Counting {
    /// Counts nothing.
    Counting NOTHING =
        new Counting() {
          @Override
          public void requested(InetAddress from) {}

          @Override
          public void refused(InetAddress from, Refusal.Problem problem) {}

          @Override
          public void accepted(boolean isNew, long nanos) {}
        };

    void requested(InetAddress from);

    void refused(InetAddress from, Refusal.Problem problem);

    /// A statement is in the log, perhaps since before.
    ///
    /// @param nanos from its last byte to the log's answer
    void accepted(boolean isNew, long nanos);
  }

  /// A console that nobody counts.
  Console(InetSocketAddress address, OperatorToken token, Sources sources, Limits limits)
      throws IOException {
    this(address, token, sources, limits, Counting.NOTHING);
  }

  /// @throws IOException if the address cannot be listened at
  Console(
      InetSocketAddress address,
      OperatorToken token,
      Sources sources,
      Limits limits,
      Counting counting)
      throws IOException {
    this.counting = counting;
    this.token = token;
    this.sources = sources;
    this.deadline = new RequestDeadline(limits.request());
    server =
        Listening.start(
            WebServer.builder()
                .maxTcpConnections(limits.connections())
                .idleConnectionTimeout(limits.idle())
                .idleConnectionPeriod(LOOK_AT_IDLE)
                // Where there is a choice of protocols, idle connections are not ended.
                .protocolsDiscoverServices(false)
                .addProtocol(
                    Http1Config.builder()
                        .maxPrologueLength(MAX_PROLOGUE)
                        .maxHeadersSize(MAX_HEADERS)
                        // Nobody is asked for a body before the token is seen.
                        .continueImmediately(false)
                        .addReceiveListener(deadline)
                        .build())
                .routing(routing -> routing.any(this::answer)),
            address);
    bound = new InetSocketAddress(address.getAddress(), server.port());
  }

  InetSocketAddress address() {
    return bound;
  }

  private void answer(ServerRequest request, ServerResponse response) throws IOException {
    try {
      answerInTime(request, response);
    } finally {
      deadline.stop();
    }
  }

  private void answerInTime(ServerRequest request, ServerResponse response) throws IOException {
    counting.requested(from(request));
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    if (!isOperator(request)) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"cotejo operators\"");
      refuse(
          request,
          response,
          new Refusal(
              Refusal.Problem.UNAUTHORIZED,
              "send the token in private/operators.token as 'Authorization: Bearer'"));
      return;
    }
    Optional<Endpoint> endpoint = Endpoint.of(request.path().path());
    if (endpoint.isEmpty()) {
      refuse(request, response, new Refusal(Refusal.Problem.NOT_FOUND, "no such path"));
    } else if (!request.prologue().method().text().equals(endpoint.get().method)) {
      String method = endpoint.get().method();
      response.header(HeaderNames.ALLOW, method);
      refuse(request, response, new Refusal(Refusal.Problem.METHOD, "this is for " + method));
    } else {
      answer(endpoint.get(), request, response);
    }
  }

  private static InetAddress from(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress address
        ? address.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private boolean isOperator(ServerRequest request) {
    List<String> shown = request.headers().all(HeaderNames.AUTHORIZATION, List::of);
    return shown.size() == 1 && token.isShownBy(shown.getFirst());
  }

  private void answer(Endpoint endpoint, ServerRequest request, ServerResponse response)
      throws IOException {
    switch (endpoint) {
      case STATUS -> send(response, JSON, sources.status().get().json());
      case METRICS -> send(response, METRICS, sources.metrics().get());
      case NETWORKS -> send(response, JSON, NetworksJson.of(sources.refused().get()));
      case NETWORK -> lift(request, response);
      case LIMITS -> send(response, JSON, sources.limits().get());
      case STATEMENTS -> takeStatement(request, response);
      case INCIDENTS -> takeIncident(request, response);
    }
  }

  private void lift(ServerRequest request, ServerResponse response) {
    Network network;
    try {
      network = Network.parse(request.path().path().substring(Endpoint.NETWORK.path.length()));
    } catch (MalformedException e) {
      String problem = String.valueOf(e.getMessage());
      refuse(request, response, new Refusal(Refusal.Problem.BAD_REQUEST, problem));
      return;
    }
    boolean isRefused =
        sources.refused().get().stream().anyMatch(each -> each.network().equals(network));
    // Also if it is not in the list any more: the kernel may be slower than the list.
    sources.lift().accept(network);
    if (isRefused) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      refuse(
          request, response, new Refusal(Refusal.Problem.NOT_FOUND, network + " is not refused"));
    }
  }

  private void takeStatement(ServerRequest request, ServerResponse response) throws IOException {
    Optional<byte[]> statement = body(request);
    if (statement.isEmpty()) {
      refuse(request, response, tooLarge());
      return;
    }
    long start = System.nanoTime();
    Answer<Refusal> answer = sources.statements().takeAndWait(statement.get(), PATIENCE);
    switch (answer) {
      case Answer.Accepted<Refusal> accepted -> {
        counting.accepted(accepted.isNew(), System.nanoTime() - start);
        accept(accepted, Merkle.leaf(statement.get()), request, response);
      }
      case Answer.Refused<Refusal>(Refusal refusal) -> refuse(request, response, refusal);
    }
  }

  private void takeIncident(ServerRequest request, ServerResponse response) throws IOException {
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      refuse(request, response, tooLarge());
      return;
    }
    Incidents.Report report;
    try {
      report = sources.incidents().report(IncidentRequest.read(body.get()));
    } catch (MalformedException e) {
      String problem = String.valueOf(e.getMessage());
      refuse(request, response, new Refusal(Refusal.Problem.BAD_REQUEST, problem));
      return;
    }
    switch (report) {
      case Incidents.Report.Logged(Sign1 statement, Answer.Accepted<Refusal> accepted) -> {
        response.header(STATEMENT, Base64.getEncoder().encodeToString(statement.bytes()));
        accept(accepted, Merkle.leaf(statement.bytes()), request, response);
      }
      case Incidents.Report.NotLogged(Refusal refusal) -> refuse(request, response, refusal);
    }
  }

  /// The body; empty if it is larger than any that is taken here. One that does not come in time
  /// ends with its connection, as any idle one does.
  private static Optional<byte[]> body(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return Optional.of(new byte[0]);
    }
    if (request.headers().contentLength().orElse(0) > Sign1.MAX_BYTES) {
      return Optional.empty();
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(Sign1.MAX_BYTES + 1);
      return body.length > Sign1.MAX_BYTES ? Optional.empty() : Optional.of(body);
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(
        Refusal.Problem.TOO_LARGE, "a body has at most %d bytes".formatted(Sign1.MAX_BYTES));
  }

  private void accept(
      Answer.Accepted<Refusal> accepted,
      Hash leaf,
      ServerRequest request,
      ServerResponse response) {
    var form = ReceiptForm.of(request.headers().value(HeaderNames.ACCEPT).orElse(""));
    response.header(INDEX, Long.toString(accepted.index()));
    response.status(accepted.isNew() ? Status.CREATED_201 : Status.OK_200);
    send(response, form.mediaType(), sources.receipts().write(form, accepted.receipt(), leaf));
  }

  private static void send(ServerResponse response, String type, byte[] body) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(body);
  }

  private void refuse(ServerRequest request, ServerResponse response, Refusal refusal) {
    Refusal.Problem problem = refusal.problem();
    if (refusal.retryAfter() > 0) {
      response.header(HeaderNames.RETRY_AFTER, Integer.toString(refusal.retryAfter()));
    }
    boolean isUnread = request.content().hasEntity() && !request.content().consumed();
    if (isUnread) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    response.status(Status.create(problem.status()));
    counting.refused(from(request), problem);
    byte[] body = refusal.body();
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_TYPE, PROBLEM);
      response.contentLength(body.length);
      response.send();
    } else {
      send(response, PROBLEM, body);
    }
    if (isUnread) {
      // The library would read to the end what could be as long as its sender likes.
      throw new CloseConnectionException("the body is not wanted");
    }
  }

  /// Stops to listen and answers what is under way.
  @Override
  public void close() {
    server.stop();
    deadline.close();
  }
}
