package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The privileged part of an intake, by its command alone. Where it gets as far as the kernel, it
/// is in a network namespace of its own.
@Timeout(120)
class NftHelperIT {
  @TempDir private Path directory;

  private Path socket() {
    return directory.resolve("socket");
  }

  private String answerTo(String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
    }
  }

  @Test
  void refusesInTheKernelUntilItIsStopped() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nft")), "nft is not installed");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may ask the kernel");
    assumeTrue(
        new ProcessBuilder("unshare", "--net", "true").start().waitFor() == 0,
        "this machine makes no network namespaces");
    Path said = directory.resolve("said");
    ProcessBuilder command =
        Run.elsewhere("nft-helper", "--socket=" + socket(), "--ports=8703,8700")
            .redirectOutput(said.toFile());
    command.command().addAll(0, List.of("unshare", "--net"));
    Process helper = command.start();
    try {
      while (helper.isAlive() && !Files.readString(said).endsWith("\n")) {
        Thread.sleep(20);
      }
      assertThat(said).content().contains(socket().toString(), "8700, 8703");
      String answer = answerTo("add 192.0.2.0/24 600\nlist\n");
      while (!answer.contains("192.0.2.0/24")) {
        assertThat(answer).isEqualTo("dropped 0\nend\n");
        answer = answerTo("list\n");
      }
      assertThat(answer).matches("dropped 0\n192\\.0\\.2\\.0/24 [0-9]+ 5[0-9]{2}\nend\n");
      helper.destroy();
      assertThat(helper.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said).content().contains("let through");
      assertThat(socket()).doesNotExist();
    } finally {
      helper.destroyForcibly();
    }
  }

  @Test
  void portsThatAreNoneAreExplained() {
    for (String ports : new String[] {"0", "65536", "8700,-1"}) {
      Run run = Run.cotejo("nft-helper", "--socket", socket(), "--ports", ports);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--ports").contains("See: cotejo nft-helper --help");
    }
    assertThat(Run.cotejo("nft-helper", "--socket", socket()).err()).contains("--ports");
    assertThat(Run.cotejo("nft-helper", "--ports", "1").err()).contains("--socket");
    assertThat(socket()).doesNotExist();
  }
}
