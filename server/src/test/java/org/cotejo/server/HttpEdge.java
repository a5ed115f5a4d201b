package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.log.Answer;
import org.cotejo.log.Journal;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Sequencer;
import org.cotejo.model.Register;
import org.cotejo.server.gate.FirstBytes;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.NetworkLimits;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.UserlandOnly;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Telemetry;

/// What a connection that was let in goes through, without a socket: any bytes, cut anyhow, are
/// answered as HTTP wants it.
final class HttpEdge implements AutoCloseable {
  /// A ticket of this intake.
  final String ticket;

  /// A statement that the log has.
  final byte[] statement;

  private static final long NETWORK = Network.keyOf(new byte[] {10, 0, 0, 1});
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: ([0-9]+)\r\n");
  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 [0-9]{3} ");
  private static final Limits LIMITS =
      Limits.STANDARD
          .with(Limit.TICKET_BURST, 1_000_000)
          .with(Limit.NETWORK_BURST, 1_000_000)
          .with(Limit.OPEN_BURST, 1_000_000)
          .with(Limit.SILENCE_SECONDS, 3600)
          .with(Limit.REQUEST_SECONDS, 3600);

  private static final NetworkLimits PATIENT =
      new NetworkLimits(10_000_000, Duration.ofSeconds(10), Duration.ofSeconds(60), Set.of());

  /// Requests that may wait for their turn, each for at most so many seconds.
  private static final int REQUESTS = 17;

  private static final int LONGEST_PAUSE = 4;

  /// Between two connections: what one was charged is back for the next, however many there are.
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final LinkedBlockingQueue<Exception> halts = new LinkedBlockingQueue<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private final Telemetry telemetry;
  private final Journal journal;
  private final Sequencer<Submission, Refusal> sequencer;
  private final Reception reception = new Reception();
  private final Networks networks;
  private final StationCaller.Shared stations;
  private final OpenCaller.Shared open;
  private final Visitor visitor;
  private long time;

  HttpEdge(Path root) throws IOException {
    var election = TestElection.found(root);
    ElectionDirectory directory = election.directory();
    var secrets = TicketSecrets.create(election.id(), new SecureRandom());
    ticket = secrets.issue(election.device(0).verificationKey().id(), 1).toString();
    visitor = new Visitor(election.device(0).verificationKey().id().bits(), 1 << 8 | 1, NETWORK);
    telemetry =
        Telemetry.open(
            new Telemetry.Settings(directory.telemetry(), Long::toString, Optional.empty(), 1),
            InstantSource.system());
    journal = Journal.open(directory.journal());
    var admission =
        new RegisterAdmission(
            new Register(directory.electionPackage(), directory.authority()), List.of());
    var log = new NoteSigner(TestElection.ORIGIN, election.log);
    sequencer = new Sequencer<>(journal, new MerkleTree(), log, admission, halts::add);
    reception.open(admission, sequencer, log);
    sequencer.start();
    statement = directory.founding().envelope().bytes();
    log(directory.founding());
    networks = new Networks(PATIENT, 100, new UserlandOnly("a test"), System::nanoTime, 1);
    var rates = new Rates(() -> time, () -> LIMITS, networks, 1);
    LaneCounters counters = telemetry.lane(Lane.STATIONS);
    stations =
        new StationCaller.Shared(
            rates,
            networks,
            counters,
            ThreadLocal.withInitial(() -> new FirstBytes(new AtomicReference<>(secrets), false)));
    open = new OpenCaller.Shared(rates, networks, telemetry.lane(Lane.OPEN), () -> LIMITS);
  }

