package org.cotejo.cose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// One line of a vector file.
record Vector(JsonObject fields) {
  static List<Vector> read(String file) {
    try (InputStream in =
        Objects.requireNonNull(Vector.class.getResourceAsStream("/vectors/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Vector(JsonParser.parseString(line).getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines that have the field `name`.
  static Stream<Vector> having(String file, String name) {
    return read(file).stream().filter(vector -> vector.has(name));
  }

  boolean has(String name) {
    return fields.has(name);
  }

  String text(String name) {
    return fields.get(name).getAsString();
  }

  byte[] hex(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  String name() {
    return text("name");
  }

  @Override
  public String toString() {
    return name();
  }
}
