package org.cotejo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.cotejo.model.NewDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Durable records a second over HTTP, the server in a process of its own.
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    description = {
      "Accepted, durable records a second over HTTP.",
      "",
      "Starts `cotejo serve` on free ports of this machine and sends it signed records over 64"
          + " connections, each waiting for its receipt before the next. The sender shares the"
          + " machine's cores with the server."
    },
    footer = {"", "Example:", "  bench/run accept --records 20000"})
final class Accept implements Callable<Integer> {
  private static final int CONNECTIONS = 64;
  private static final int WARM_UP = 5;

  @Option(
      names = "--records",
      defaultValue = "100000",
      description = "Records to measure (default ${DEFAULT-VALUE}); a fifth as many warm up.")
  private int records;

  @Override
  public Integer call() throws IOException, InterruptedException {
    double limit = Limit.verificationsASecond();
    Path root = Files.createTempDirectory(Bench.home().resolve("bench/target"), "accept");
    try {
      int warmUp = records / WARM_UP;
      var trial = new Trial(root.resolve("night"), records + warmUp, 1);
      List<byte[]> signed =
          IntStream.range(0, records + warmUp)
              .parallel()
              .mapToObj(station -> trial.records(station, 1).getFirst())
              .toList();
      Process server = serve(root.resolve("night"));
      try (BufferedReader said = server.inputReader()) {
        InetSocketAddress intake = intake(said);
        new Senders(intake, 1).send(List.of(trial.opening()));
        var senders = new Senders(intake, CONNECTIONS);
        senders.send(signed.subList(0, warmUp));
        long start = System.nanoTime();
        Senders.Sent sent = senders.send(signed.subList(warmUp, signed.size()));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%,d records over %d connections in %.1f s; a receipt took %.1f ms (median), %.1f ms"
                + " (99 of 100)%n",
            records, CONNECTIONS, seconds, sent.milliseconds(50), sent.milliseconds(99));
        Limit.compare("accepted and durable", records / seconds, limit);
      } finally {
        server.destroy();
        server.waitFor();
      }
    } finally {
      NewDirectory.remove(root);
    }
    return 0;
  }

  private static Process serve(Path directory) throws IOException {
    return new ProcessBuilder(
            Bench.home().resolve("cotejo").toString(),
            "serve",
            "--dir",
            directory.toString(),
            "--intake",
            "127.0.0.1:0",
            "--site",
            "127.0.0.1:0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The first address the server says.
  private static InetSocketAddress intake(BufferedReader said) throws IOException {
    String line = said.readLine();
    int at = line == null ? -1 : line.indexOf("http://");
    if (line == null || at < 0) {
      throw new IOException("the server did not start");
    }
    URI address = URI.create(line.substring(at));
    return new InetSocketAddress(address.getHost(), address.getPort());
  }
}
