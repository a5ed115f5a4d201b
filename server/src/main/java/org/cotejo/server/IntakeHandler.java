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
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Priority;
import org.cotejo.log.Sequencer;
import org.cotejo.log.TlogProof;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.Role;
import org.cotejo.model.Statement;

/// One connection. Checks what a sender hands in, cheapest first: size, duplicate, known key,
/// signature, schema; what passes goes to the sequencer. Requests are answered in their order.
final class IntakeHandler extends ChannelInboundHandlerAdapter {
  static final int MAX_BODY = Sign1.MAX_BYTES;
  static final String INDEX_HEADER = "cotejo-index";

  /// The event that tells a connection to end once what it is being asked is answered.
  static final Object CLOSING = new Object();

  private static final int MAX_PIPELINED = 16;
  private static final int LINGER_MILLIS = 2000;

  private final Desk desk;
  private final Sequencer<Submission, Refusal> sequencer;
  private final NoteSigner log;
  private final Duration patience;
  private final Queue<Request> waiting = new ArrayDeque<>();
  private Optional<Request> reading = Optional.empty();
  private boolean answering;

  /// The rest of the stream cannot be trusted to be requests and is not looked at.
  private boolean refused;

  private boolean closing;
  private boolean hasRead;
  private OptionalLong unfinishedSince = OptionalLong.empty();

  /// A request whose body is being read, or that waits for its turn.
  private static final class Request {
    final boolean keepAlive;
    final ReceiptForm form;
    final Optional<Refusal> refusal;
    final ByteBuf body = Unpooled.buffer(512, MAX_BODY);

    Request(boolean keepAlive, ReceiptForm form, Optional<Refusal> refusal) {
      this.keepAlive = keepAlive;
      this.form = form;
      this.refusal = refusal;
    }
  }

  /// @param patience how long one request may take to arrive
  IntakeHandler(
      Desk desk, Sequencer<Submission, Refusal> sequencer, NoteSigner log, Duration patience) {
    this.desk = desk;
    this.sequencer = sequencer;
    this.log = log;
    this.patience = patience;
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
    reading =
        Optional.of(
            new Request(
                HttpUtil.isKeepAlive(request), ReceiptForm.of(accept), misdirected(request)));
  }

  private static Optional<Refusal> misdirected(HttpRequest request) {
    if (!request.uri().equals("/statements")) {
      return Optional.of(
          new Refusal(Refusal.Problem.NOT_FOUND, "statements are handed in at /statements"));
    }
    return request.method().equals(HttpMethod.POST)
        ? Optional.empty()
        : Optional.of(
            new Refusal(Refusal.Problem.METHOD, "hand statements in with POST, bytes as body"));
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
      waiting.add(request);
      next(context);
    }
  }

  private void next(ChannelHandlerContext context) {
    if (answering) {
      return;
    }
    Request request = waiting.poll();
    if (request == null) {
      return;
    }
    answering = true;
    request.refusal.ifPresentOrElse(
        refusal -> answer(context, request, refusal), () -> take(context, request));
  }

  private void take(ChannelHandlerContext context, Request request) {
    var bytes = new byte[request.body.readableBytes()];
    request.body.readBytes(bytes);
    Hash leaf = Merkle.leaf(bytes);
    Optional<Answer.Accepted<Refusal>> held = sequencer.held(leaf);
    if (held.isPresent()) {
      answer(context, request, leaf, held.get());
      return;
    }
    try {
      Sign1 envelope = Sign1.decode(bytes);
      Optional<Refusal> refusal = checkSigner(envelope);
      if (refusal.isPresent()) {
        answer(context, request, refusal.get());
        return;
      }
      var submission = new Submission(envelope, Statement.decode(envelope));
      if (!sequencer.submit(
          bytes,
          leaf,
          submission,
          Priority.FIRST,
          context.executor(),
          answer -> answer(context, request, leaf, answer))) {
        answer(context, request, new Refusal(Refusal.Problem.BUSY, "keep it and try again"));
      }
    } catch (MalformedException e) {
      answer(
          context, request, new Refusal(Refusal.Problem.MALFORMED, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Refusal> checkSigner(Sign1 envelope) {
    Optional<EnrolledKey> signer = desk.key(envelope.keyId());
    if (signer.isEmpty()) {
      return Optional.of(
          new Refusal(
              Refusal.Problem.UNKNOWN_KEY, "no key " + envelope.keyId() + " in this election"));
    }
    if (signer.get().role() == Role.OPERATOR) {
      return Optional.of(
          new Refusal(Refusal.Problem.NOT_PERMITTED, "the operator's statements are made here"));
    }
    return envelope.isSignedBy(signer.get().key())
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Problem.BAD_SIGNATURE,
                "the signature does not verify under key " + envelope.keyId()));
  }

  private void answer(
      ChannelHandlerContext context, Request request, Hash leaf, Answer<Refusal> answer) {
    switch (answer) {
      case Answer.Refused<Refusal>(Refusal refusal) -> answer(context, request, refusal);
      case Answer.Accepted<Refusal> accepted -> {
        FullHttpResponse response =
            response(
                accepted.isNew() ? HttpResponseStatus.CREATED : HttpResponseStatus.OK,
                request.form.mediaType(),
                receipt(request.form, accepted.receipt(), leaf));
        response.headers().set(INDEX_HEADER, accepted.index());
        send(context, request.keepAlive, response);
      }
    }
  }

  private byte[] receipt(ReceiptForm form, TlogProof receipt, Hash leaf) {
    try {
      return form.write(receipt, leaf, log);
    } catch (MalformedException e) {
      throw new IllegalStateException("the sequencer signs with the same key", e);
    }
  }

  private void answer(ChannelHandlerContext context, Request request, Refusal refusal) {
    send(context, request.keepAlive, response(refusal));
  }

  private static FullHttpResponse response(Refusal refusal) {
    Refusal.Problem problem = refusal.problem();
    FullHttpResponse response =
        response(
            HttpResponseStatus.valueOf(problem.status()),
            "application/problem+json",
            refusal.body());
    if (problem.retryAfter() > 0) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, problem.retryAfter());
    }
    if (problem == Refusal.Problem.METHOD) {
      response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.POST);
    }
    return response;
  }

  private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response;
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
    waiting.add(new Request(false, ReceiptForm.TLOG_PROOF, Optional.of(refusal)));
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
      if (!answering) {
        var _ = context.close();
      }
    } else if (event instanceof IdleStateEvent) {
      if (reading.isPresent()) {
        refuseRest(context, new Refusal(Refusal.Problem.TIMEOUT, "the body never arrived"));
      } else {
        var _ = context.close();
      }
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
