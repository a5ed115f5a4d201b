package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.authlete.cbor.CBORDecoder;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CborWriterTest {
  @Test
  void writesEachValidVectorOfOneItem() {
    for (Vector vector : Vector.having("cbor.jsonl", "value").toList()) {
      String value = vector.text("value");
      CborWriter writer = new CborWriter();
      switch (vector.text("read")) {
        case "unsigned" -> writer.unsigned(Long.parseLong(value));
        case "integer" -> writer.integer(Long.parseLong(value));
        case "bytes" -> writer.bytes(HexFormat.of().parseHex(value));
        case "text" -> writer.text(value);
        case "null" -> writer.nullValue();
        default -> {
          continue;
        }
      }
      assertThat(writer.toByteArray()).as(vector.name()).isEqualTo(vector.hex("bytes"));
    }
  }

  @Test
  void isReadTheSameByAnIndependentDecoder() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      Object read = new CBORDecoder(new CborWriter().integer(number).toByteArray()).next().parse();
      assertThat(new BigInteger(read.toString())).isEqualTo(BigInteger.valueOf(number));
      String text = "ъ".repeat(random.nextInt(200));
      assertThat(new CBORDecoder(new CborWriter().text(text).toByteArray()).next().parse())
          .isEqualTo(text);
    }
  }

  @Test
  void writesWhatTheReaderReads() throws MalformedException, IOException {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      Map<Long, byte[]> fields = new TreeMap<>();
      for (int n = random.nextInt(20); n > 0; n--) {
        byte[] value = new byte[random.nextInt(300)];
        random.nextBytes(value);
        fields.put(random.nextLong(Long.MAX_VALUE) >> random.nextInt(63), value);
      }
      CborWriter writer = new CborWriter().tag(70_000).array(2).map(fields.size());
      fields.forEach((key, value) -> writer.unsigned(key).bytes(value));
      byte[] bytes = writer.map(1).text("a").nullValue().toByteArray();

      assertThat(new CBORDecoder(bytes).all()).hasSize(1);
      CborReader reader = new CborReader(bytes);
      reader.tag(70_000);
      reader.arrayOf(2);
      List<Long> keys = new ArrayList<>();
      reader.intMap(
          fields.size(),
          key -> {
            keys.add(key);
            assertThat(reader.bytes(300)).isEqualTo(fields.get(key));
          });
      assertThat(keys).containsExactlyElementsOf(fields.keySet());
      reader.textMap(1, key -> assertThat(reader.takeNull()).isTrue());
      reader.end();
    }
  }

  @Test
  void refusesWhatNoReaderWouldAccept() {
    assertThatThrownBy(() -> new CborWriter().map(2).unsigned(1).unsigned(0).unsigned(1))
        .hasMessage("map keys are out of order or repeated");
    assertThatThrownBy(() -> new CborWriter().map(2).text("aa").unsigned(0).text("b"))
        .hasMessage("map keys are out of order or repeated");
    assertThatThrownBy(() -> new CborWriter().map(1).bytes(new byte[0]))
        .hasMessage("a map key is an integer or text");
    assertThatThrownBy(() -> new CborWriter().map(1).array(0))
        .hasMessage("a map key is an integer or text");
    assertThatThrownBy(() -> new CborWriter().array(1).toByteArray())
        .hasMessage("the item is not complete");
    assertThatThrownBy(() -> new CborWriter().toByteArray()).hasMessage("the item is not complete");
    assertThatThrownBy(() -> new CborWriter().array(0).array(0))
        .hasMessage("the item is complete already");
    assertThatThrownBy(() -> new CborWriter().unsigned(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CborWriter().text("\ud800")).hasMessage("text has no UTF-8 form");
  }

  @Test
  void refusesToNestTooDeep() {
    CborWriter writer = new CborWriter();
    for (int i = 0; i < CborWriter.MAX_DEPTH; i++) {
      writer.array(1);
    }
    assertThatThrownBy(() -> writer.array(1)).hasMessage("items are nested deeper than 16");
    assertThat(writer.unsigned(0).toByteArray()).hasSize(17);
  }
}
