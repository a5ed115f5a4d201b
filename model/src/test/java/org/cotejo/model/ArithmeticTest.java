package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cotejo.model.Arithmetic.Breach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule at its border: the last sheet that keeps it and the first that breaks it.
class ArithmeticTest {
  /// Breaches as text, `rule channel found expected`; the channel of a whole sheet is `-`.
  private static List<String> breaches(
      Sheet sheet, int noneOfThese, ValidVotesBase base, long registered) {
    return Arithmetic.check(sheet.figures(), noneOfThese, base, registered).stream()
        .map(ArithmeticTest::text)
        .toList();
  }

  private static String text(Breach breach) {
    return "%s %s %d %d"
        .formatted(
            breach.rule(),
            breach.channel() < 0 ? "-" : Integer.toString(breach.channel()),
            breach.found(),
            breach.expected());
  }

  private static Arguments of(String name, Sheet sheet, String... breaches) {
    return Arguments.of(name, sheet, List.of(breaches));
  }

  static Stream<Arguments> wholeSheets() {
    return Stream.of(
        of("in order", Sheet.inOrder()),
        of("R101 kept, all admitted", Sheet.of(500, 0, 0)),
        of(
            "R101 broken by one",
            Sheet.of(500, 0, 0).admitted(501),
            "R101 - 501 500",
            "R201 - 500 501"),
        of("R101 kept with voters added", Sheet.of(503, 0, 0).added(3)),
        of(
            "R101 broken with voters added",
            Sheet.of(503, 0, 0).added(3).admitted(504),
            "R101 - 504 503",
            "R201 - 503 504"),
        of("R102 kept", Sheet.inOrder().received(450).unused(50)),
        of("R102 kept with spoiled", Sheet.inOrder().received(450).unused(47).spoiled(3)),
        of(
            "R102 broken, one missing",
            Sheet.inOrder().received(450).unused(46).spoiled(3),
            "R102 - 450 449"),
        of("R102 broken, one too many", Sheet.inOrder().received(450).unused(51), "R102 - 450 451"),
        of("R102 asks nothing without received", Sheet.inOrder().unused(50).spoiled(3)),
        of("R102 asks nothing without unused", Sheet.inOrder().received(450).spoiled(3)),
        of("R106 kept, entitled exactly", Sheet.of(501, 0, 0).added(1)),
        of(
            "R106 broken by one",
            Sheet.of(502, 0, 0).added(1).admitted(501),
            "R106 - 502 501",
            "R201 - 502 501"),
        of("R201 broken by one more admitted", Sheet.of(400, 0, 0).admitted(401), "R201 - 400 401"),
        of("R201 broken by one less admitted", Sheet.of(400, 0, 0).admitted(399), "R201 - 400 399"),
        of("R202 kept below 2 %", Sheet.of(101, 0, 0).admitted(99), "R201 - 101 99"),
        of(
            "R202 broken at 2 %",
            Sheet.of(100, 0, 0).admitted(98), "R201 - 100 98", "R202 - 100 98"),
        of("R202 kept, more admitted", Sheet.of(101, 0, 0).admitted(103), "R201 - 101 103"),
        of(
            "R202 broken, more admitted",
            Sheet.of(100, 0, 0).admitted(102),
            "R201 - 100 102",
            "R202 - 100 102"),
        of("R203 kept below 3 %", Sheet.of(101, 3, 0)),
        of("R203 broken at 3 %", Sheet.of(100, 3, 0), "R203 - 3 100"),
        of("R203 kept without ballots", Sheet.of(0, 0, 0), "R205 - 0 0"),
        of("R204 kept below 3 %", Sheet.of(101, 0, 3)),
        of("R204 broken at 3 %", Sheet.of(100, 0, 3), "R204 - 3 100"),
        of("R205 kept by one ballot", Sheet.of(1, 0, 0)),
        of(
            "R205 broken, one admitted",
            Sheet.of(0, 0, 0).admitted(1),
            "R201 - 0 1",
            "R202 - 0 1",
            "R205 - 0 1"),
        of("R206 broken by one more", Sheet.inOrder().registered(501), "R206 - 501 500"),
        of("R206 broken by one less", Sheet.inOrder().registered(499), "R206 - 499 500"),
        of("R206 leaves voters added apart", Sheet.inOrder().added(7)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholeSheets")
  void reportsExactlyTheRulesTheSheetBreaks(String name, Sheet sheet, List<String> expected) {
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, 500)).isEqualTo(expected);
  }

  @Test
  void fifteenIsTooWideHoweverLargeTheStation() {
    assertThat(
            breaches(
                Sheet.of(2_000, 0, 0).admitted(1_986).registered(3_000),
                -1,
                ValidVotesBase.ALL_SELECTIONS,
                3_000))
        .containsExactly("R201 - 2000 1986");
    assertThat(
            breaches(
                Sheet.of(2_000, 0, 0).admitted(1_985).registered(3_000),
                -1,
                ValidVotesBase.ALL_SELECTIONS,
                3_000))
        .containsExactly("R201 - 2000 1985", "R202 - 2000 1985");
  }

  private static Sheet channel(long cast, long blank, long invalid, long valid, long... votes) {
    return Sheet.empty().channel(0, cast, blank, invalid, valid, votes).admitted(cast);
  }

  static Stream<Arguments> channels() {
    return Stream.of(
        of("R103 kept", channel(200, 1, 2, 197, 100, 90, 7)),
        of("R103 broken, one too few", channel(199, 1, 2, 197, 100, 90, 7), "R103 0 199 200"),
        of("R103 broken, one too many", channel(201, 1, 2, 197, 100, 90, 7), "R103 0 201 200"),
        of("R104 broken, one too few", channel(199, 1, 2, 196, 100, 90, 7), "R104 0 196 197"),
        of("R104 broken, one too many", channel(201, 1, 2, 198, 100, 90, 7), "R104 0 198 197"),
        of(
            "R103 and R104 together",
            channel(200, 1, 2, 198, 100, 90, 7),
            "R103 0 200 201",
            "R104 0 198 197"),
        of("R105 broken and R103, R104 not repeated", channel(3, 0, 0, 0, 0, 1, 2), "R105 0 0 3"),
        of("R105 broken by one vote", channel(1, 0, 0, 0, 0, 0, 1), "R105 0 0 1"),
        of("R105 kept by one valid vote", channel(3, 0, 0, 1, 0, 1, 2), "R103 0 3 1", "R104 0 1 3"),
        of("R104 where no selection has votes", channel(5, 0, 0, 5, 0, 0, 0), "R104 0 5 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("channels")
  void reportsExactlyTheRulesTheChannelBreaks(String name, Sheet sheet, List<String> expected) {
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, 500)).isEqualTo(expected);
  }

  @Test
  void judgesEachChannelByItselfAndOrdersByRuleThenChannel() {
    Sheet sheet =
        Sheet.empty()
            .channel(0, 101, 0, 0, 100, 100)
            .channel(1, 100, 0, 0, 100, 99)
            .channel(2, 9, 0, 0, 0, 9)
            .channel(3, 100, 0, 0, 99, 100)
            .admitted(310);
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, 500))
        .containsExactly(
            "R103 0 101 100", "R103 3 100 99", "R104 1 100 99", "R104 3 99 100", "R105 2 0 9");
  }

