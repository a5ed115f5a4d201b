package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What nft 1.0.6 printed, shortened.
class NftListingTest {
  private static final String TABLE =
      """
      {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
      {"table": {"family": "inet", "name": "cotejo_8700_1", "handle": 1}},
      {"set": {"family": "inet", "name": "ipv4", "table": "cotejo_8700_1", "type": "ipv4_addr",
        "handle": 2, "size": 131072, "flags": ["timeout"], "elem": [
          {"elem": {"val": "127.0.8.0", "timeout": 60, "expires": 59}},
          {"elem": {"val": "127.0.9.0", "timeout": 60, "expires": 7}}]}},
      {"set": {"family": "inet", "name": "ipv6", "table": "cotejo_8700_1", "type": "ipv6_addr",
        "handle": 3, "size": 131072, "flags": ["timeout"], "elem": [
          {"elem": {"val": "2001:db8::", "timeout": 5, "expires": 4}}]}},
      {"chain": {"family": "inet", "table": "cotejo_8700_1", "name": "refused", "handle": 1}},
      {"rule": {"family": "inet", "table": "cotejo_8700_1", "chain": "refused", "handle": 5, "expr": [
        {"match": {"op": "==", "left": {"&": [{"payload": {"protocol": "ip", "field": "saddr"}},
          "255.255.255.0"]}, "right": "@ipv4"}},
        {"counter": {"packets": 20, "bytes": 1200}}, {"drop": null}]}},
      {"rule": {"family": "inet", "table": "cotejo_8700_1", "chain": "refused", "handle": 7, "expr": [
        {"counter": {"packets": 3, "bytes": 240}}, {"drop": null}]}}]}
      """;

  private static KernelSet.Member member(String network, int since, int left) throws Exception {
    return new KernelSet.Member(
        Network.parse(network), Duration.ofSeconds(since), Duration.ofSeconds(left));
  }

  @Test
  void readsMembersAndDroppedPackets() throws Exception {
    KernelSet.View view = NftListing.view(TABLE);
    assertThat(view.members())
        .containsExactly(
            member("127.0.8.0/24", 1, 59),
            member("127.0.9.0/24", 53, 7),
            member("2001:db8::/56", 1, 4));
    assertThat(view.dropped()).isEqualTo(23);
  }

  @Test
  void readsEmptySets() throws Exception {
    String empty =
        """
        {"nftables": [{"set": {"family": "inet", "name": "ipv4", "flags": ["timeout"]}}]}
        """;
    assertThat(NftListing.view(empty)).isEqualTo(KernelSet.View.EMPTY);
  }

  @Test
  void readsNamesOfTablesOfOurFamily() throws Exception {
    String tables =
        """
        {"nftables": [{"metainfo": {"version": "1.0.6"}},
        {"table": {"family": "ip", "name": "cotejo_8700_2", "handle": 1}},
        {"table": {"family": "inet", "name": "cotejo_8700_3", "handle": 2}}]}
        """;
    assertThat(NftListing.tables(tables)).containsExactly("cotejo_8700_3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: syntax error",
        "{\"nftables\": [",
        "{\"nftables\": [{\"set\": {\"elem\": [{\"elem\": {\"val\": \"127.0.8.1\"}}]}}]}",
        "{\"nftables\": [{\"set\": {\"elem\": [{\"elem\": {\"val\": 17}}]}}]}",
        "{\"nftables\": [{\"set\": {\"elem\": [\"127.0.8.0\"]}}]}",
      })
  void refusesWhatNftDoesNotPrintOfOurTable(String text) {
    assertThatIOException().isThrownBy(() -> NftListing.view(text));
  }
}
