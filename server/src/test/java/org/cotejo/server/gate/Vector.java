package org.cotejo.server.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of a vector file.
record Vector(JsonNode fields) {
  static Stream<Vector> read(String file) {
    try (InputStream in =
        Objects.requireNonNull(Vector.class.getResourceAsStream("/vectors/gate/" + file))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream().map(line -> new Vector(JsonMapper.shared().readTree(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String name) {
    return Objects.requireNonNull(fields.get(name), name).asString();
  }

  byte[] hex(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  int number(String name) {
    return Objects.requireNonNull(fields.get(name), name).asInt();
  }

  boolean flag(String name) {
    return Objects.requireNonNull(fields.get(name), name).asBoolean();
  }

  Stream<Vector> list(String name) {
    return Objects.requireNonNull(fields.get(name), name).valueStream().map(Vector::new);
  }

  @Override
  public String toString() {
    return text("name");
  }
}
