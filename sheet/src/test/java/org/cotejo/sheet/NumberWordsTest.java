package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberWordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, zero, cero",
    "1, one, uno",
    "10, ten, diez",
    "15, fifteen, quince",
    "16, sixteen, dieciséis",
    "20, twenty, veinte",
    "21, twenty-one, veintiuno",
    "22, twenty-two, veintidós",
    "26, twenty-six, veintiséis",
    "30, thirty, treinta",
    "31, thirty-one, treinta y uno",
    "40, forty, cuarenta",
    "99, ninety-nine, noventa y nueve",
    "100, one hundred, cien",
    "101, one hundred one, ciento uno",
    "121, one hundred twenty-one, ciento veintiuno",
    "200, two hundred, doscientos",
    "344, three hundred forty-four, trescientos cuarenta y cuatro",
    "500, five hundred, quinientos",
    "717, seven hundred seventeen, setecientos diecisiete",
    "900, nine hundred, novecientos",
    "1000, one thousand, mil",
    "1001, one thousand one, mil uno",
    "1100, one thousand one hundred, mil cien",
    "2000, two thousand, dos mil",
    "21000, twenty-one thousand, veintiún mil",
    "21021, twenty-one thousand twenty-one, veintiún mil veintiuno",
    "31000, thirty-one thousand, treinta y un mil",
    "100000, one hundred thousand, cien mil",
    "101000, one hundred one thousand, ciento un mil",
    "121000, one hundred twenty-one thousand, ciento veintiún mil",
    "1000000, one million, un millón",
    "1000001, one million one, un millón uno",
    "1001000, one million one thousand, un millón mil",
    "2000100, two million one hundred, dos millones cien",
    "21000000, twenty-one million, veintiún millones",
    "100000000, one hundred million, cien millones",
    "123456789, one hundred twenty-three million four hundred fifty-six thousand seven hundred"
        + " eighty-nine, ciento veintitrés millones cuatrocientos cincuenta y seis mil setecientos"
        + " ochenta y nueve",
    "999999999, nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred"
        + " ninety-nine, novecientos noventa y nueve millones novecientos noventa y nueve mil"
        + " novecientos noventa y nueve"
  })
  void saysKnownNumbers(long count, String english, String spanish) {
    assertThat(NumberWords.ENGLISH.of(count)).isEqualTo(english);
    assertThat(NumberWords.SPANISH.of(count)).isEqualTo(spanish);
  }

  @ParameterizedTest
  @EnumSource
  void saysNoTwoCountsAlike(NumberWords language) {
    var said = new HashSet<String>();
    for (int count = 0; count < 120_000; count++) {
      assertThat(said.add(language.of(count))).as(language.of(count)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoGapsBetweenWords(NumberWords language) {
    var random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      assertThat(language.of(random.nextInt(NumberWords.MAX + 1))).matches("\\p{L}+([ -]\\p{L}+)*");
    }
  }

  @Test
  void refusesWhatIsNoCount() {
    assertThatThrownBy(() -> NumberWords.ENGLISH.of(-1)).hasMessage("not a count: -1");
    assertThatThrownBy(() -> NumberWords.SPANISH.of(1_000_000_000))
        .hasMessage("not a count: 1000000000");
  }
}
