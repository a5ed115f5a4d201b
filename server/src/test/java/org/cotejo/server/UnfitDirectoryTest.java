package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.SyntheticElection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people get wrong before the first record: said in one sentence, and nothing left behind or
/// started.
class UnfitDirectoryTest {
  private static final SigningKey AUTHORITY = key(1);

  @TempDir private Path temporary = Path.of("");

  private static SigningKey key(int number) {
    var seed = new byte[32];
    seed[0] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  private ElectionDirectory found(String origin) throws IOException {
    var directory = new ElectionDirectory(temporary.resolve("night"));
    directory.found(
        new SyntheticElection(2, 1, 7).packageFiles().files(),
        origin,
        AuthorityKeys.of(AUTHORITY.verificationKey()),
        AUTHORITY,
        key(2),
        key(3),
        List.of(),
        new SecureRandom());
    return directory;
  }

  private static ElectionServer start(ElectionDirectory directory) throws IOException {
    return ElectionServer.start(
        directory,
        new ServerSettings(
            ServerSettings.Addresses.local(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            ServerSettings.FrontSettings.PLAIN),
        InstantSource.system(),
        new ElectionServer.Listener() {
          @Override
          public void published(Announcement bulletin) {}

          @Override
          public void failed(Exception cause) {
            throw new AssertionError(cause);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "results example", "results+example"})
  void foundsNothingUnderAnOriginThatCannotNameALog(String origin) {
    assertThatThrownBy(() -> found(origin))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the origin '" + origin + "' cannot name a log");
    assertThat(temporary.resolve("night")).doesNotExist();
  }

  @Test
  void foundsNothingUnderAnOriginTooLongToBeReadAgain() {
    assertThatThrownBy(() -> found("o".repeat(201))).isInstanceOf(IOException.class);
    assertThat(temporary.resolve("night")).doesNotExist();
  }

  @Test
  void refusesToStartWithAnotherPackageThanTheJournalWasBegunWith() throws IOException {
    ElectionDirectory directory = found("results.example");
    start(directory).close();
    Path areas = directory.packageDirectory().resolve("areas.csv");
    Files.writeString(areas, Files.readString(areas).replace("Synthetia", "Elsewhere"));

    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "entry 0 of the journal: package file areas.csv is not the one the election binds");
  }

  @Test
  void refusesToStartWithAnotherProgramThanTheElectionBinds() throws IOException {
    ElectionDirectory directory = TestElection.found(temporary.resolve("with-program")).directory();
    Path script = directory.siteDirectory().resolve("page.js");
    Files.writeString(script, "'another';");

    String digest = TestElection.program().digest().orElseThrow().hex();
    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.siteDirectory()
                + " is not the program that the election statement binds; put back its files,"
                + " whose listing has SHA-256 "
                + digest);
    Files.delete(script);
    assertThatThrownBy(() -> start(directory)).hasMessageContaining(digest);
    NewDirectory.remove(directory.siteDirectory());
    assertThatThrownBy(() -> start(directory)).hasMessageContaining(digest);
  }

  @Test
  void refusesToStartWithAProgramThatTheElectionDoesNotBind() throws IOException {
    ElectionDirectory directory = found("results.example");
    Files.createDirectory(directory.siteDirectory());
    Files.writeString(directory.siteDirectory().resolve("page.js"), "");

    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.siteDirectory()
                + ": the election statement binds no program; remove the directory");
  }

  @Test
  void saysThatThePortOfTheSiteIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      assertThatThrownBy(
              () -> new Site(address, temporary, temporary, (path, accept) -> Optional.empty()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on " + address.getHostString());
    }
  }
}
