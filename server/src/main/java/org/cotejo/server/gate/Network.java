package org.cotejo.server.gate;

import java.util.HexFormat;
import org.cotejo.cose.MalformedException;

/// The part of an address that one sender can hardly leave: an IPv4 /24 or an IPv6 /56. Limits are
/// kept for networks, since addresses within one cost their holder nothing.
///
/// @param key 4 or 6 in the top byte; below it the three leading bytes of an IPv4 address, or the
///   seven of an IPv6 address
public record Network(long key) {
  private static final int FAMILY_SHIFT = 56;
  private static final long IPV4 = 4;
  private static final long IPV6 = 6;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int MAPPED_AT = 12;
  private static final String IPV4_LENGTH = "/24";
  private static final String IPV6_LENGTH = "/56";

  /// Longest text of a network: more is none.
  private static final int MAX_TEXT = "2001:db88:1234:1200::/56".length();

  public Network {
    long family = key >>> FAMILY_SHIFT;
    if (family != IPV6 && (family != IPV4 || (key << 8 >>> 32) != 0)) {
      throw new IllegalArgumentException("no network: " + HexFormat.of().toHexDigits(key));
    }
  }

  /// The key of the network that holds an address. IPv4 within IPv6 counts as IPv4, so that nobody
  /// has two networks through one socket.
  ///
  /// @param address 4 or 16 bytes
  public static long keyOf(byte[] address) {
    return switch (address.length) {
      case IPV4_BYTES -> ipv4(address, 0);
      case IPV6_BYTES -> isMapped(address) ? ipv4(address, MAPPED_AT) : ipv6(address);
      default -> throw new IllegalArgumentException("no address: " + address.length + " bytes");
    };
  }

  private static long ipv4(byte[] address, int at) {
    return IPV4 << FAMILY_SHIFT
        | (address[at] & 0xffL) << 16
        | (address[at + 1] & 0xffL) << 8
        | (address[at + 2] & 0xffL);
  }

  private static long ipv6(byte[] address) {
    long key = IPV6;
    for (int i = 0; i < 7; i++) {
      key = key << 8 | (address[i] & 0xffL);
    }
    return key;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < MAPPED_AT - 2; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[MAPPED_AT - 2] == -1 && address[MAPPED_AT - 1] == -1;
  }

  /// Reads exactly what [#toString] writes: of one network there is one text.
  ///
  /// @throws MalformedException if it is anything else, for instance another length of prefix
  public static Network parse(String text) throws MalformedException {
    if (text.length() <= MAX_TEXT) {
      try {
        Network network = new Network(text.indexOf(':') < 0 ? ipv4(text) : ipv6(text));
        if (network.toString().equals(text)) {
          return network;
        }
      } catch (IllegalArgumentException e) {
        throw malformed();
      }
    }
    throw malformed();
  }

  private static MalformedException malformed() {
    return new MalformedException("not a network such as 192.0.2.0/24 or 2001:db8:0:1200::/56");
  }

  private static long ipv4(String text) {
    String[] bytes = text.split("\\.", -1);
    if (bytes.length != IPV4_BYTES) {
      throw new NumberFormatException();
    }
    long key = IPV4 << FAMILY_SHIFT;
    for (int i = 0; i < 3; i++) {
      key |= (Integer.parseInt(bytes[i]) & 0xffL) << (16 - 8 * i);
    }
    return key;
  }

  private static long ipv6(String text) {
    String[] groups = text.substring(0, Math.max(0, text.indexOf("::"))).split(":", -1);
    long bits = 0;
    for (int i = 0; i < 4; i++) {
      boolean isGiven = i < groups.length && !groups[i].isEmpty();
      bits = bits << 16 | (isGiven ? Integer.parseInt(groups[i], 16) & 0xffffL : 0);
    }
    return IPV6 << FAMILY_SHIFT | bits >>> 8;
  }

  boolean isIpv4() {
    return key >>> FAMILY_SHIFT == IPV4;
  }

  /// Such as `192.0.2.0/24` or `2001:db8:0:1200::/56` (RFC 5952).
  @Override
  public String toString() {
    return address() + (isIpv4() ? IPV4_LENGTH : IPV6_LENGTH);
  }

  /// The first address.
  String address() {
    return isIpv4()
        ? "%d.%d.%d.0".formatted(key >> 16 & 0xff, key >> 8 & 0xff, key & 0xff)
        : ipv6Text();
  }

  /// The zeros at the end are always the longest run.
  private String ipv6Text() {
    var text = new StringBuilder();
    for (long rest = key << 8; rest != 0; rest <<= 16) {
      text.append(text.isEmpty() ? "" : ":").append(Long.toHexString(rest >>> 48));
    }
    return text.append("::").toString();
  }
}
