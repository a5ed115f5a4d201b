package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Statements made by a program that shares no code with ours, for any implementation to judge.
class StatementVectorsTest {
  private static final JsonMapper JSON = new JsonMapper();

  /// One line of the file.
  record Vector(JsonNode fields) {
    String text(String name) {
      return fields.get(name).stringValue();
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(text("bytes"));
    }

    VerificationKey key() throws MalformedException {
      return VerificationKey.parse(text("key"));
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  private static List<Vector> all() {
    try (InputStream in =
        Objects.requireNonNull(
            StatementVectorsTest.class.getResourceAsStream("/vectors/statements.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Vector(JSON.readTree(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Vector> judged(String verdict) {
    return all().stream().filter(vector -> vector.text("verdict").equals(verdict));
  }

  static Stream<Vector> statements() {
    return judged("statement");
  }

  static Stream<Vector> malformed() {
    return judged("malformed");
  }

  static Stream<Vector> notSigned() {
    return judged("not-signed");
  }

  static Stream<Vector> otherElection() {
    return judged("other-election");
  }

  private static ElectionId election() {
    return ElectionId.of(all().getFirst().bytes());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void readsEveryFieldOfAStatement(Vector vector) throws MalformedException {
    Sign1 envelope = Sign1.decode(vector.bytes());
    assertThat(envelope.isSignedBy(vector.key())).isTrue();
    assertThat(envelope.keyId()).hasToString(vector.text("kid"));
    Statement statement = Statement.decode(envelope);
    assertThat(statement.kind().label()).isEqualTo(vector.text("type"));
    assertThat(statement.subject()).isEqualTo(vector.text("subject"));
    assertThat(StatementFields.of(statement)).isEqualTo(vector.fields().get("fields"));
    assertThat(election().isIssuer(envelope.issuer())).isEqualTo(statement.kind() != Kind.ELECTION);
    assertThat(Hash.sha256(new byte[] {0}, envelope.bytes()).hex()).isEqualTo(vector.text("leaf"));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void writesTheSamePayloadAgain(Vector vector) throws MalformedException {
    Sign1 envelope = Sign1.decode(vector.bytes());
    assertThat(Statement.decode(envelope).payload()).isEqualTo(envelope.payload());
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsNoStatementAndSaysWhy(Vector vector) {
    assertThatThrownBy(() -> Statement.decode(Sign1.decode(vector.bytes())))
        .isInstanceOf(MalformedException.class)
        .hasMessage(vector.text("why"));
  }

  @ParameterizedTest
  @MethodSource("notSigned")
  void findsThatTheKeyDidNotSign(Vector vector) throws MalformedException {
    assertThat(Sign1.decode(vector.bytes()).isSignedBy(vector.key())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("otherElection")
  void tellsTheStatementsOfAnotherElectionByTheirIssuer(Vector vector) throws MalformedException {
    Sign1 envelope = Sign1.decode(vector.bytes());
    assertThat(envelope.isSignedBy(vector.key())).isTrue();
    assertThat(Statement.decode(envelope).kind()).isEqualTo(Kind.TALLY_RECORD);
    assertThat(election().isIssuer(envelope.issuer())).isFalse();
  }

  @Test
  void theVectorsHaveEveryKindAndOnlyTheseVerdicts() throws MalformedException {
    var kinds = EnumSet.noneOf(Kind.class);
    for (Vector vector : statements().toList()) {
      kinds.add(Kind.of(vector.text("type")));
    }
    assertThat(kinds).isEqualTo(EnumSet.allOf(Kind.class));
    assertThat(all()).extracting(Vector::toString).doesNotHaveDuplicates();
    assertThat(all())
        .extracting(vector -> vector.text("verdict"))
        .containsOnly("statement", "malformed", "not-signed", "other-election");
  }
}
