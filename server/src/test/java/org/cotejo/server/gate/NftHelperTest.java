package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NftHelperTest {
  private static final Network FIRST = new Network(4L << 56 | 0xc00002);
  private static final Network SECOND = new Network(6L << 56 | 0x20010db8000012L);

  @TempDir private Path directory;

  private final TestKernel kernel = new TestKernel();

  private Path socket() {
    return directory.resolve("nft.socket");
  }

  private NftHelper helper() throws IOException {
    return new NftHelper(kernel, socket(), Optional.empty());
  }

  /// What the helper says to some text; it hangs up afterwards.
  private String answerTo(String text) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Test
  void refusesAndLiftsWhatTheServerSays() throws Exception {
    try (NftHelper _ = helper();
        KernelSet set = NftablesSet.throughHelper(socket())) {
      assertThat(set.problem()).isEmpty();
      set.refuse(FIRST, Duration.ofSeconds(60));
      set.refuse(SECOND, Duration.ofSeconds(60));
      await(() -> kernel.refused.size() == 2);
      KernelSet.View view = set.view();
      assertThat(view.dropped()).isEqualTo(7);
      assertThat(view.members()).extracting(KernelSet.Member::network).contains(FIRST, SECOND);
      assertThat(view.members()).allMatch(member -> member.left().toSeconds() > 50);
      set.lift(FIRST);
      await(() -> kernel.refused.size() == 1);
      assertThat(kernel.refused).containsOnlyKeys(SECOND);
    }
  }

  @Test
  void serverGoesOnWithoutHelperAndWithTheNextOne() throws Exception {
    try (KernelSet set = NftablesSet.throughHelper(socket())) {
      assertThat(set.problem().orElse("")).contains(socket().toString());
      try (NftHelper _ = helper()) {
        set.refuse(FIRST, Duration.ofSeconds(60));
        await(() -> kernel.refused.containsKey(FIRST));
      }
      kernel.refused.clear();
      try (NftHelper _ = helper()) {
        set.refuse(SECOND, Duration.ofSeconds(60));
        await(() -> kernel.refused.containsKey(SECOND));
        await(() -> set.problem().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add 0.0.0.0/0 60\n",
        "add 192.0.2.0/24 60; flush ruleset\n",
        "flush ruleset\n",
        "add 192.0.2.0/24 60 add 192.0.2.0/24 60 add 192.0.2.0/24 60",
        "LIST\n",
        "list \n",
      })
  void hangsUpAtAnyOtherLine(String text) throws Exception {
    try (NftHelper _ = helper()) {
      assertThat(answerTo(text + "add 192.0.2.0/24 60\n")).startsWith("failed not ").endsWith("\n");
    }
    assertThat(kernel.refused).isEmpty();
  }

  @Test
  void doesNothingForALineThatWasCutOff() throws Exception {
    try (NftHelper _ = helper()) {
      assertThat(answerTo("add 192.0.2.0/24 6")).isEmpty();
    }
    assertThat(kernel.refused).isEmpty();
  }

  @Test
  void listensToOneUserOnlyWhoGetsTheSocket() throws Exception {
    String self = System.getProperty("user.name");
    assumeTrue(self.equals("root"), "only root can give a socket to another user");
    try (NftHelper _ = new NftHelper(kernel, socket(), Optional.of("nobody"))) {
      assertThat(Files.getOwner(socket()).getName()).isEqualTo("nobody");
      assertThat(answerTo("list\n")).isEqualTo("failed this is for the user nobody only\n");
    }
    assertThat(kernel.refused).isEmpty();
  }

  @Test
  void socketIsForItsOwnerAndGroupAndGoesAtTheEnd() throws Exception {
    try (NftHelper _ = helper()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-rw----");
    }
    assertThat(socket()).doesNotExist();
  }

  @Test
  void takesThePlaceOfAHelperThatWasKilledButOfNothingElse() throws Exception {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();
    try (NftHelper _ = helper()) {
      assertThatIOException().isThrownBy(this::helper).withMessageContaining("another helper");
      assertThat(answerTo("list\n")).isEqualTo("dropped 7\nend\n");
    }
    Files.writeString(socket(), "notes");
    assertThatIOException().isThrownBy(this::helper).withMessageContaining("is not a socket");
    assertThat(socket()).hasContent("notes");
  }

  @Test
  void unknownOwnerIsTold() {
    assertThatIOException()
        .isThrownBy(() -> new NftHelper(kernel, socket(), Optional.of("nobody-has-this-name")))
        .withMessageContaining("nobody-has-this-name");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void answersOnlyInItsOwnLanguage() throws Exception {
    var view =
        new KernelSet.View(
            List.of(
                new KernelSet.Member(FIRST, Duration.ofSeconds(2), Duration.ofSeconds(58)),
                new KernelSet.Member(SECOND, Duration.ZERO, Duration.ofSeconds(60))),
            12);
    assertThat(HelperAnswer.text(view))
        .isEqualTo("dropped 12\n192.0.2.0/24 2 58\n2001:db8:0:1200::/56 0 60\nend\n");
    assertThat(HelperAnswer.parse(HelperAnswer.text(view))).isEqualTo(view);
    for (String text :
        List.of(
            "",
            "end\n",
            "dropped 1\n",
            "dropped x\nend\n",
            "dropped 1\n192.0.2.0/24 1\nend\n",
            "dropped 1\n192.0.2.0/16 1 1\nend\n",
            "dropped 1\n192.0.2.0/24 1 -1\nend\n",
            "failed nft: no\n")) {
      assertThatIOException().as(text).isThrownBy(() -> HelperAnswer.parse(text));
    }
  }
}