  @Test
  void addsTheChannelsUpForTheRulesOfTheWholeSheet() {
    Sheet sheet =
        Sheet.empty()
            .channel(0, 250, 4, 4, 242, 242)
            .channel(1, 250, 11, 11, 228, 228)
            .channel(3, 1, 0, 0, 1, 1)
            .admitted(500);
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, 500))
        .containsExactly("R106 - 501 500", "R201 - 501 500");
    Sheet atThreePercent =
        Sheet.empty()
            .channel(0, 250, 4, 4, 242, 242)
            .channel(1, 250, 11, 11, 228, 228)
            .admitted(500);
    assertThat(breaches(atThreePercent, -1, ValidVotesBase.ALL_SELECTIONS, 500))
        .containsExactly("R203 - 15 500", "R204 - 15 500");
  }

  @Test
  void paperIsTheFirstChannelOnly() {
    Sheet sheet =
        Sheet.empty()
            .channel(0, 300, 0, 0, 300, 300)
            .channel(1, 100, 0, 0, 100, 100)
            .received(350)
            .unused(50);
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, 500)).isEmpty();
    Sheet withoutPaper =
        Sheet.empty().channel(1, 400, 0, 0, 400, 400).received(350).unused(349).spoiled(1);
    assertThat(breaches(withoutPaper, -1, ValidVotesBase.ALL_SELECTIONS, 500)).isEmpty();
    assertThat(breaches(withoutPaper.spoiled(0), -1, ValidVotesBase.ALL_SELECTIONS, 500))
        .containsExactly("R102 - 350 349");
  }

  @Test
  void noneOfTheseIsCountedWhereTheContestCountsIt() {
    Sheet among = channel(200, 1, 2, 197, 100, 90, 7);
    Sheet apart = channel(200, 1, 2, 190, 100, 90, 7);
    var all = ValidVotesBase.ALL_SELECTIONS;
    var without = ValidVotesBase.WITHOUT_NONE_OF_THESE;
    assertThat(breaches(among, 2, all, 500)).isEmpty();
    assertThat(breaches(apart, 2, without, 500)).isEmpty();
    assertThat(breaches(apart, 2, all, 500)).containsExactly("R103 0 200 193", "R104 0 190 197");
    assertThat(breaches(among, 2, without, 500))
        .containsExactly("R103 0 200 207", "R104 0 197 190");
    assertThat(breaches(among, -1, without, 500)).isEmpty();
  }

  @Test
  void noneOfTheseApartIsNotAValidVoteLeftOut() {
    var without = ValidVotesBase.WITHOUT_NONE_OF_THESE;
    assertThat(breaches(channel(7, 0, 0, 0, 0, 0, 7), 2, without, 500)).isEmpty();
    assertThat(breaches(channel(8, 0, 0, 0, 1, 0, 7), 2, without, 500))
        .containsExactly("R105 0 0 1");
  }

  @Test
  void theLargestFiguresDoNotOverflow() {
    long max = FiguresCodec.MAX_COUNT;
    var votes = new long[1000];
    Arrays.fill(votes, max);
    Sheet sheet = Sheet.empty().registered(max).added(max).admitted(0).received(max).unused(max);
    for (int channel = 0; channel < 4; channel++) {
      sheet.channel(channel, max, max, max, max, votes);
    }
    assertThat(breaches(sheet, -1, ValidVotesBase.ALL_SELECTIONS, max))
        .contains(
            "R102 - 999999999 1999999998",
            "R103 3 999999999 2999999997",
            "R104 3 999999999 999999999000",
            "R106 - 3999999996 1999999998",
            "R202 - 3999999996 0");
  }

  @Test
  void codesAndLevelsStayAsPublished() {
    Set<ArithmeticRule> errors = EnumSet.noneOf(ArithmeticRule.class);
    for (ArithmeticRule rule : ArithmeticRule.values()) {
      if (rule.level() == ArithmeticRule.Level.ERROR) {
        errors.add(rule);
      }
    }
    assertThat(errors)
        .extracting(Enum::name)
        .containsExactly("R101", "R102", "R103", "R104", "R105", "R106");
    assertThat(ArithmeticRule.values())
        .extracting(Enum::name)
        .endsWith("R201", "R202", "R203", "R204", "R205", "R206")
        .hasSize(12);
  }
}
