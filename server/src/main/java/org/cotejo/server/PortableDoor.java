package org.cotejo.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.cotejo.server.gate.Answers;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.FirstBytes;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Reason;

/// The judgement of [Door] for systems whose calls are not known: the same outcomes, for more work.
/// One for each connection, until it is let in.
final class PortableDoor extends ChannelInboundHandlerAdapter {
  private static final int LOOK = 4096;

  private final Door.Rules rules;
  private final Door.Words words;
  private final LaneCounters counters;
  private final Hall hall;
  private final FirstBytes firstBytes;
  private final ByteBuf seen = Unpooled.buffer(512, 64 * 1024);
  private long network;
  private boolean isDone;

  /// Prepares a connection for its requests.
  @FunctionalInterface
  interface Hall {
    boolean admit(Channel channel, Visitor visitor, Rates.Paid paid, boolean isTls);
  }

  PortableDoor(Door.Rules rules, Door.Words words, LaneCounters counters, Hall hall) {
    this.rules = rules;
    this.words = words;
    this.counters = counters;
    this.hall = hall;
    this.firstBytes = new FirstBytes(rules.secrets(), rules.offersTls());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var peer = (InetSocketAddress) context.channel().remoteAddress();
    network = Network.keyOf(peer.getAddress().getAddress());
    counters.connection(network);
    if (rules.networks().isRefused(network)) {
      leave(context, Reason.NETWORK_REFUSED);
      return;
    }
    Runnable overdue =
        () -> {
          if (!isDone) {
            rules.networks().failed(network);
            leave(context, Reason.TIMEOUT);
          }
        };
    int seconds = rules.limits().get().of(Limit.FIRST_BYTES_SECONDS);
    var _ = context.executor().schedule(overdue, seconds, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!isDone && message instanceof ByteBuf bytes) {
        seen.writeBytes(bytes);
        judge(context);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void judge(ChannelHandlerContext context) {
    int length = Math.min(seen.readableBytes(), LOOK);
    if (length == 0) {
      return;
    }
    switch (firstBytes.judge(seen.array(), length)) {
      case NEEDS_MORE -> {
        if (length == LOOK) {
          refuse(context, Reason.NO_TICKET, words.noTicket());
        }
      }
      case NO_TICKET -> refuse(context, Reason.NO_TICKET, words.noTicket());
      case BAD_TICKET -> refuse(context, Reason.BAD_TICKET, words.badTicket());
      case TICKET -> admit(context, firstBytes.visitor(network));
    }
  }

  private void admit(ChannelHandlerContext context, Visitor visitor) {
    Rates.Paid paid = rules.rates().charge(visitor);
    if (paid == Rates.Paid.NOTHING) {
      refuse(context, Reason.RATE, words.tooOften());
      return;
    }
    isDone = true;
    if (hall.admit(context.channel(), visitor, paid, FirstBytes.isTls(seen.array()))) {
      var _ = context.fireChannelActive().fireChannelRead(seen.retain());
      var _ = context.pipeline().remove(this);
    } else {
      counters.refused(Reason.BUSY, network);
      answer(context, words.full());
    }
  }

  private void refuse(ChannelHandlerContext context, Reason reason, Answers told) {
    rules.networks().failed(network);
    counters.request(network);
    counters.refused(reason, network);
    answer(context, told);
  }

  private void answer(ChannelHandlerContext context, Answers told) {
    isDone = true;
    counters.closed();
    var _ =
        context
            .writeAndFlush(Unpooled.wrappedBuffer(told.last().toArray(ValueLayout.JAVA_BYTE)))
            .addListener(ChannelFutureListener.CLOSE);
  }

  private void leave(ChannelHandlerContext context, Reason reason) {
    isDone = true;
    counters.refused(reason, network);
    counters.closed();
    var _ = context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    seen.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
