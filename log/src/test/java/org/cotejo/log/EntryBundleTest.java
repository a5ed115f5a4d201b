package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
  private static final byte[] SEVEN =
      HexFormat.of().parseHex("0000000100000110000220210002303100044041424300085051525354555657");

  @Test
  void writesAndReadsTheKnownBundle() throws MalformedException {
    List<byte[]> entries = Vectors.RFC_ENTRIES.subList(0, 7);

    assertThat(EntryBundle.encode(entries)).isEqualTo(SEVEN);
    assertThat(EntryBundle.decode(SEVEN, 7)).containsExactlyElementsOf(entries);
  }

  @Test
  void holdsTheLongestEntriesInAFullBundle() throws MalformedException {
    List<byte[]> entries = Collections.nCopies(256, new byte[65_535]);
    byte[] bundle = EntryBundle.encode(entries);

    assertThat(bundle).hasSize(EntryBundle.MAX_BYTES);
    assertThat(EntryBundle.decode(bundle, 256)).hasSize(256).allMatch(e -> e.length == 65_535);
  }

  @Test
  void refusesBundleCutAnywhere() {
    for (int length = 0; length < SEVEN.length; length++) {
      byte[] cut = Arrays.copyOf(SEVEN, length);
      assertThatThrownBy(() -> EntryBundle.decode(cut, 7)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void refusesTrailingBytesAndAnotherWidth() {
    byte[] longer = Arrays.copyOf(SEVEN, SEVEN.length + 1);

    assertThatThrownBy(() -> EntryBundle.decode(longer, 7))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("1 bytes after");
    assertThatThrownBy(() -> EntryBundle.decode(SEVEN, 6)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> EntryBundle.decode(SEVEN, 8)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesToWriteWhatNobodyCouldRead() {
    List<byte[]> none = List.of();
    List<byte[]> many = Collections.nCopies(257, new byte[0]);
    List<byte[]> large = List.of(new byte[65_536]);

    assertThatThrownBy(() -> EntryBundle.encode(none)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.encode(many)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.encode(large))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
