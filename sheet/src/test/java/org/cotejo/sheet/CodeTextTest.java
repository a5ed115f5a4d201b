package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cotejo.cose.Base45;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CodeTextTest {
  /// One line of the vector file.
  record Vector(JsonNode fields) {
    @Override
    public String toString() {
      return fields.get("name").asString();
    }
  }

  static List<Vector> vectors() throws IOException {
    var json = new JsonMapper();
    try (InputStream in =
        Objects.requireNonNull(
            CodeTextTest.class.getResourceAsStream("/vectors/code-text.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Vector(json.readTree(line)))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsOrRefusesEachVector(Vector vector) throws MalformedException {
    var codes = new ArrayList<String>();
    vector.fields().get("codes").forEach(code -> codes.add(code.asString()));
    if (!vector.fields().get("valid").asBoolean()) {
      assertThat(joined(codes)).isEqualTo(vector.fields().get("why").asString());
      return;
    }
    byte[] statement = HexFormat.of().parseHex(vector.fields().get("statement").asString());
    assertThat(joined(codes)).isEqualTo(HexFormat.of().formatHex(statement));
    int parts = CodeText.parse(codes.getFirst()).of();
    assertThat(CodeText.cut(statement, parts))
        .extracting(CodeText::toString)
        .hasSameElementsAs(codes);
  }

  /// @return the statement in hex, or what is wrong
  private static String joined(List<String> codes) {
    var parts = new CodeParts();
    try {
      for (String code : codes) {
        parts.add(CodeText.parse(code));
      }
      if (parts.joined().size() > 1) {
        return "parts are missing";
      }
      return switch (parts.joined().getFirst()) {
        case CodeParts.Joined.Complete(CodeText whole) ->
            HexFormat.of().formatHex(CodeText.join(List.of(whole)));
        case CodeParts.Joined.Incomplete incomplete -> "parts are missing";
        case CodeParts.Joined.Contradictory(String reason) -> reason;
      };
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void joinsPartsOfSeveralStatementsInAnyOrder() throws MalformedException {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      var statements = new ArrayList<byte[]>();
      var codes = new ArrayList<CodeText>();
      for (int i = 0; i < 3; i++) {
        byte[] statement = new byte[100 + random.nextInt(900)];
        random.nextBytes(statement);
        statements.add(statement);
        codes.addAll(CodeText.cut(statement, 1 + random.nextInt(9)));
      }
      codes.addAll(List.copyOf(codes));
      Collections.shuffle(codes, random);
      var parts = new CodeParts();
      for (CodeText code : codes) {
        parts.add(CodeText.parse(code.toString()));
      }
      assertThat(parts.isComplete()).isTrue();
      assertThat(parts.joined())
          .extracting(joined -> ((CodeParts.Joined.Complete) joined).whole())
          .containsExactlyInAnyOrderElementsOf(
              statements.stream().map(each -> CodeText.cut(each, 1).getFirst()).toList());
    }
  }

  @Test
  void saysWhichPartsAreMissing() throws MalformedException {
    var parts = new CodeParts();
    parts.add(CodeText.cut(new byte[90], 3).get(1));
    assertThat(parts.isComplete()).isFalse();
    assertThat(parts.joined()).containsExactly(new CodeParts.Joined.Incomplete(3, List.of(1, 3)));
  }

  @Test
  void cutsNoStatementIntoMorePartsThanItHas() {
    assertThatThrownBy(() -> CodeText.cut(new byte[10], 7))
        .hasMessage("10 bytes are not cut into 7 parts");
    assertThatThrownBy(() -> CodeText.cut(new byte[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CodeText.cut(new byte[16_385], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPartsOfOneStatementInJoinTwice() throws MalformedException {
    CodeText part = CodeText.cut(new byte[90], 2).getFirst();
    assertThatThrownBy(() -> CodeText.join(List.of(part, part)))
        .hasMessage("the parts are not those of one statement");
    assertThatThrownBy(() -> CodeText.join(List.of())).hasMessage("parts are missing");
  }

  @Test
  void isOfTheCharactersThatCodesPackDensest() {
    for (CodeText code : CodeText.cut(new byte[999], 12)) {
      assertThat(code.toString()).matches("[0-9A-Z $%*+./:-]+");
    }
    assertThat(CodeText.PREFIX + Base45.encode(new byte[] {1}))
        .isEqualTo(CodeText.cut(new byte[] {1}, 1).getFirst().toString());
  }
}
