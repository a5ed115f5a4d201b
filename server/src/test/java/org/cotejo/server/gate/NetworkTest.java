package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Random;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "c0000211, 0x04000000_00c00002, 192.0.2.0/24",
    "00000001, 0x04000000_00000000, 0.0.0.0/24",
    "ffffffff, 0x04000000_00ffffff, 255.255.255.0/24",
    "20010db8000012ff0000000000000001, 0x0620010d_b8000012, 2001:db8:0:1200::/56",
    "20010db8000000ff0000000000000001, 0x0620010d_b8000000, 2001:db8::/56",
    "00000000000000000000000000000001, 0x06000000_00000000, ::/56",
    "0000000000000100ffffffffffffffff, 0x06000000_00000001, 0:0:0:100::/56",
    "ffffffffffffffffffffffffffffffff, 0x06ffffff_ffffffff, ffff:ffff:ffff:ff00::/56",
  })
  void knowsTheNetworkOfAnAddress(String address, String key, String text) throws Exception {
    long expected = HexFormat.fromHexDigitsToLong(key.substring(2).replace("_", ""));
    assertThat(Network.keyOf(bytes(address))).isEqualTo(expected);
    assertThat(new Network(expected)).hasToString(text);
    assertThat(Network.parse(text)).isEqualTo(new Network(expected));
  }

  @Test
  void ipv4WithinIpv6IsTheSameNetwork() {
    assertThat(Network.keyOf(bytes("00000000000000000000ffffc0000211")))
        .isEqualTo(Network.keyOf(bytes("c0000211")));
    assertThat(Network.keyOf(bytes("00000000000000000000fffec0000211")))
        .isEqualTo(Network.keyOf(bytes("00000000000000000000000000000000")));
  }

  @Test
  void everyTextIsReadBackAndIsWhatOthersReadToo() throws Exception {
    var random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      var address = new byte[random.nextBoolean() ? 4 : 16];
      // Many zeros, so that there are runs of them.
      for (int at = 0; at < address.length; at++) {
        address[at] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
      }
      var network = new Network(Network.keyOf(address));
      String text = network.toString();
      assertThat(Network.parse(text)).isEqualTo(network);
      InetAddress first = InetAddress.ofLiteral(text.substring(0, text.indexOf('/')));
      assertThat(Network.keyOf(first.getAddress())).isEqualTo(network.key());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.0",
        "192.0.2.0/23",
        "192.0.2.1/24",
        "192.0.2.0/24 ",
        "192.0.2.0/24\n",
        "192.0.02.0/24",
        "192.0.+2.0/24",
        "192.0.258.0/24",
        "192.0.-1.0/24",
        "192.0.2/24",
        "192.0.2.0.0/24",
        "0.0.0.0/0",
        "::/0",
        "::",
        ":",
        "::ffff:192.0.2.0/120",
        "2001:db8:0:1200::/48",
        "2001:db8:0:1200:0:0:0:0/56",
        "2001:db8:0:1234::/56",
        "2001:DB8:0:1200::/56",
        "2001:0db8:0:1200::/56",
        "2001:db8:0:1200:1::/56",
        "2001:db8:0::/56",
        "2001:db8::1200::/56",
        "2001:db8:0:1ff00::/56",
        "1.2.3.0/24; flush ruleset",
        "192.0.2.0/24, 0.0.0.0/0",
      })
  void refusesAnyOtherText(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Network.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x0500000000000000L, 0x0400000001000000L, -1})
  void noOtherKeyIsANetwork(long key) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(key));
  }

  @Test
  void noOtherBytesAreAnAddress() {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.keyOf(new byte[5]));
  }
}
