package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NftScriptTest {
  private static final NftScript SCRIPT = new NftScript(ports(8703, 8700), 123);

  private static SortedSet<Integer> ports(int... ports) {
    return IntStream.of(ports).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static KernelChange add(String network, int seconds) throws Exception {
    return new KernelChange.Add(Network.parse(network), seconds);
  }

  private static KernelChange remove(String network) throws Exception {
    return new KernelChange.Remove(Network.parse(network));
  }

  @Test
  void makesOneTableThatDropsAttemptsToConnectOfMembers() {
    assertThat(SCRIPT.create())
        .isEqualTo(
            """
            table inet cotejo_8700_123
            delete table inet cotejo_8700_123
            table inet cotejo_8700_123 {
              set ipv4 {
                type ipv4_addr
                size 131072
                flags timeout
              }
              set ipv6 {
                type ipv6_addr
                size 131072
                flags timeout
              }
              chain refused {
                type filter hook prerouting priority raw; policy accept;
                tcp dport { 8700, 8703 } tcp flags & (fin | syn | rst | ack) == syn ip saddr & 255.255.255.0 @ipv4 counter drop
                tcp dport { 8700, 8703 } tcp flags & (fin | syn | rst | ack) == syn ip6 saddr & ffff:ffff:ffff:ff00:: @ipv6 counter drop
              }
            }
            """);
  }

  @Test
  void addsEachFamilyToItsSet() throws Exception {
    List<KernelChange> changes =
        List.of(
            add("192.0.2.0/24", 60), add("2001:db8:0:1200::/56", 3600), add("198.51.100.0/24", 1));
    assertThat(SCRIPT.change(changes))
        .isEqualTo(
            """
            add element inet cotejo_8700_123 ipv4 { 192.0.2.0 timeout 60s, 198.51.100.0 timeout 1s }
            add element inet cotejo_8700_123 ipv6 { 2001:db8:0:1200:: timeout 3600s }
            """);
  }

  @Test
  void addsWhatItRemovesSinceNothingElseCanBeRemoved() throws Exception {
    List<KernelChange> changes =
        List.of(remove("192.0.2.0/24"), add("198.51.100.0/24", 60), remove("2001:db8::/56"));
    assertThat(SCRIPT.change(changes))
        .isEqualTo(
            """
            add element inet cotejo_8700_123 ipv4 { 192.0.2.0 timeout 1s, 198.51.100.0 timeout 60s }
            delete element inet cotejo_8700_123 ipv4 { 192.0.2.0 }
            add element inet cotejo_8700_123 ipv6 { 2001:db8:: timeout 1s }
            delete element inet cotejo_8700_123 ipv6 { 2001:db8:: }
            """);
  }

  @Test
  void deletesTheTableWithAllThatIsInIt() {
    assertThat(NftScript.delete(SCRIPT.table())).isEqualTo("delete table inet cotejo_8700_123\n");
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NftScript(ports(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new NftScript(ports(0), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new NftScript(ports(8700, 65_536), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NftScript(ports(IntStream.rangeClosed(1, 17).toArray()), 1));
  }
}
