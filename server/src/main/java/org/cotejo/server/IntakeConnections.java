package org.cotejo.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;

/// The connections of a lane that its door has let in, each with its bounds: header and body bytes,
/// requests under way, silence, time for a request. Any thread.
final class IntakeConnections {
  private static final int MAX_HEADER_BYTES = 4096;
  private static final int MAX_LINE_BYTES = 512;
  private static final int ANSWERS_MILLIS = 2000;

  /// How many are looked at for one that can go.
  private static final int LOOK_AT = 64;

  private final Reception reception;
  private final Supplier<Limits> limits;
  private final Limit most;
  private final Optional<SslContext> tls;
  private final AtomicInteger places = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// Oldest first.
  private final Map<Channel, IntakeHandler> byAge = new LinkedHashMap<>();

  /// @param most which limit bounds their number
  IntakeConnections(
      Reception reception, Supplier<Limits> limits, Limit most, Optional<SslContext> tls) {
    this.reception = reception;
    this.limits = limits;
    this.most = most;
    this.tls = tls;
  }

  int size() {
    return channels.size();
  }

  /// Reserves the place of a connection, which is then to be added. At the limit, the oldest that
  /// is idle and of whose sender nothing was taken goes first.
  ///
  /// @return false if there is no room
  boolean reserve() {
    if (places.get() >= limits.get().of(most) && !makeRoom()) {
      return false;
    }
    places.incrementAndGet();
    return true;
  }

  /// Prepares a connection that has its place reserved.
  void add(Channel channel, Caller caller, boolean isTls) {
    Limits now = limits.get();
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxChunkSize(IntakeHandler.MAX_BODY);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new IdleStateHandler(now.of(Limit.SILENCE_SECONDS), 0, 0, TimeUnit.SECONDS));
    if (isTls) {
      pipeline.addLast(tls.orElseThrow().newHandler(channel.alloc()));
    }
    var handler =
        new IntakeHandler(reception, caller, Duration.ofSeconds(now.of(Limit.REQUEST_SECONDS)));
    // The handler hangs up on too many requests at once; what the same read brought besides is
    // decoded for nothing, and must not be taken for a bug.
    pipeline.addLast(new HttpServerCodec(decoding, Integer.MAX_VALUE)).addLast(handler);
    channels.add(channel);
    synchronized (byAge) {
      byAge.put(channel, handler);
    }
    var _ =
        channel
            .closeFuture()
            .addListener(closed -> {
              synchronized (byAge) {
                byAge.remove(channel);
              }
              places.decrementAndGet();
              caller.left();
            });
  }

  private boolean makeRoom() {
    synchronized (byAge) {
      Iterator<Map.Entry<Channel, IntakeHandler>> oldest = byAge.entrySet().iterator();
      for (int i = 0; i < LOOK_AT && oldest.hasNext(); i++) {
        Map.Entry<Channel, IntakeHandler> next = oldest.next();
        if (next.getValue().isIdleStranger()) {
          oldest.remove();
          var _ = next.getKey().close();
          return true;
        }
      }
    }
    return false;
  }

  /// Cuts what is idle. Answers under way are still sent if they come within two seconds.
  void close() {
    channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(IntakeHandler.CLOSING));
    channels.newCloseFuture().awaitUninterruptibly(ANSWERS_MILLIS);
  }
}
