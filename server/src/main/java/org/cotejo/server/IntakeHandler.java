package org.cotejo.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Merkle;

/// One connection that was let in: HTTP around what its [Caller] may ask and the [Reception] does.
/// Sizes, times and the number of requests under way are bounded; requests are answered in their
/// order. Whoever asks in vain is heard ever more slowly on this connection: a flood that waits for
/// its answers paces itself by them, and every other connection's turn comes sooner.
final class IntakeHandler extends ChannelInboundHandlerAdapter {
  static final int MAX_BODY = Sign1.MAX_BYTES;
  static final String INDEX_HEADER = "cotejo-index";
  private static final String PUZZLE_HEADER = "cotejo-puzzle";

  /// The event that tells a connection to end once what it is being asked is answered.
  static final Object CLOSING = new Object();

  private static final int MAX_PIPELINED = 16;
  private static final int LINGER_MILLIS = 2000;
  private static final int LAST_REQUEST_MILLIS = 300;

  /// How long the next request waits after one that was asked in vain; twice as long after each
  /// more.
  private static final int PAUSE_MILLIS = 25;

  private static final int MAX_DOUBLINGS = 7;

  private static final int RESTART_MILLIS = 2000;
  private static final int LOOK_AGAIN_MILLIS = 5;

  private final Reception reception;
  private final Caller caller;
  private final Duration patience;
  private final Queue<Request> waiting = new ArrayDeque<>();
  private Optional<Request> reading = Optional.empty();
  private boolean answering;
  private boolean pausing;
  private Optional<Future<?>> pauseEnd = Optional.empty();

  /// How many were asked in vain since something was last taken.
  private int inVain;

  /// The rest of the stream cannot be trusted to be requests and is not looked at.
  private boolean refused;

  private boolean closing;
  private boolean hasRead;
  private OptionalLong unfinishedSince = OptionalLong.empty();

  /// A request whose body is being read, or that waits for its turn.
  private static final class Request {
    final boolean keepAlive;
    final ReceiptForm form;
    final String puzzle;
    final Visit visit;
    final ByteBuf body = Unpooled.buffer(512, MAX_BODY);
    long since;

    Request(boolean keepAlive, ReceiptForm form, String puzzle, Visit visit) {
      this.keepAlive = keepAlive;
      this.form = form;
      this.puzzle = puzzle;
      this.visit = visit;
    }
  }

  /// @param patience how long one request may take to arrive
  IntakeHandler(Reception reception, Caller caller, Duration patience) {
    this.reception = reception;
    this.caller = caller;
    this.patience = patience;
  }

