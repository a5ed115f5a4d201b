package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a small file of the MaxMind DB format, version 2.0: a tree of IPv6 addresses with records
/// of 24 bits, IPv4 in `::/96`.
final class CountriesFile {
  private static final int EMPTY = -1;
  private static final int SEPARATOR = 16;

  /// For each node where a 0 and where a 1 leads: a node, [#EMPTY], or −2 − offset of data.
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// Everything under a prefix is about this.
  CountriesFile with(String address, int prefix, Map<String, Object> record) {
    byte[] literal = InetAddress.ofLiteral(address).getAddress();
    byte[] bits = new byte[16];
    System.arraycopy(literal, 0, bits, 16 - literal.length, literal.length);
    int length = prefix + 8 * (16 - literal.length);
    int node = 0;
    for (int i = 0; i < length - 1; i++) {
      int side = bits[i / 8] >> (7 - i % 8) & 1;
      if (nodes.get(node)[side] == EMPTY) {
        nodes.add(new int[] {EMPTY, EMPTY});
        nodes.get(node)[side] = nodes.size() - 1;
      }
      node = nodes.get(node)[side];
    }
    int last = length - 1;
    nodes.get(node)[bits[last / 8] >> (7 - last % 8) & 1] = -2 - data.size();
    write(data, record);
    return this;
  }

  Path writeTo(Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            switch (record) {
              case EMPTY -> nodes.size();
              default -> record >= 0 ? record : nodes.size() + SEPARATOR + (-2 - record);
            };
        bytes.write(value >> 16);
        bytes.write(value >> 8);
        bytes.write(value);
      }
    }
    bytes.writeBytes(new byte[SEPARATOR]);
    data.writeTo(bytes);
    bytes.writeBytes("\u00ab\u00cd\u00efMaxMind.com".getBytes(ISO_8859_1));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", 24);
    metadata.put("ip_version", 6);
    metadata.put("database_type", "Test");
    metadata.put("languages", List.of());
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_700_000_000L);
    metadata.put("description", Map.of());
    write(bytes, metadata);
    return Files.write(file, bytes.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] utf8 = text.getBytes(UTF_8);
        out.write(2 << 5 | utf8.length);
        out.writeBytes(utf8);
      }
      case Integer number -> {
        out.write(6 << 5 | 4);
        for (int shift = 24; shift >= 0; shift -= 8) {
          out.write(number >> shift);
        }
      }
      case Long number -> {
        out.write(8);
        out.write(9 - 7);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) (number >> shift));
        }
      }
      case List<?> list -> {
        out.write(list.size());
        out.write(11 - 7);
        list.forEach(each -> write(out, each));
      }
      case Map<?, ?> map -> {
        out.write(7 << 5 | map.size());
        map.forEach((key, each) -> {
          write(out, key);
          write(out, each);
        });
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }
}
