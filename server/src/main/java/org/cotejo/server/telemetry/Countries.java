package org.cotejo.server.telemetry;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The countries that an MMDB file gives for networks. It is somebody's opinion about addresses:
/// shown to the operator beside a network, used for nothing.
final class Countries implements AutoCloseable {
  private final Reader reader;

  private Countries(Reader reader) {
    this.reader = reader;
  }

  /// @throws IOException if this is not an MMDB file that can be read
  static Countries open(Path file) throws IOException {
    try {
      return new Countries(new Reader(file.toFile()));
    } catch (RuntimeException e) {
      // What the library does when it is given a file that is damaged in ways it did not think of.
      throw new IOException("not a file of countries that can be read: " + file, e);
    }
  }

  /// The code of the country, if the file has one.
  ///
  /// @param network as `192.0.2.0/24` or `2001:db8::/56`
  Optional<String> of(String network) {
    InetAddress address = InetAddress.ofLiteral(network.substring(0, network.indexOf('/')));
    try {
      return reader.get(address, Object.class) instanceof Map<?, ?> record
          ? code(record)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // A damaged file is no reason to show no networks.
    }
  }

  /// Files differ: `{country: {iso_code: "…"}}`, or `{country_code: "…"}`, or `{country: "…"}`.
  private static Optional<String> code(Map<?, ?> record) {
    Object country = record.get("country");
    if (country instanceof Map<?, ?> fields) {
      country = fields.get("iso_code");
    }
    Object code = record.containsKey("country_code") ? record.get("country_code") : country;
    return code instanceof String text && text.matches("[A-Z]{2}")
        ? Optional.of(text)
        : Optional.empty();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      // It is only read; there is nothing to lose.
    }
  }
}
