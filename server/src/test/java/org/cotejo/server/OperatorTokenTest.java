package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTokenTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DIGITS =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("operators.token");
  }

  @Test
  void writesOneLineThatOnlyTheOwnerMayRead() throws IOException {
    OperatorToken token = OperatorToken.create(file, RANDOM);
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    assertThat(token.authorization()).isEqualTo("Bearer " + Files.readString(file).strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void makesATokenOnceAndKeepsIt() throws IOException {
    OperatorToken made = OperatorToken.readOrCreate(file, RANDOM);
    assertThat(OperatorToken.readOrCreate(file, RANDOM).authorization())
        .isEqualTo(made.authorization());
    assertThatThrownBy(() -> OperatorToken.create(file, RANDOM))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.delete(file);
    assertThat(OperatorToken.readOrCreate(file, RANDOM).authorization())
        .isNotEqualTo(made.authorization());
  }

  @Test
  void everyElectionHasOneOfItsOwn() throws IOException {
    Path one = TestElection.found(directory.resolve("one")).directory().operatorToken();
    Path other = TestElection.found(directory.resolve("other")).directory().operatorToken();
    assertThat(OperatorToken.read(one).authorization())
        .isNotEqualTo(OperatorToken.read(other).authorization());
  }

  @Test
  void isShownByItsDigitsInAnyCaseOfTheScheme() throws IOException {
    Files.writeString(file, DIGITS + "\n");
    OperatorToken token = OperatorToken.read(file);
    assertThat(token.isShownBy("Bearer " + DIGITS)).isTrue();
    assertThat(token.isShownBy("bearer " + DIGITS)).isTrue();
    for (String other :
        new String[] {
          "",
          "Bearer",
          "Bearer ",
          DIGITS,
          "Bearer  " + DIGITS,
          "Bearer " + DIGITS + " ",
          "Bearer " + DIGITS.substring(1),
          "Bearer 1" + DIGITS.substring(1),
          "Bearer " + DIGITS.substring(0, 63) + "0",
          "Bearer " + DIGITS.replace('a', 'A'),
          "Basic " + DIGITS
        }) {
      assertThat(token.isShownBy(other)).as(other).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "secret", "0123", DIGITS + DIGITS, DIGITS + "\nx"})
  void refusesFileThatHoldsNoToken(String text) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> OperatorToken.readOrCreate(file, RANDOM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": not an operator's token");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> OperatorToken.read(file)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void doesNotTellItsDigitsWhenItIsPrinted() throws IOException {
    Files.writeString(file, DIGITS);
    assertThat(OperatorToken.read(file)).asString().doesNotContain("0123");
  }
}
