package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Changes the kernel's set through the `nft` command, which needs the capability to administer the
/// network.
final class NftCommand implements KernelRoute {
  private static final int PATIENCE_SECONDS = 10;
  private static final int MAX_OUTPUT = 32 << 20;
  private static final int MAX_REASON = 200;

  /// Never looked for along PATH: it runs with privileges.
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/nft"), Path.of("/sbin/nft"), Path.of("/usr/bin/nft"));

  private final Path nft;
  private final NftScript script;

  NftCommand(Path nft, NftScript script) {
    this.nft = nft;
    this.script = script;
  }

  static Optional<Path> installed() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  /// Makes the table, and removes those of servers that were killed.
  void create() throws IOException {
    run(script.create(), "-f", "-");
    for (String table : NftListing.tables(run("", "-j", "list", "tables"))) {
      if (isAbandoned(table)) {
        run(NftScript.delete(table), "-f", "-");
      }
    }
  }

  private boolean isAbandoned(String table) {
    if (!table.startsWith(script.prefix())) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(table.substring(script.prefix().length()))).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// If that fails, once more with a new table: somebody may have flushed all rules, or it is full.
  @Override
  public void apply(List<KernelChange> changes) throws IOException {
    String text = script.change(changes);
    try {
      run(text, "-f", "-");
    } catch (IOException e) {
      run(script.create() + text, "-f", "-");
    }
  }

  @Override
  public KernelSet.View view() throws IOException {
    return NftListing.view(run("", "-j", "list", "table", "inet", script.table()));
  }

  @Override
  public void close() throws IOException {
    run(NftScript.delete(script.table()), "-f", "-");
  }

  private String run(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(nft.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).environment().clear();
    Process process = builder.start();
    // Ends a command that hangs, and with it the reading below.
    var _ =
        process
            .onExit()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .exceptionally(late -> process.destroyForcibly());
    try (InputStream from = process.getInputStream()) {
      // It reads all its input before it prints.
      try (var to = process.getOutputStream()) {
        to.write(input.getBytes(UTF_8));
      } catch (IOException e) {
        throw new IOException("nft: " + reason(from.readNBytes(MAX_REASON)), e);
      }
      byte[] output = from.readNBytes(MAX_OUTPUT);
      if (process.waitFor() != 0) {
        throw new IOException("nft: " + reason(output));
      }
      return new String(output, UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nft: interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// The first line, without what a terminal could take for more than text.
  private static String reason(byte[] output) {
    String line = Stream.of(new String(output, UTF_8).split("\n", 2)).findFirst().orElse("");
    String shown = line.replaceAll("\\p{Cntrl}", " ").strip();
    return shown.isEmpty()
        ? "ended without a word"
        : shown.substring(0, Math.min(MAX_REASON, shown.length()));
  }
}
