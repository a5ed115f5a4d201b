package org.cotejo.server.gate;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The text that nft is given: one table with two sets and a chain before connection tracking,
/// where a dropped attempt costs least. The sets hold the first address of a network and the rules
/// cut the sender's address to its network, so that no entry can be wider than one network is.
///
/// @param process whose table it is: a new server and one that still drains have one each
/// @param ports of the intake; attempts to connect to others are let through
record NftScript(SortedSet<Integer> ports, long process) {
  /// Twice what the server tracks; it lets entries lapse a little after it forgets them.
  private static final int SIZE = 2 * Networks.TRACKED;

  private static final String IPV4_RULE = "ip saddr & 255.255.255.0 @ipv4";
  private static final String IPV6_RULE = "ip6 saddr & ffff:ffff:ffff:ff00:: @ipv6";

  NftScript {
    ports = KernelPorts.check(ports);
  }

  String table() {
    return prefix() + process;
  }

  /// What the tables of this intake begin with, whichever process made them.
  String prefix() {
    return "cotejo_%d_".formatted(ports.first());
  }

  /// Makes the table, anew if it is there.
  String create() {
    return """
    table inet %1$s
    delete table inet %1$s
    table inet %1$s {
      set ipv4 {
        type ipv4_addr
        size %2$d
        flags timeout
      }
      set ipv6 {
        type ipv6_addr
        size %2$d
        flags timeout
      }
      chain refused {
        type filter hook prerouting priority raw; policy accept;
        %3$s
        %4$s
      }
    }
    """
        .formatted(table(), SIZE, rule(IPV4_RULE), rule(IPV6_RULE));
  }

  /// Only attempts to connect: what is open may still bring an honest record, and connections end
  /// in order instead of hanging half-closed.
  private String rule(String senders) {
    String list = ports.stream().map(String::valueOf).collect(joining(", "));
    return "tcp dport { %s } tcp flags & (fin | syn | rst | ack) == syn %s counter drop"
        .formatted(list, senders);
  }

  static String delete(String table) {
    return "delete table inet " + table + "\n";
  }

  /// All changes in one transaction.
  String change(List<KernelChange> changes) {
    return Stream.of("ipv4", "ipv6")
        .map(set -> change(set, changes.stream().filter(isIn(set)).toList()))
        .collect(joining());
  }

  private static Predicate<KernelChange> isIn(String set) {
    return change -> change.network().isIpv4() == set.equals("ipv4");
  }

  /// What is not there cannot be deleted, so it is added first.
  private String change(String set, List<KernelChange> changes) {
    String added = changes.stream().map(NftScript::element).collect(joining(", "));
    String removed =
        changes.stream()
            .filter(KernelChange.Remove.class::isInstance)
            .map(change -> change.network().address())
            .collect(joining(", "));
    return elements("add", set, added) + elements("delete", set, removed);
  }

  private static String element(KernelChange change) {
    int seconds =
        switch (change) {
          case KernelChange.Add(Network _, int time) -> time;
          case KernelChange.Remove _ -> 1;
        };
    return "%s timeout %ds".formatted(change.network().address(), seconds);
  }

  private String elements(String verb, String set, String elements) {
    return elements.isEmpty()
        ? ""
        : "%s element inet %s %s { %s }\n".formatted(verb, table(), set, elements);
  }
}
