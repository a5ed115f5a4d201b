package org.cotejo.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTextTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 0",
    "2021-07-11T20:15:30Z, 1626034530",
    "2021-07-11T23:15:30+03:00, 1626034530",
    "2021-07-11 20:15:30, 1626034530",
    "2021-07-11 20:15, 1626034500"
  })
  void readsANumberOrATime(String text, long arrival) {
    assertThat(ArrivalText.read(text)).hasValue(arrival);
  }

  @ParameterizedTest
  @ValueSource(strings = {"late", "20:15", "-3", "1969-01-01T00:00:00Z", "1234567890123456789", ""})
  void readsNothingElse(String text) {
    assertThat(ArrivalText.read(text)).isEmpty();
  }

  @Test
  void ordersTimesWithTheirOffsets() {
    long earlier = ArrivalText.read("2021-07-11T20:00:00+03:00").orElseThrow();
    assertThat(earlier).isLessThan(ArrivalText.read("2021-07-11T18:00:00Z").orElseThrow());
  }
}
