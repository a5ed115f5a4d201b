package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real kernel, in a network namespace of the test's own, which ends with the thread that made
/// it and with what that thread opened.
@Timeout(120)
class NftablesIT {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Network REFUSED = network("127.0.9.7");

  @TempDir private Path directory;

  private static Network network(String address) {
    return new Network(Network.keyOf(InetAddress.ofLiteral(address).getAddress()));
  }

  /// Runs on a thread whose sockets and children are in a namespace of its own.
  private static void inNamespace(Callable<Void> body) throws Exception {
    assumeTrue(NftCommand.installed().isPresent(), "nft is not installed");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may make a namespace");
    var task =
        new FutureTask<Boolean>(() -> {
          if (!isAlone()) {
            return false;
          }
          body.call();
          return true;
        });
    Thread.ofPlatform().start(task);
    try {
      assumeTrue(task.get(), "this machine makes no network namespaces");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  @SuppressWarnings("restricted") // Java has no other way to unshare(2) for one thread.
  private static boolean isAlone() throws Exception {
    Linker linker = Linker.nativeLinker();
    MethodHandle unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      if ((int) unshare.invokeExact(CLONE_NEWNET) != 0) {
        return false;
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return run("ip", "link", "set", "lo", "up").isBlank();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static boolean connects(String from, ServerSocket to) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(to.getLocalSocketAddress(), 300);
      to.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  private static boolean has(KernelSet set, Network network) {
    return set.view().members().stream().anyMatch(member -> member.network().equals(network));
  }

  private static SortedSet<Integer> ports(ServerSocket... listeners) {
    SortedSet<Integer> ports = new TreeSet<>();
    for (ServerSocket listener : listeners) {
      ports.add(listener.getLocalPort());
    }
    return ports;
  }

  private static KernelSet open(ServerSocket... listeners) {
    KernelSet set = NftablesSet.throughCommand(ports(listeners));
    assertThat(set.problem()).isEmpty();
    return set;
  }

  @Test
  void dropsAttemptsOfMembersAndOfNobodyElse() throws Exception {
    inNamespace(() -> {
      try (ServerSocket first = listener();
          ServerSocket second = listener();
          ServerSocket site = listener();
          KernelSet set = open(first, second)) {
        assertThat(connects("127.0.9.1", first)).isTrue();
        set.refuse(REFUSED, LONG);
        await(() -> has(set, REFUSED));
        assertThat(connects("127.0.9.1", first)).isFalse();
        assertThat(connects("127.0.9.254", second)).isFalse();
        assertThat(connects("127.0.9.1", site)).isTrue();
        assertThat(connects("127.0.8.255", first)).isTrue();
        assertThat(connects("127.0.10.0", first)).isTrue();
        assertThat(set.view().dropped()).isEqualTo(2);
      }
      return null;
    });
  }

  @Test
  void connectionThatIsOpenStaysOpen() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake);
          Socket station = new Socket()) {
        station.bind(new InetSocketAddress("127.0.9.1", 0));
        station.connect(intake.getLocalSocketAddress(), 1000);
        try (Socket accepted = intake.accept()) {
          set.refuse(REFUSED, LONG);
          await(() -> has(set, REFUSED));
          station.getOutputStream().write(7);
          accepted.setSoTimeout(10_000);
          assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
      }
      return null;
    });
  }

