package org.cotejo.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.FirstBytes;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.ListeningSocket;
import org.cotejo.server.gate.LowPriority;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.LaneCounters;

/// The lane of the stations: `POST /<ticket>/statements`. Its [Door] has a thread of its own, so
/// that however many are turned away there, the event loops of those who were let in do not notice.
///
/// A ticket may be a copy. So whoever comes from a network where nothing was taken lately, with the
/// ticket of a device that was not heard from there, is let in to event loops of a lower priority,
/// and stays there until the connection ends.
final class StationIntake implements AutoCloseable {
  /// Strangers let in of whom no event loop has heard yet: more cannot be served soon.
  private static final int MAX_STRANGERS_UNDER_WAY = 512;

  private final EventLoopGroup loops;
  private final EventLoopGroup strangers;
  private final AtomicInteger strangersUnderWay = new AtomicInteger();
  private final IntakeConnections connections;
  private final StationCaller.Shared shared;
  private final LaneCounters counters;
  private final InetSocketAddress address;
  private final Optional<Door> door;
  private final Optional<ListeningSocket> listener;
  private final Optional<Channel> portable;

  /// @param listener what connections arrive at; where there is none, `address` is listened at
  /// @param failed what to do about a bug that ends the door
  /// @throws IOException if the address cannot be listened at
  StationIntake(
      Optional<ListeningSocket> listener,
      InetSocketAddress address,
      Reception reception,
      Door.Rules rules,
      Optional<SslContext> tls,
      LaneCounters counters,
      Consumer<Throwable> failed)
      throws IOException {
    this.listener = listener;
    this.counters = counters;
    this.connections = new IntakeConnections(reception, rules.limits(), Limit.CONNECTIONS, tls);
    this.shared =
        new StationCaller.Shared(
            rules.rates(),
            rules.networks(),
            counters,
            ThreadLocal.withInitial(() -> new FirstBytes(rules.secrets(), false)));
    IoHandlerFactory io =
        listener.isPresent() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("stations"), io);
    this.strangers =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new LowPriority("strangers", LowPriority.LATER),
            io);
    Door.Words words = words();
    if (listener.isPresent()) {
      this.address = listener.get().address();
      this.portable = Optional.empty();
      this.door =
          Optional.of(
              new Door(
                  listener.get().descriptor(),
                  rules,
                  this::admit,
                  words,
                  counters,
                  System::nanoTime,
                  failed));
      door.get().start();
    } else {
      this.door = Optional.empty();
      Channel bound = bind(address, rules, words);
      this.portable = Optional.of(bound);
      this.address = (InetSocketAddress) bound.localAddress();
    }
  }

  static Door.Words words() {
    return new Door.Words(
        Refusal.Problem.NO_TICKET.answers(
            "hand statements in at /<ticket>/statements; without a ticket, at the open lane"),
        Refusal.Problem.BAD_TICKET.answers("ask the authority for the tickets in force"),
        Refusal.Problem.TOO_OFTEN.answers("keep it and try again later"),
        Refusal.Problem.BUSY.answers("keep it and try again"));
  }

  /// Gives a connection that the door let in to an event loop, which does all the rest: the door
  /// has others to look at.
  private boolean admit(int socket, Visitor visitor, Rates.Paid paid, boolean isTls) {
    boolean isKnown = isKnown(visitor);
    if ((!isKnown && strangersUnderWay.get() >= MAX_STRANGERS_UNDER_WAY)
        || !connections.reserve()) {
      return false;
    }
    EventLoop loop = (isKnown ? loops : strangers).next();
    if (isKnown) {
      loop.execute(() -> enter(loop, socket, visitor, paid, isTls));
    } else {
      strangersUnderWay.incrementAndGet();
      loop.execute(() -> {
        strangersUnderWay.decrementAndGet();
        enter(loop, socket, visitor, paid, isTls);
      });
    }
    return true;
  }

  private void enter(EventLoop loop, int socket, Visitor visitor, Rates.Paid paid, boolean isTls) {
    var channel = new EpollSocketChannel(socket);
    connections.add(channel, new StationCaller(visitor, paid, isTls, shared), isTls);
    var _ = loop.register(channel);
  }

  private boolean isKnown(Visitor visitor) {
    return shared.networks().isExempt(visitor.network())
        || shared.networks().isProved(visitor.device(), visitor.network());
  }

  /// Where connections cannot be taken from the kernel directly, the same judgement is made behind
  /// the network library.
  private Channel bind(InetSocketAddress at, Door.Rules rules, Door.Words words)
      throws IOException {
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new PortableDoor(rules, words, counters, StationIntake.this::letIn));
                  }
                });
    try {
      return bootstrap.bind(at).sync().channel();
    } catch (InterruptedException e) {
      var _ = loops.shutdownGracefully();
      var _ = strangers.shutdownGracefully();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening " + at, e);
    } catch (Exception e) {
      // Netty rethrows the bind failure undeclared.
      var _ = loops.shutdownGracefully();
      var _ = strangers.shutdownGracefully();
      throw Listening.failed(at, e);
    }
  }

  private boolean letIn(Channel channel, Visitor visitor, Rates.Paid paid, boolean isTls) {
    if (!connections.reserve()) {
      return false;
    }
    connections.add(channel, new StationCaller(visitor, paid, isTls, shared), isTls);
    return true;
  }

  InetSocketAddress address() {
    return address;
  }

  /// Connections that were let in.
  int connections() {
    return connections.size();
  }

  /// Connections that were not, and are still held.
  int held() {
    return door.map(Door::held).orElse(0);
  }

  /// Takes no more connections; those there are go on.
  void stopAccepting() throws IOException {
    door.ifPresent(Door::close);
    portable.ifPresent(channel -> channel.close().syncUninterruptibly());
    if (listener.isPresent()) {
      listener.get().close();
    }
  }

  /// Stops listening and ends what is idle. Answers under way are still sent if they come within
  /// two seconds. A second call does nothing.
  @Override
  public void close() throws IOException {
    if (loops.isShuttingDown()) {
      return;
    }
    stopAccepting();
    connections.close();
    Future<?> ended = strangers.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS);
    loops.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    ended.syncUninterruptibly();
  }
}
