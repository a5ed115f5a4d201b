package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A text beside the log, and the digest in it.
class SealedTextTest {
  private static final byte[] SALT = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  @Test
  void digestIsThatOfTheSaltAndTheText() throws MalformedException {
    SealedText sealed = SealedText.of(SALT, "Ñandú\nsecond line");
    // printf '\x00\x01…\x0fÑandú\nsecond line' | sha256sum
    assertThat(sealed.digest())
        .hasToString("61a03a49591d2fb45fa95719efd52643c20227236517c4c7fa8323e854bc4988");
    assertThat(SealedText.of(new byte[16], sealed.text()).digest()).isNotEqualTo(sealed.digest());
  }

  @Test
  void isReadFromWhatIsKept() throws MalformedException {
    SealedText sealed = SealedText.of(SALT, "Two lines\nof text");
    assertThat(sealed.bytes())
        .startsWith(SALT)
        .endsWith("of text".getBytes(StandardCharsets.UTF_8));
    assertThat(SealedText.read(sealed.bytes())).isEqualTo(sealed).hasSameHashCodeAs(sealed);
    assertThat(SealedText.read(sealed.bytes()).text()).isEqualTo("Two lines\nof text");
  }

  @Test
  void doesNotTellTheTextWhenItIsPrinted() throws MalformedException {
    assertThat(SealedText.of(SALT, "private")).asString().doesNotContain("private");
  }

  static Stream<String> longestTexts() {
    return Stream.of("a".repeat(2048), "é".repeat(1024));
  }

  @ParameterizedTest
  @MethodSource("longestTexts")
  void takesTwoKibibytesAndNotOneByteMore(String text) throws MalformedException {
    assertThat(SealedText.of(SALT, text).text()).isEqualTo(text);
    refuses(text + "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0", "tab\t", "\r\n", "\u001b[2J", "\u009b", "\ud800"})
  void refusesWhatIsNoText(String text) {
    refuses(text);
  }

  private static void refuses(String text) {
    assertThatThrownBy(() -> SealedText.of(SALT, text))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("a text has 1 to 2048 bytes");
  }

  @Test
  void refusesToReadWhatItWouldNotWrite() {
    assertThatThrownBy(() -> SealedText.read(new byte[15]))
        .hasMessage("a sealed text begins with 16 bytes of salt");
    assertThatThrownBy(() -> SealedText.read(new byte[16]))
        .hasMessageStartingWith("a text has 1 to 2048 bytes");
    byte[] latin1 = "0123456789abcdef\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> SealedText.read(latin1)).hasMessage("a text is UTF-8");
  }

  @Test
  void insistsOnSixteenBytesOfSalt() {
    assertThatIllegalArgumentException().isThrownBy(() -> SealedText.of(new byte[15], "a"));
  }
}
