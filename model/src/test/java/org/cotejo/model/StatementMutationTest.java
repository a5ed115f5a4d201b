package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged statements: each is refused, or it is another statement in its one encoding. Nothing
/// else happens, whatever the bytes.
class StatementMutationTest {
  private static final int STATEMENTS = 150;
  private static final int DAMAGES = 60;
  private static final ElectionId ELECTION = ElectionId.of(new byte[0]);
  private static final SigningKey KEY = VillageElection.key(1);

  private int refused;
  private int read;

  private void judge(byte[] bytes) {
    try {
      Sign1 envelope = Sign1.decode(bytes);
      Statement statement = Statement.decode(envelope);
      assertThat(statement.kind().label()).isEqualTo(envelope.type());
      assertThat(statement.subject()).isEqualTo(envelope.subject());
      assertThat(statement.payload()).isEqualTo(envelope.payload());
      read++;
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    }
  }

  /// A statement whose signature is 64 zeros: nothing here asks for it.
  private static byte[] unsigned(Kind kind, String subject, byte[] payload) {
    boolean election = kind == Kind.ELECTION;
    var header = new CborWriter().map(4).unsigned(1).integer(-19).unsigned(4).bytes(new byte[8]);
    header.unsigned(15).map(election ? 1 : 2);
    if (!election) {
      header.unsigned(1).bytes(ELECTION.bytes());
    }
    header.unsigned(2).text(subject).unsigned(16).text(kind.label());
    return new CborWriter()
        .tag(18)
        .array(4)
        .bytes(header.toByteArray())
        .map(0)
        .bytes(payload)
        .bytes(new byte[64])
        .toByteArray();
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> changed[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> {
        changed = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, changed, 0, at);
        changed[at] = (byte) random.nextInt(256);
        System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
      }
      default -> {
        changed = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, changed, 0, at);
        System.arraycopy(bytes, at + 1, changed, at, changed.length - at);
      }
    }
    return changed;
  }

  @ParameterizedTest
  @EnumSource
  void damagedPayloadIsRefusedOrIsAnotherOne(Kind kind) {
    var random = new Random(kind.label().hashCode());
    var statements = new RandomStatements(11);
    for (int i = 0; i < STATEMENTS; i++) {
      Statement statement = statements.of(kind);
      for (int j = 0; j < DAMAGES; j++) {
        byte[] payload = damaged(statement.payload(), random);
        judge(
            unsigned(
                kind,
                statement.subject(),
                random.nextInt(4) == 0
                    ? damaged(payload.length == 0 ? new byte[1] : payload, random)
                    : payload));
      }
    }
    assertThat(refused).isPositive();
    if (kind != Kind.PHASE) {
      assertThat(read).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void payloadOfOneKindUnderAnotherIsRefusedOrIsAnotherOne(Kind kind) {
    var statements = new RandomStatements(12);
    for (int i = 0; i < STATEMENTS; i++) {
      Statement statement = statements.of(kind);
      for (Kind other : Kind.values()) {
        judge(unsigned(other, statement.subject(), statement.payload()));
      }
    }
    assertThat(read).isGreaterThanOrEqualTo(STATEMENTS);
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void damagedStatementIsRefusedOrIsAnotherOne(Kind kind) {
    var random = new Random(13);
    var statements = new RandomStatements(14);
    for (int i = 0; i < STATEMENTS; i++) {
      Statement statement = statements.of(kind);
      byte[] bytes = unsigned(kind, statement.subject(), statement.payload());
      for (int j = 0; j < DAMAGES; j++) {
        judge(damaged(bytes, random));
      }
    }
    assertThat(refused).isPositive();
    assertThat(read).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void everyPrefixOfAStatementIsRefused(Kind kind) {
    Statement statement = new RandomStatements(15).of(kind);
    byte[] bytes =
        statement instanceof ElectionStatement founding
            ? founding.sign(KEY).bytes()
            : statement.sign(ELECTION, KEY).bytes();
    for (int length = 0; length < bytes.length; length++) {
      judge(Arrays.copyOf(bytes, length));
    }
    assertThat(read).isZero();
    assertThat(refused).isEqualTo(bytes.length);
  }
}
