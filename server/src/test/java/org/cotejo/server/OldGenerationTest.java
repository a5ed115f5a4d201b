package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OldGenerationTest {
  private static final long MIB = 1 << 20;

  @Test
  void leavesWhatIsLittleBesideWhatLives() {
    assertThat(OldGeneration.isDue(60 * MIB, 0)).isFalse();
    assertThat(OldGeneration.isDue(124 * MIB, 64 * MIB)).isFalse();
    assertThat(OldGeneration.isDue(1400 * MIB, 1000 * MIB)).isFalse();
    assertThat(OldGeneration.isDue(10 * MIB, 1000 * MIB)).isFalse();
  }

  @Test
  void collectsWhatMayBeMoreThanAThirdOfAll() {
    assertThat(OldGeneration.isDue(65 * MIB, 0)).isTrue();
    assertThat(OldGeneration.isDue(130 * MIB, 64 * MIB)).isTrue();
    assertThat(OldGeneration.isDue(1501 * MIB, 1000 * MIB)).isTrue();
  }
}