  private void log(Submission submission) throws IOException {
    var answers = new LinkedBlockingQueue<Answer<Refusal>>();
    byte[] bytes = submission.envelope().bytes();
    assertThat(sequencer.submit(bytes, Merkle.leaf(bytes), submission, answers::add)).isTrue();
    try {
      assertThat(answers.poll(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// What the answers to some bytes were.
  ///
  /// @param statuses without those that are only preliminary
  record Answers(List<Integer> statuses, boolean isOpen) {}

  /// Requests as the HTTP library alone reads them.
  private record Asked(List<HttpMethod> methods, int whole) {}

  /// Sends bytes over one connection of a station.
  ///
  /// @param pieces where they are cut
  Answers ask(byte[] bytes, int... pieces) {
    stations.counters().connection(NETWORK);
    return ask(new StationCaller(visitor, Rates.Paid.TICKET, false, stations), bytes, pieces);
  }

  /// Sends bytes over one connection of somebody without a ticket.
  Answers askOpenly(byte[] bytes, int... pieces) {
    open.counters().connection(NETWORK);
    return ask(new OpenCaller(NETWORK, open), bytes, pieces);
  }

  /// Whether somebody asks for more at once than is put aside. Where a connection is cut then
  /// depends on what was answered meanwhile.
  static boolean asksTooMuchAtOnce(byte[] bytes) {
    return asked(bytes).methods().size() > REQUESTS;
  }

  /// Says that the network is that of a proxy.
  void spare() {
    networks.limit(
        new NetworkLimits(
            PATIENT.failures(), PATIENT.window(), PATIENT.refusal(), Set.of(new Network(NETWORK))));
  }

  /// Turns the network away altogether from which everybody comes here.
  void turnAway() {
    networks.limit(NetworkLimits.STANDARD);
    for (int i = 0; i < 2 * NetworkLimits.STANDARD.failures(); i++) {
      networks.failed(NETWORK);
    }
    assertThat(networks.isRefused(NETWORK)).isTrue();
  }

  /// After how many milliseconds each request that a station sends at once is answered.
  List<Integer> answeredAfter(byte[] bytes) {
    stations.counters().connection(NETWORK);
    EmbeddedChannel channel =
        connect(new StationCaller(visitor, Rates.Paid.TICKET, false, stations));
    channel.freezeTime();
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    List<Integer> answered = new ArrayList<>();
    for (int millis = 0; millis <= REQUESTS * LONGEST_PAUSE * 1000; millis++) {
      Matcher answer = STATUS.matcher(sent(channel));
      while (answer.find()) {
        answered.add(millis);
      }
      channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    channel.finishAndReleaseAll();
    return answered;
  }

  private EmbeddedChannel connect(Caller caller) {
    // Where a handler reports what it did not expect.
    Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> bugs.add(bug));
    var channel = new EmbeddedChannel();
    var connections =
        new IntakeConnections(reception, () -> LIMITS, Limit.CONNECTIONS, Optional.empty());
    check(connections.reserve(), connections);
    connections.add(channel, caller, false);
    return channel;
  }

  private Answers ask(Caller caller, byte[] bytes, int... pieces) {
    time += PAUSE;
    EmbeddedChannel channel = connect(caller);
    int from = 0;
    for (int piece : pieces) {
      send(channel, bytes, from, piece);
      from = piece;
    }
    send(channel, bytes, from, bytes.length);
    for (int i = 0; i < REQUESTS; i++) {
      channel.advanceTimeBy(LONGEST_PAUSE, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
    }
    channel.checkException();
    check(bugs.isEmpty(), bugs);
    check(halts.isEmpty(), halts);
    Asked asked = asked(bytes);
    List<Integer> statuses = statuses(sent(channel), asked.methods());
    boolean isOpen = channel.isOpen();
    check(statuses.size() <= asked.methods().size(), statuses);
    check(!isOpen || statuses.size() == asked.whole(), statuses);
    channel.finishAndReleaseAll();
    return new Answers(statuses, isOpen);
  }

  /// What a library for assertions would take most of a fuzz test's time for.
  private static void check(boolean holds, Object seen) {
    if (!holds) {
      throw new AssertionError(seen);
    }
  }

  private static void send(EmbeddedChannel channel, byte[] bytes, int from, int to) {
    if (channel.isOpen() && from < to) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
    }
  }

  private static String sent(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      text.append(sent.toString(ISO_8859_1));
      sent.release();
    }
    return text.toString();
  }

  private static Asked asked(byte[] bytes) {
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(512)
            .setMaxHeaderSize(4096)
            .setMaxChunkSize(IntakeHandler.MAX_BODY);
    var channel = new EmbeddedChannel(new HttpRequestDecoder(decoding));
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    List<HttpMethod> methods = new ArrayList<>();
    int whole = 0;
    for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
      if (part instanceof HttpRequest request) {
        methods.add(request.method());
      }
      whole += part instanceof LastHttpContent ? 1 : 0;
      ReferenceCountUtil.release(part);
    }
    channel.finishAndReleaseAll();
    return new Asked(methods, whole);
  }

  /// Reads answers as whoever asked would, to the end: the answer to HEAD has no body.
  private static List<Integer> statuses(String answers, List<HttpMethod> methods) {
    List<Integer> statuses = new ArrayList<>();
    int at = 0;
    while (at < answers.length()) {
      int end = answers.indexOf("\r\n\r\n", at);
      check(answers.startsWith("HTTP/1.1 ", at) && end > 0, answers);
      String head = answers.substring(at, end + 2).toLowerCase(Locale.ROOT);
      int status = Integer.parseInt(head.substring(9, 12));
      at = end + 4;
      if (status != 100) {
        Matcher length = LENGTH.matcher(head);
        check(length.find(), head);
        boolean hasBody = !methods.get(statuses.size()).equals(HttpMethod.HEAD);
        at += hasBody ? Integer.parseInt(length.group(1)) : 0;
        statuses.add(status);
      }
    }
    check(at == answers.length(), answers);
    return statuses;
  }

  /// Sends bytes whole and cut, with and without a ticket.
  void askInEveryWay(byte[] bytes, int... pieces) {
    int[] cuts = Arrays.stream(pieces).sorted().toArray();
    assertThat(ask(bytes, cuts)).isEqualTo(ask(bytes));
    assertThat(askOpenly(bytes, cuts)).isEqualTo(askOpenly(bytes));
  }

  @Override
  public void close() throws IOException {
    Thread.currentThread().setUncaughtExceptionHandler(null);
    telemetry.close();
    sequencer.close();
    journal.close();
  }
}
