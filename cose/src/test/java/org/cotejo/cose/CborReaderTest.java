package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CborReaderTest {
  static List<Vector> vectors() {
    return Vector.read("cbor.jsonl");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsOrRefusesEachVector(Vector vector) throws MalformedException {
    byte[] bytes = vector.hex("bytes");
    if (vector.fields().get("valid").getAsBoolean()) {
      assertThat(read(vector.text("read"), bytes)).isEqualTo(vector.text("value"));
    } else {
      assertThatThrownBy(() -> read(vector.text("read"), bytes))
          .isInstanceOf(MalformedException.class)
          .hasMessage(vector.text("why"));
    }
  }

  @Test
  void refusesMoreThanTheCallerAllows() {
    assertThatThrownBy(() -> reader("1818").unsigned(23))
        .hasMessage("CBOR at byte 0: number is larger than 23");
    assertThatThrownBy(() -> reader("420000").bytes(1))
        .hasMessage("CBOR at byte 0: length 2 is more than the 1 bytes allowed");
    assertThatThrownBy(() -> reader("420000").bytesOf(1))
        .hasMessage("CBOR at byte 0: byte string has 2 bytes instead of 1");
    assertThatThrownBy(() -> reader("626161").text(1))
        .hasMessage("CBOR at byte 0: length 2 is more than the 1 bytes allowed");
    assertThatThrownBy(() -> reader("820000").array(1))
        .hasMessage("CBOR at byte 0: 2 items are more than the 1 allowed");
    assertThatThrownBy(() -> reader("820000").arrayOf(1))
        .hasMessage("CBOR at byte 0: array has 2 items instead of 1");
    assertThatThrownBy(() -> reader("a101").intMap(0, key -> {}))
        .hasMessage("CBOR at byte 0: 1 items are more than the 0 allowed");
  }

  @Test
  void refusesMapsNestedTooDeep() {
    byte[] bytes = HexFormat.of().parseHex("a100".repeat(2000) + "00");
    CborReader reader = new CborReader(bytes);
    assertThatThrownBy(() -> descend(reader))
        .hasMessage("CBOR at byte 16: maps are nested deeper than 8");
  }

  private static void descend(CborReader reader) throws MalformedException {
    reader.intMap(1, key -> descend(reader));
  }

  @Test
  void tellsACallerThatReadsNoValueOfItsBug() {
    assertThatThrownBy(() -> reader("a10000").intMap(1, key -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesNullOnlyWhereItIs() throws MalformedException {
    CborReader reader = reader("f600");
    assertThat(reader.takeNull()).isTrue();
    assertThat(reader.takeNull()).isFalse();
    assertThat(reader.unsigned(0)).isZero();
    assertThat(reader.takeNull()).isFalse();
    reader.end();
  }

  @Test
  void answersRandomBytesWithNothingButARefusal() {
    Random random = new Random(1);
    List<String> shapes = vectors().stream().map(vector -> vector.text("read")).distinct().toList();
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      String shape = shapes.get(i % shapes.size());
      try {
        assertThat(read(shape, bytes)).isNotNull();
      } catch (MalformedException e) {
        assertThat(e.getMessage()).startsWith("CBOR at byte ");
      }
    }
  }

  private static CborReader reader(String hex) {
    return new CborReader(HexFormat.of().parseHex(hex));
  }

  private static String read(String shape, byte[] bytes) throws MalformedException {
    CborReader reader = new CborReader(bytes);
    String value = read(shape, reader);
    reader.end();
    return value;
  }

  private static String read(String shape, CborReader reader) throws MalformedException {
    return switch (shape) {
      case "unsigned" -> Long.toString(reader.unsigned(Long.MAX_VALUE));
      case "integer" -> Long.toString(reader.integer());
      case "bytes" -> HexFormat.of().formatHex(reader.bytes(Integer.MAX_VALUE));
      case "text" -> reader.text(Integer.MAX_VALUE);
      case "null" -> {
        if (!reader.takeNull()) {
          throw new MalformedException("CBOR at byte 0: not null");
        }
        yield "";
      }
      case "array of unsigned" -> {
        List<Long> items = new ArrayList<>();
        for (int left = reader.array(Integer.MAX_VALUE); left > 0; left--) {
          items.add(reader.unsigned(Long.MAX_VALUE));
        }
        yield items.toString();
      }
      case "map of int to unsigned" -> {
        Map<Long, Long> pairs = new LinkedHashMap<>();
        reader.intMap(Integer.MAX_VALUE, key -> pairs.put(key, reader.unsigned(Long.MAX_VALUE)));
        yield pairs.toString();
      }
      case "map of text to unsigned" -> {
        Map<String, Long> pairs = new LinkedHashMap<>();
        reader.textMap(Integer.MAX_VALUE, key -> pairs.put(key, reader.unsigned(Long.MAX_VALUE)));
        yield pairs.toString();
      }
      case "tag 18 of unsigned" -> {
        reader.tag(18);
        yield Long.toString(reader.unsigned(Long.MAX_VALUE));
      }
      default -> throw new IllegalArgumentException(shape);
    };
  }
}
