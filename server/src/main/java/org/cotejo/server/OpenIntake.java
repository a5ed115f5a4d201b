package org.cotejo.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.ListeningSocket;
import org.cotejo.server.gate.LowPriority;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Reason;

/// The lane of couriers and of whoever has no ticket: `POST /statements`. One thread, which gets
/// the processor after all others, and the last places in the queue to the journal: a flood here
/// costs the stations nothing.
final class OpenIntake implements AutoCloseable {
  private final EventLoopGroup loop;
  private final IntakeConnections connections;
  private final OpenCaller.Shared shared;
  private final Channel listener;

  /// @param inherited what connections arrive at, if another process has opened it
  /// @throws IOException if the address cannot be listened at
  OpenIntake(
      Optional<ListeningSocket> inherited,
      InetSocketAddress address,
      Reception reception,
      Rates rates,
      Networks networks,
      Supplier<Limits> limits,
      LaneCounters counters)
      throws IOException {
    connections =
        new IntakeConnections(reception, limits, Limit.OPEN_CONNECTIONS, Optional.empty());
    shared = new OpenCaller.Shared(rates, networks, counters, limits);
    loop =
        new MultiThreadIoEventLoopGroup(
            1,
            new LowPriority("open", LowPriority.LAST),
            inherited.isPresent() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    var bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channelFactory(() -> channel(inherited))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    open(channel);
                  }
                });
    try {
      listener =
          inherited.isPresent()
              ? bootstrap.register().sync().channel()
              : bootstrap.bind(address).sync().channel();
    } catch (InterruptedException e) {
      var _ = loop.shutdownGracefully();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening " + address, e);
    } catch (Exception e) {
      // Netty rethrows the bind failure undeclared.
      var _ = loop.shutdownGracefully();
      throw Listening.failed(address, e);
    }
  }

  private static ServerChannel channel(Optional<ListeningSocket> inherited) {
    return inherited.isPresent()
        ? new EpollServerSocketChannel(inherited.get().descriptor())
        : new NioServerSocketChannel();
  }

  private void open(SocketChannel channel) {
    long network = Network.keyOf(channel.remoteAddress().getAddress().getAddress());
    shared.counters().connection(network);
    boolean isRefused = shared.networks().isRefused(network);
    if (!isRefused && connections.reserve()) {
      connections.add(channel, new OpenCaller(network, shared), false);
    } else {
      shared.counters().refused(isRefused ? Reason.NETWORK_REFUSED : Reason.BUSY, network);
      shared.counters().closed();
      var _ = channel.close();
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  int connections() {
    return connections.size();
  }

  /// Takes no more connections; those there are go on.
  void stopAccepting() {
    listener.close().syncUninterruptibly();
  }

  /// Stops listening and ends what is idle. Answers under way are still sent if they come within
  /// two seconds. A second call does nothing.
  @Override
  public void close() {
    if (loop.isShuttingDown()) {
      return;
    }
    stopAccepting();
    connections.close();
    loop.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
