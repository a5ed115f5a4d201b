package org.cotejo.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Sequencer;

/// Takes statements in: `POST /statements`. Everything is bounded: connections, header and body
/// bytes, requests in flight on a connection, how long a sender may be silent and a request take.
final class Intake implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 4096;
  private static final int BACKLOG = 1024;
  private static final int ANSWERS_MILLIS = 2000;

  /// What one sender, and all of them together, can hold on to.
  ///
  /// @param connections at the same time; more are cut
  /// @param silence after which a connection is closed
  /// @param request time from the first byte of a request to its last
  record Limits(int connections, Duration silence, Duration request) {
    static final Limits STANDARD = new Limits(4096, Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  private final Limits limits;
  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel listener;

  /// @throws IOException if the address cannot be listened on
  Intake(
      InetSocketAddress address,
      Desk desk,
      Sequencer<Submission, Refusal> sequencer,
      NoteSigner log,
      Limits limits)
      throws IOException {
    this.limits = limits;
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), io);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    open(channel, desk, sequencer, log);
                  }
                });
    try {
      listener = bootstrap.bind(address).sync().channel();
    } catch (InterruptedException e) {
      var _ = loops.shutdownGracefully();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening " + address, e);
    } catch (Exception e) {
      // Netty rethrows the bind failure undeclared.
      var _ = loops.shutdownGracefully();
      throw Listening.failed(address, e);
    }
  }

  private void open(
      SocketChannel channel, Desk desk, Sequencer<Submission, Refusal> sequencer, NoteSigner log) {
    if (connections.size() >= limits.connections()) {
      var _ = channel.close();
      return;
    }
    connections.add(channel);
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(512)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxChunkSize(IntakeHandler.MAX_BODY);
    channel
        .pipeline()
        .addLast(new IdleStateHandler(limits.silence().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
        .addLast(new HttpServerCodec(decoding))
        .addLast(new IntakeHandler(desk, sequencer, log, limits.request()));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// Stops listening and cuts what is idle. Answers under way are still sent if they come within
  /// two seconds. A second call does nothing.
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    listener.close().syncUninterruptibly();
    connections.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(IntakeHandler.CLOSING));
    connections.newCloseFuture().awaitUninterruptibly(ANSWERS_MILLIS);
    loops.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
