package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The column for colours, which a package need not have.
class PackageColoursTest {
  private static final String HEADER = "contest,selection,type,area,name,nameLatin";

  /// With the column, the first selection having this colour and the others none.
  private static SortedMap<String, byte[]> coloured(String colour) {
    String text = SoundPackage.text(SoundPackage.files(), "selections.csv").replace("\n", ",\n");
    return SoundPackage.withFile(
        "selections.csv",
        text.replace(HEADER + ",", HEADER + ",colour").replace(",A,\n", ",A," + colour + "\n"));
  }

  @Test
  void givesEachSelectionItsOwnOrNone() {
    ElectionPackage election = SoundPackage.read(coloured("#0a6fc4"));
    assertThat(election.hasColours()).isTrue();
    assertThat(election.contests().getFirst().selections())
        .extracting(Selection::colour)
        .first()
        .isEqualTo(Optional.of(new Colour(0x0a6fc4)));
    assertThat(election.contests().getFirst().selections().get(1).colour()).isEmpty();
    assertThat(new Colour(0x0a6fc4)).hasToString("#0a6fc4");
  }

  @Test
  void needNotBeThere() {
    ElectionPackage election = SoundPackage.read(SoundPackage.files());
    assertThat(election.hasColours()).isFalse();
    assertThat(election.contests().getFirst().selections().getFirst().colour()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "#fff", "#0A6FC4", "0a6fc4", "#0a6fc4 ", "#0a6fcg", "#0a6fc400"})
  void refusesWhatIsNoColour(String colour) {
    assertThat(SoundPackage.errors(coloured(colour)))
        .containsExactly(
            "selections.csv:2: colour is not # and six digits of 0-9 and a-f: '" + colour + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {",color", ",colour,note", ",Colour"})
  void refusesAnotherHeader(String more) {
    assertThat(SoundPackage.errors(SoundPackage.with("selections.csv", HEADER, HEADER + more)))
        .containsExactly(
            "selections.csv:1: the first line must be exactly "
                + HEADER
                + ", or end in ,colour too");
  }

  @Test
  void aColourHasTwentyFourBits() {
    assertThatThrownBy(() -> new Colour(1 << 24)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Colour(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
