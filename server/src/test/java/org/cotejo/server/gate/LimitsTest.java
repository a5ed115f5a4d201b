package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
  private static Limits parse(String json) throws MalformedException {
    return Limits.parse(json.getBytes(UTF_8));
  }

  private static void assertSame(Limits actual, Limits expected) {
    for (Limit limit : Limit.values()) {
      assertThat(actual.of(limit)).as(limit.label()).isEqualTo(expected.of(limit));
    }
  }

  @Test
  void areReadBackAsTheyWereWritten() throws MalformedException {
    var random = new Random(4);
    for (int i = 0; i < 200; i++) {
      Limits limits = Limits.STANDARD;
      for (Limit limit : Limit.values()) {
        limits = limits.with(limit, random.nextInt(limit.least(), limit.most() + 1));
      }
      assertSame(parse(limits.json()), limits);
    }
  }

  @Test
  void keepTheirStandardValueWhereNothingIsSaid() throws MalformedException {
    assertSame(parse("{}"), Limits.STANDARD);
    assertSame(parse(" {\"parked\":\n 0} \n"), Limits.STANDARD.with(Limit.PARKED, 0));
    assertSame(parse(Limits.STANDARD.json()), Limits.STANDARD);
  }

  @Test
  void areWrittenOneToALine() {
    assertThat(Limits.STANDARD.json().lines()).hasSize(Limit.values().length + 2);
    assertThat(Limits.STANDARD.json())
        .startsWith("{\n  \"connections\": 8192,\n")
        .endsWith("\n}\n");
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void areWithinTheirRanges(Limit limit) throws MalformedException {
    assertThat(limit.standard()).isBetween(limit.least(), limit.most());
    assertThat(Limit.of(limit.label())).contains(limit);
    for (int value : new int[] {limit.least(), limit.most()}) {
      assertThat(Limits.STANDARD.with(limit, value).of(limit)).isEqualTo(value);
      assertThat(parse("{\"%s\":%d}".formatted(limit.label(), value)).of(limit)).isEqualTo(value);
    }
    for (int value : new int[] {limit.least() - 1, limit.most() + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Limits.STANDARD.with(limit, value))
          .withMessageContaining(limit.label());
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> parse("{\n\"%s\":\n%d}".formatted(limit.label(), value)))
          .withMessage(
              "line 3: '%s' is a whole number from %d to %d",
              limit.label(), limit.least(), limit.most());
    }
  }

  /// What an operator may write can be put in force.
  @Test
  void areOnesThatNetworksCanHave() {
    for (int failures :
        new int[] {Limit.FAILURES_PER_NETWORK.least(), Limit.FAILURES_PER_NETWORK.most()}) {
      for (int seconds : new int[] {Limit.REFUSED_SECONDS.least(), Limit.REFUSED_SECONDS.most()}) {
        assertThatCode(() ->
                new NetworkLimits(
                    failures, Duration.ofSeconds(10), Duration.ofSeconds(seconds), Set.of()))
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                  | line 1: it is not a JSON object
          '[]'                                | line 1: it is not a JSON object
          '5'                                 | line 1: it is not a JSON object
          '{\\n"parkd": 1}'                    | line 2: there is no limit 'parkd'
          '{"Parked": 1}'                     | line 1: there is no limit 'Parked'
          '{\\n\\n"parked": 1.0}'               | line 3: 'parked' is a whole number from 0 to 500000
          '{"parked": "1"}'                   | line 1: 'parked' is a whole number from 0 to 500000
          '{"parked": null}'                  | line 1: 'parked' is a whole number from 0 to 500000
          '{"parked": [1]}'                   | line 1: 'parked' is a whole number from 0 to 500000
          '{"parked": 4294967296}'            | line 1: 'parked' is a whole number from 0 to 500000
          '{"parked": 99999999999999999999}'  | line 1: 'parked' is a whole number from 0 to 500000
          '{"parked": 1}\\n{}'                 | line 2: something follows the JSON object
          '{"parked": 1}\\n7'                  | line 2: something follows the JSON object
          """)
  void refuseWhatIsNotOneObjectOfLimits(String json, String problem) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(json.replace("\\n", "\n")))
        .withMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{"parked": 1,\\n"parked": 1}'  | line 2: not JSON:
          '{"parked": 1'                  | line 1: not JSON:
          '{"parked": 1}\\n\\nx'          | line 3: not JSON:
          '{"parked": 1,}'                | line 1: not JSON:
          '{parked: 1}'                   | line 1: not JSON:
          '{"parked": 01}'                | line 1: not JSON:
          '//so {}'                    | line 1: not JSON:
          """)
  void refuseWhatIsNotJson(String json, String problem) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> parse(json.replace("\\n", "\n")))
        .withMessageStartingWith(problem);
  }
}
