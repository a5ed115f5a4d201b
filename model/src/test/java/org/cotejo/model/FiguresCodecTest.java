package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;

/// Figures as CBOR; what is refused stands in the vectors of the statements.
class FiguresCodecTest {
  private static TallyFigures decode(String hex) throws MalformedException {
    return FiguresCodec.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void writesTheBytesWorkedOutByHand() throws MalformedException {
    Sheet sheet =
        Sheet.empty()
            .registered(500)
            .admitted(24)
            .received(23)
            .spoiled(0)
            .channel(0, 255, 1, 2, 252, 252, 0)
            .channel(2, 65_536, 0, 0, 65_536, 65_535, 1);
    String byHand =
        "a5 01 1901f4 03 1818 04 17 06 00 07 82"
            + " 86 00 18ff 01 02 18fc 82 18fc 00"
            + " 86 02 1a00010000 00 00 1a00010000 82 19ffff 01";
    assertThat(HexFormat.of().formatHex(FiguresCodec.encode(sheet.figures())))
        .isEqualTo(byHand.replace(" ", ""));
    assertThat(decode(byHand)).isEqualTo(sheet.figures());
  }

  @Test
  void absentFigureIsNotZero() throws MalformedException {
    TallyFigures absent = decode("a3 01 00 03 00 07 81 86 00 00 00 00 00 81 00");
    TallyFigures zero = decode("a4 01 00 02 00 03 00 07 81 86 00 00 00 00 00 81 00");
    assertThat(absent.votersAdded()).isEmpty();
    assertThat(zero.votersAdded()).hasValue(0);
    assertThat(absent).isNotEqualTo(zero);
  }

  @Test
  void takesTheLongestBallotAndTheLargestCount() throws MalformedException {
    var votes = new long[1000];
    Arrays.fill(votes, 999_999_999);
    TallyFigures figures = Sheet.empty().channel(3, 1, 0, 0, 1, votes).figures();
    TallyFigures read = FiguresCodec.decode(FiguresCodec.encode(figures));
    assertThat(read.channels().getFirst().votes()).containsOnly(999_999_999).hasSize(1000);
  }

  @Test
  void refusesEveryPrefixOfSomeFigures() {
    byte[] bytes = FiguresCodec.encode(Sheet.inOrder().figures());
    for (int length = 0; length < bytes.length; length++) {
      byte[] prefix = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> FiguresCodec.decode(prefix)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void refusesLengthsBeyondTheInputBeforeMakingRoomForThem() {
    for (String head : new String[] {"98ff", "99ffff", "9affffffff", "9bffffffffffffffff"}) {
      assertThatThrownBy(() -> decode("a3 01 00 03 00 07 81 86 00 00 00 00 00 " + head))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void refusesEachNumberOneAboveTheLargest() {
    for (int place : IntStream.range(0, 11).toArray()) {
      assertThatThrownBy(() -> FiguresCodec.decode(withOneTooLarge(place)))
          .as("place %d", place)
          .isInstanceOf(MalformedException.class)
          .hasMessageEndingWith("number is larger than 999999999");
    }
  }

  /// All figures are the largest but the one at this place, which is one more.
  private static byte[] withOneTooLarge(int place) {
    var writer = new CborWriter().map(7);
    for (int i = 0; i < 6; i++) {
      writer.unsigned(i + 1).unsigned(number(i, place));
    }
    writer.unsigned(7).array(1).array(6).unsigned(0);
    for (int i = 6; i < 10; i++) {
      writer.unsigned(number(i, place));
    }
    return writer.array(1).unsigned(number(10, place)).toByteArray();
  }

  private static long number(int at, int place) {
    return at == place ? 1_000_000_000 : 999_999_999;
  }
}
