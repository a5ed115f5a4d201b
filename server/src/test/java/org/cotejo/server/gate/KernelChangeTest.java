package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelChangeTest {
  @Test
  void readsWhatItWrites() throws Exception {
    var network = Network.parse("192.0.2.0/24");
    assertThat(KernelChange.parse("add 192.0.2.0/24 60"))
        .isEqualTo(new KernelChange.Add(network, 60));
    assertThat(KernelChange.parse("remove 192.0.2.0/24"))
        .isEqualTo(new KernelChange.Remove(network));
    var longest = new KernelChange.Add(Network.parse("ffff:ffff:ffff:ff00::/56"), 3600);
    assertThat(KernelChange.parse(longest.line())).isEqualTo(longest);
    assertThat(longest.line()).hasSizeLessThanOrEqualTo(KernelChange.MAX_LINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "add",
        "add 192.0.2.0/24",
        "add 192.0.2.0/24 ",
        "add 192.0.2.0/24 0",
        "add 192.0.2.0/24 -1",
        "add 192.0.2.0/24 +60",
        "add 192.0.2.0/24 060",
        "add 192.0.2.0/24 3601",
        "add 192.0.2.0/24 99999999999",
        "add 192.0.2.0/24 60 60",
        "add  192.0.2.0/24 60",
        "add 192.0.2.0/24\t60",
        "add 192.0.2.0/16 60",
        "add 0.0.0.0/0 60",
        "add ::/0 60",
        "add 192.0.2.0/24;flush 60",
        "add 192.0.2.0/24 60\r",
        "ADD 192.0.2.0/24 60",
        "remove",
        "remove 192.0.2.0/24 60",
        "remove 192.0.2.1",
        "list",
        "flush ruleset",
      })
  void refusesAnyOtherLine(String line) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> KernelChange.parse(line));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3601})
  void noEntryIsForEverNorForNothing(int seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KernelChange.Add(new Network(4L << 56), seconds));
  }
}