  @Test
  void entryLapsesByItself() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake)) {
        set.refuse(REFUSED, Duration.ofSeconds(8));
        await(() -> has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isFalse();
        await(() -> !has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isTrue();
      }
      return null;
    });
  }

  @Test
  void liftsAlsoWhatIsNotThere() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake)) {
        Network other = network("2001:db8:0:1234::1");
        set.refuse(other, LONG);
        set.refuse(REFUSED, LONG);
        await(() -> has(set, REFUSED) && has(set, other));
        set.lift(REFUSED);
        set.lift(network("127.0.200.1"));
        set.lift(network("2001:db8::1"));
        await(() -> !has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isTrue();
        assertThat(has(set, other)).isTrue();
        assertThat(set.problem()).isEmpty();
      }
      return null;
    });
  }

  @Test
  void takesFullBatchesAndTheSameNetworkTwice() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake)) {
        for (int round = 0; round < 2; round++) {
          for (int i = 0; i < 2 * NftablesSet.BATCH; i++) {
            assertThat(set.refuse(new Network(4L << 56 | 0x0a0000 + i), LONG)).isTrue();
          }
        }
        Network last = new Network(4L << 56 | 0x0a0000 + 2 * NftablesSet.BATCH - 1);
        await(() -> has(set, last));
        assertThat(set.view().members()).hasSize(2 * NftablesSet.BATCH);
        assertThat(set.problem()).isEmpty();
      }
      return null;
    });
  }

  @Test
  void goesOnAfterSomebodyFlushedAllRules() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake)) {
        run("nft", "flush", "ruleset");
        assertThat(set.view()).isEqualTo(KernelSet.View.EMPTY);
        assertThat(set.problem().orElse("")).startsWith("nft: ");
        set.refuse(REFUSED, LONG);
        await(() -> has(set, REFUSED));
        assertThat(set.problem()).isEmpty();
      }
      return null;
    });
  }

  @Test
  void leavesNothingAndRemovesWhatKilledServersOfThisIntakeLeft() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener()) {
        int port = intake.getLocalPort();
        // No process has so high a number.
        String killed = "cotejo_%d_999999999".formatted(port);
        String draining = "cotejo_%d_%d".formatted(port, 1);
        String another = "cotejo_1_999999999";
        for (String table : List.of(killed, draining, another)) {
          assertThat(run("nft", "add", "table", "inet", table)).isEmpty();
        }
        try (KernelSet _ = open(intake)) {
          assertThat(run("nft", "list", "tables"))
              .contains(draining, another, "cotejo_%d_%d".formatted(port, pid()))
              .doesNotContain(killed);
        }
        assertThat(run("nft", "list", "tables")).doesNotContain("_" + pid());
      }
      return null;
    });
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  @Test
  void helperDoesItForAServerThatMayNot() throws Exception {
    inNamespace(() -> {
      Path socket = directory.resolve("nft.socket");
      try (ServerSocket intake = listener();
          NftHelper _ = NftHelper.open(socket, ports(intake), Optional.empty());
          KernelSet set = NftablesSet.throughHelper(socket)) {
        assertThat(set.problem()).isEmpty();
        set.refuse(REFUSED, LONG);
        await(() -> has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isFalse();
        assertThat(connects("127.0.8.1", intake)).isTrue();
        assertThat(set.view().dropped()).isEqualTo(1);
        set.lift(REFUSED);
        await(() -> !has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isTrue();
      }
      assertThat(run("nft", "list", "tables")).isEmpty();
      return null;
    });
  }

  @Test
  void networkThatFailsIsDroppedByTheKernelUntilADeviceProvesIt() throws Exception {
    inNamespace(() -> {
      try (ServerSocket intake = listener();
          KernelSet set = open(intake)) {
        var networks = new Networks(NetworkLimits.STANDARD, 10, set, System::nanoTime, 1);
        for (int i = 0; i < 1000; i++) {
          networks.failed(REFUSED.key());
        }
        await(() -> networks.refused().stream().anyMatch(Networks.Standing::isInKernel));
        assertThat(connects("127.0.9.1", intake)).isFalse();
        networks.proved(1, REFUSED.key());
        await(() -> !has(set, REFUSED));
        assertThat(connects("127.0.9.1", intake)).isTrue();
        assertThat(networks.refused()).isEmpty();
      }
      return null;
    });
  }

  @Test
  void brokenCommandIsToldInALine() throws Exception {
    Path broken = directory.resolve("nft");
    Files.writeString(broken, "#!/bin/sh\necho 'Operation not permitted'\nexit 1\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    var command = new NftCommand(broken, new NftScript(new TreeSet<>(List.of(8700)), 1));
    try (var set = new NftablesSet(command, Duration.ofMillis(1), System::nanoTime)) {
      set.refuse(REFUSED, LONG);
      await(() -> set.problem().isPresent());
      assertThat(set.problem()).contains("nft: Operation not permitted");
    }
  }
}