  /// Whether nothing is being asked at the moment, by somebody of whom nothing was taken yet. Any
  /// thread; a moment old.
  boolean isIdleStranger() {
    return !answering && reading.isEmpty() && !caller.isProved();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (refused) {
        return;
      }
      if (message instanceof HttpRequest request) {
        begin(context, request);
      }
      if (message instanceof HttpContent content) {
        reading.ifPresent(request -> add(context, request, content));
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (caller.isTurnedAway()) {
      refused = true;
      var _ = context.close();
      return;
    }
    if (request.decoderResult().isFailure()) {
      refuseRest(context, new Refusal(Refusal.Problem.BAD_REQUEST, "the request is not HTTP"));
      return;
    }
    if (HttpUtil.getContentLength(request, 0L) > MAX_BODY) {
      refuseRest(context, tooLarge());
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      var _ =
          context.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
    String puzzle = request.headers().get(PUZZLE_HEADER, "");
    reading =
        Optional.of(
            new Request(
                HttpUtil.isKeepAlive(request),
                ReceiptForm.of(accept),
                puzzle,
                caller.hear(request)));
  }

  private static Refusal tooLarge() {
    return new Refusal(Refusal.Problem.TOO_LARGE, "a statement has at most " + MAX_BODY + " bytes");
  }

  private void add(ChannelHandlerContext context, Request request, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuseRest(context, new Refusal(Refusal.Problem.BAD_REQUEST, "the body is not HTTP"));
      return;
    }
    ByteBuf bytes = content.content();
    if (request.body.readableBytes() + bytes.readableBytes() > MAX_BODY) {
      refuseRest(context, tooLarge());
      return;
    }
    request.body.writeBytes(bytes);
    if (content instanceof LastHttpContent) {
      hasRead = true;
      reading = Optional.empty();
      if (waiting.size() >= MAX_PIPELINED) {
        var _ = context.close();
        return;
      }
      request.since = System.nanoTime();
      waiting.add(request);
      next(context);
    }
  }

  private void next(ChannelHandlerContext context) {
    if (answering || pausing) {
      return;
    }
    Request request = waiting.poll();
    if (request == null) {
      return;
    }
    answering = true;
    request
        .visit
        .refusal()
        .ifPresentOrElse(
            refusal -> answer(context, request, refusal), () -> take(context, request));
  }

  private void take(ChannelHandlerContext context, Request request) {
    if (!reception.isOpen()) {
      awaitOpening(context, request);
      return;
    }
    var bytes = new byte[request.body.readableBytes()];
    request.body.readBytes(bytes);
    Hash leaf = Merkle.leaf(bytes);
    Optional<Refusal> refusal = request.visit.weigh(leaf, request.puzzle);
    if (refusal.isPresent()) {
      answer(context, request, refusal.get());
    } else {
      reception.take(bytes, leaf, request.visit.priority(), new Hearer(context, request));
    }
  }

  /// After a restart the journal may still be another process's for a moment.
  private void awaitOpening(ChannelHandlerContext context, Request request) {
    if (System.nanoTime() - request.since > Duration.ofMillis(RESTART_MILLIS).toNanos()) {
      answer(context, request, reception.busy(request.visit.priority()));
    } else {
      var _ =
          context
              .executor()
              .schedule(() -> take(context, request), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Hears what became of a statement and tells the sender.
  private final class Hearer implements Reception.Sender {
    private final ChannelHandlerContext context;
    private final Request request;
    private Optional<KeyId> signer = Optional.empty();

    Hearer(ChannelHandlerContext context, Request request) {
      this.context = context;
      this.request = request;
    }

    @Override
    public void signedBy(KeyId key) {
      signer = Optional.of(key);
    }

    @Override
    public Executor executor() {
      return context.executor();
    }

    @Override
    public void answered(Hash leaf, Answer<Refusal> answer) {
      answer(context, request, leaf, signer, answer);
    }
  }

  private void answer(
      ChannelHandlerContext context,
      Request request,
      Hash leaf,
      Optional<KeyId> signer,
      Answer<Refusal> answer) {
    switch (answer) {
      case Answer.Refused<Refusal>(Refusal refusal) -> answer(context, request, refusal);
      case Answer.Accepted<Refusal> accepted -> {
        FullHttpResponse response =
            Responses.of(
                accepted.isNew() ? HttpResponseStatus.CREATED : HttpResponseStatus.OK,
                request.form.mediaType(),
                reception.receipt(request.form, accepted.receipt(), leaf));
        response.headers().set(INDEX_HEADER, accepted.index());
        long nanos = System.nanoTime() - request.since;
        if (accepted.isNew() && signer.isPresent()) {
          request.visit.accepted(signer.get(), nanos);
          inVain = 0;
        } else if (!request.visit.duplicate(nanos)) {
          pause(context);
        }
        send(context, request.keepAlive, response);
      }
    }
  }

  private void answer(ChannelHandlerContext context, Request request, Refusal refusal) {
    request.visit.refused(refusal.problem());
    if (refusal.problem() != Refusal.Problem.BUSY) {
      pause(context);
    }
    send(context, request.keepAlive, Responses.of(refusal));
  }

  private void pause(ChannelHandlerContext context) {
    if (!caller.isOneSenders()) {
      return;
    }
    pausing = true;
    long millis = (long) PAUSE_MILLIS << Math.min(inVain, MAX_DOUBLINGS);
    inVain++;
    Runnable end =
        () -> {
          pausing = false;
          next(context);
        };
    pauseEnd = Optional.of(context.executor().schedule(end, millis, TimeUnit.MILLISECONDS));
  }

  /// Nothing of a connection that has ended stays behind, least of all in a flood of them.
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pauseEnd.ifPresent(end -> end.cancel(false));
    context.fireChannelInactive();
  }

  private void send(ChannelHandlerContext context, boolean keepAlive, FullHttpResponse response) {
    boolean last = !keepAlive || closing;
    response.headers().set(HttpHeaderNames.CONNECTION, last ? "close" : "keep-alive");
    var sent = context.writeAndFlush(response);
    if (!last) {
      answering = false;
      next(context);
    } else if (refused && context.channel() instanceof DuplexChannel channel) {
      linger(context, sent, channel);
    } else {
      var _ = sent.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// Says that this was all and reads on for a moment: closed with bytes unread, the connection
  /// would be reset, and the sender could lose the answer.
  private static void linger(
      ChannelHandlerContext context, ChannelFuture sent, DuplexChannel channel) {
    var _ =
        sent.addListener(done -> {
          var _ = channel.shutdownOutput();
        });
    Runnable end =
        () -> {
          var _ = channel.close();
        };
    var _ = context.executor().schedule(end, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Answers what came before, then this, and hangs up.
  private void refuseRest(ChannelHandlerContext context, Refusal refusal) {
    refused = true;
    reading = Optional.empty();
    waiting.add(new Request(false, ReceiptForm.TLOG_PROOF, "", caller.unreadable(refusal)));
    next(context);
  }

  /// Bounds the time of a request that arrives byte by byte and so is never silent for long.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (hasRead) {
      hasRead = false;
      unfinishedSince = OptionalLong.empty();
    } else if (unfinishedSince.isEmpty()) {
      unfinishedSince = OptionalLong.of(System.nanoTime());
    } else if (!refused && System.nanoTime() - unfinishedSince.getAsLong() > patience.toNanos()) {
      refuseRest(context, new Refusal(Refusal.Problem.TIMEOUT, "the request never ended"));
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == CLOSING) {
      closing = true;
      // What was sent before its sender could know is answered; closed now, it would be reset.
      var _ =
          context
              .executor()
              .schedule(() -> closeIfIdle(context), LAST_REQUEST_MILLIS, TimeUnit.MILLISECONDS);
    } else if (event instanceof IdleStateEvent && !answering && !pausing) {
      if (reading.isPresent()) {
        refuseRest(context, new Refusal(Refusal.Problem.TIMEOUT, "the body never arrived"));
      } else {
        var _ = context.close();
      }
    }
  }

  private void closeIfIdle(ChannelHandlerContext context) {
    if (!answering && reading.isEmpty()) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
    if (!(cause instanceof IOException)) {
      // A bug, not a sender's fault; the thread's handler reports it.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
  }
}
