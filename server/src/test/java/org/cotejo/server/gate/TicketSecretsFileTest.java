package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketSecretsFileTest {
  private static final String SECRET = "0123456789abcdef".repeat(4);

  @TempDir private Path directory;
  private Path path = Path.of("");
  private final SecureRandom random = new SecureRandom();

  @BeforeEach
  void name() {
    path = directory.resolve("tickets.secrets");
  }

  private TicketSecretsFile file() {
    return new TicketSecretsFile(path, TestSecrets.ELECTION);
  }

  private static boolean passes(Ticket ticket, TicketSecrets secrets) {
    byte[] text = ticket.toString().getBytes(StandardCharsets.US_ASCII);
    return new TicketCheck(new AtomicReference<>(secrets)).check(text, 0);
  }

  @Test
  void holdsOneLineAnEpochThatOnlyTheOwnerMayRead() throws IOException {
    TicketSecrets made = file().create(random);

    assertThat(made.epochs()).containsExactly(1);
    assertThat(Files.readString(path)).matches("1 [0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(passes(made.issue(TestSecrets.DEVICE, 1), file().read())).isTrue();
  }

  @Test
  void isNotMadeTwice() throws IOException {
    TicketSecrets made = file().create(random);

    assertThatThrownBy(() -> file().create(random)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(passes(made.issue(TestSecrets.DEVICE, 1), file().readOrCreate(random))).isTrue();
  }

  @Test
  void isMadeWhereItIsMissing() throws IOException {
    assertThatThrownBy(() -> file().read()).isInstanceOf(NoSuchFileException.class);
    assertThat(file().exists()).isFalse();
    assertThat(file().readOrCreate(random).epochs()).containsExactly(1);
    assertThat(file().exists()).isTrue();
  }

  @Test
  void keepsTheEpochBeforeARotationAndNoOlderOne() throws IOException {
    Ticket first = file().create(random).issue(TestSecrets.DEVICE, 1);
    Ticket second = file().rotate(random).issue(TestSecrets.DEVICE, 1);

    assertThat(second.epoch()).isEqualTo(2);
    assertThat(passes(first, file().read())).isTrue();
    assertThat(passes(second, file().read())).isTrue();

    TicketSecrets third = file().rotate(random);
    assertThat(third.epochs()).containsExactly(2, 3).isEqualTo(file().read().epochs());
    assertThat(passes(first, file().read())).isFalse();
    assertThat(passes(second, file().read())).isTrue();
    assertThat(directory.toFile().list()).containsExactly("tickets.secrets");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void isReplacedAlsoAfterARotationThatWasBrokenOff() throws IOException {
    file().create(random);
    Files.writeString(directory.resolve("tickets.secrets.new"), "1 half");

    assertThat(file().rotate(random).epochs()).containsExactly(1, 2);
    assertThat(directory.toFile().list()).containsExactly("tickets.secrets");
  }

  @Test
  void endsWithTheLastEpoch() throws IOException {
    Files.writeString(path, "65535 " + SECRET + "\n");

    assertThatThrownBy(() -> file().rotate(random))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(path + ": epoch 65535 is the last; remove the file");
    assertThat(Files.readString(path)).startsWith("65535 ");
  }

  @Test
  void readsUpToFourEpochs() throws IOException {
    assertThat(read(epochs(4)).epochs()).containsExactly(1, 2, 3, 4);
    assertThat(read("0 " + SECRET + "\n65535 " + SECRET + "\n").epochs())
        .containsExactly(0, 65_535);
    assertThatThrownBy(() -> read(epochs(5)))
        .hasMessageContaining(": line 5: more than 4 epochs; put the file back");
  }

  private static String epochs(int number) {
    return IntStream.rangeClosed(1, number)
        .mapToObj(epoch -> epoch + " " + SECRET + "\n")
        .collect(Collectors.joining());
  }

  private TicketSecrets read(String text) throws IOException {
    Files.writeString(path, text);
    return file().read();
  }

  /// `S` stands for a secret, `/` for a line feed.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''         | 1 | no epoch is in force",
        "/          | 1 | not an epoch, a space and 64 hex digits",
        "1 S        | 1 | does not end with a line feed",
        "1 S//      | 2 | not an epoch, a space and 64 hex digits",
        "1 S/2 S    | 2 | does not end with a line feed",
        "1 S/1 S/   | 2 | epoch 1 does not follow 1",
        "2 S/1 S/   | 2 | epoch 1 does not follow 2",
        "65536 S/   | 1 | epoch 65536 is above 65535",
        "01 S/      | 1 | not an epoch, a space and 64 hex digits",
        "-1 S/      | 1 | not an epoch, a space and 64 hex digits",
        "+1 S/      | 1 | not an epoch, a space and 64 hex digits",
        "1  S/      | 1 | not an epoch, a space and 64 hex digits",
        "' 1 S/'    | 1 | not an epoch, a space and 64 hex digits",
        "1 S0/      | 1 | not an epoch, a space and 64 hex digits",
        "1 SS/      | 1 | not an epoch, a space and 64 hex digits",
        "1 SSSSSS   | 1 | does not end with a line feed",
        "S/         | 1 | not an epoch, a space and 64 hex digits",
        "'1 S /'    | 1 | not an epoch, a space and 64 hex digits",
        "1 0XS/     | 1 | not an epoch, a space and 64 hex digits",
        "1 é/       | 1 | not an epoch, a space and 64 hex digits"
      })
  void saysWhichLineIsWrongAndTellsNothingOfIt(String text, int line, String problem) {
    assertThatThrownBy(() -> read(text.replace("S", SECRET).replace('/', '\n')))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s: line %d: %s; put the file back from a copy, or remove it: then new secrets are made, and every ticket has to be issued again"
                .formatted(path, line, problem))
        .hasMessageNotContaining(SECRET.substring(0, 8));
  }

  @Test
  void refusesSecretsInUpperCase() {
    assertThatThrownBy(() -> read("1 " + SECRET.toUpperCase(Locale.ROOT) + "\n"))
        .hasMessageContaining(": line 1: ");
  }

  @Test
  void isNoDirectory() throws IOException {
    Files.createDirectory(path);
    assertThatThrownBy(() -> file().read()).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> file().create(random)).isInstanceOf(FileAlreadyExistsException.class);
  }
}
