package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Base45Test {
  static List<Vector> vectors() {
    return Vector.read("base45.jsonl");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsOrRefusesEachVector(Vector vector) throws MalformedException {
    String text = vector.text("text");
    if (vector.fields().get("valid").getAsBoolean()) {
      assertThat(Base45.decode(text, 100)).isEqualTo(vector.hex("bytes"));
      assertThat(Base45.encode(vector.hex("bytes"))).isEqualTo(text);
    } else {
      assertThatThrownBy(() -> Base45.decode(text, 100))
          .isInstanceOf(MalformedException.class)
          .hasMessage(vector.text("why"));
    }
  }

  @Test
  void readsBackWhatItWrote() throws MalformedException {
    var random = new Random(45);
    for (int length = 0; length < 600; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = Base45.encode(bytes);
      assertThat(text).hasSize(Base45.encodedLength(length));
      assertThat(Base45.decode(text, length)).isEqualTo(bytes);
    }
  }

  /// Two texts for the same bytes would be two codes for the same sheet.
  @Test
  void readsNoOtherSpelling() {
    var random = new Random(46);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append((char) (' ' + random.nextInt(95)));
      }
      try {
        assertThat(Base45.encode(Base45.decode(text.toString(), 100))).isEqualTo(text.toString());
        read++;
      } catch (MalformedException refused) {
        assertThat(refused).hasMessageStartingWith("Base45 ");
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void refusesMoreThanTheCallerAllows() throws MalformedException {
    assertThat(Base45.decode("BB8", 2)).hasSize(2);
    assertThatThrownBy(() -> Base45.decode("BB8", 1)).hasMessage("Base45 has 2 bytes, more than 1");
  }
}
