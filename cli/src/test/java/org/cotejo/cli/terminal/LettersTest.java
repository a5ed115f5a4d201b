package org.cotejo.cli.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LettersTest {
  @Test
  void writesWhatTheEncodingHas() {
    assertThat(Letters.of(UTF_8)).isEqualTo(Letters.UNICODE);
    assertThat(Letters.of(US_ASCII)).isEqualTo(Letters.ASCII);
    assertThat(Letters.of(ISO_8859_1)).isEqualTo(Letters.ASCII);
    assertThat(Letters.UNICODE.write("vía · ▁▂█▏ –")).isEqualTo("vía · ▁▂█▏ –");
  }

  @Test
  void leavesNoLetterThatAsciiLacksAndKeepsTheWidth() {
    String drawn = "Peticiones en el último minuto · ≈5 ▁▂▃▄▅▆▇█▏▎▍▌▋▊▉ – ñ…";
    String typed = Letters.ASCII.write(drawn);
    assertThat(typed).isEqualTo("Peticiones en el ultimo minuto . ~5 __--==##------- - n~");
    assertThat(typed).hasSameSizeAs(drawn);
    assertThat(US_ASCII.newEncoder().canEncode(typed)).isTrue();
  }
}
