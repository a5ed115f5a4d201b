package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawLineTest {
  static Second random(Random random, long time, Lane lane) {
    Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      if (random.nextInt(4) == 0) {
        refused.put(reason, (long) random.nextInt(1_000));
      }
    }
    long p50 = random.nextInt(100);
    return new Second(
        time,
        1,
        lane,
        random.nextInt(5_000),
        new Counts(
            random.nextInt(1_000),
            random.nextInt(1_000),
            random.nextInt(100_000),
            random.nextLong(1L << 40),
            random.nextInt(1_000),
            random.nextInt(10),
            refused),
        new Latency(p50, p50 + 1, p50 + random.nextInt(1, 50), p50 + 1_000),
        random.nextInt(10_000));
  }

  @Test
  void saysWhatWasCounted() {
    Counts counted =
        new Counts(12, 11, 10, 5_120, 8, 1, Map.of(Reason.RATE, 3L, Reason.NO_TICKET, 12L));
    Second second =
        new Second(
            1_772_366_400, 1, Lane.STATIONS, 7, counted, new Latency(900, 1_200, 3_000, 3_100), 4);

    assertThat(RawLine.encode(second))
        .isEqualTo(
            "1772366400,1,stations,7,12,11,10,5120,8,1,900,1200,3000,3100,4,no-ticket=12 rate=3\n");
    assertThat(RawLine.HEADER.split(",")).hasSize(16);
  }

  @Test
  void saysTheSameWhenReadBack() {
    var random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      Second second = random(random, random.nextLong(Second.MAX_TIME), Lane.OPEN);
      String line = RawLine.encode(second);

      assertThat(line).endsWith("\n").hasSizeLessThan(RawLine.MAX_BYTES);
      assertThat(RawLine.parse(line.strip())).contains(second);
    }
  }

  @Test
  void isReadInNoOtherSpelling() {
    String good = "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=1 rate=2";

    assertThat(RawLine.parse(good)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,,",
        "1772366400,1,shut,0,1,0,1,9,0,0,0,0,0,0,1,",
        "+1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "01772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "-1,1,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "253402300800,1,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,0,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,3601,open,0,1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,1,open,-1,1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,1,open,0,-1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,-1,",
        "1772366400,1,open,0,1,0,1,9,0,0,5,4,6,7,1,",
        "1772366400,1,open,0,9223372036854775808,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,1,open,0, 1,0,1,9,0,0,0,0,0,0,1,",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=0",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=-1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,=1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,attack=1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,rate=2 busy=1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=1 busy=1",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=1 ",
        "1772366400,1,open,0,1,0,1,9,0,0,0,0,0,0,1,busy=1\r"
      })
  void refusesEveryOtherSpelling(String line) {
    assertThat(RawLine.parse(line)).isEmpty();
  }
}
