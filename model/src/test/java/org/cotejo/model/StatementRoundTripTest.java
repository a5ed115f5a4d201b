package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written is read again, whatever the statement.
class StatementRoundTripTest {
  private static final int STATEMENTS = 120;
  private static final ElectionId ELECTION = ElectionId.of(new byte[] {1, 2, 3});
  private static final SigningKey KEY = VillageElection.key(1);

  private static Sign1 sign(Statement statement) {
    return statement instanceof ElectionStatement founding
        ? founding.sign(KEY)
        : statement.sign(ELECTION, KEY);
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItSigned(Kind kind) throws MalformedException {
    var statements = new RandomStatements(kind.label().hashCode());
    for (int i = 0; i < STATEMENTS; i++) {
      Statement statement = statements.of(kind);
      Sign1 envelope = Sign1.decode(sign(statement).bytes());
      assertThat(envelope.type()).isEqualTo(kind.label());
      assertThat(envelope.isSignedBy(KEY.verificationKey())).isTrue();
      Statement read = Statement.decode(envelope);
      assertThat(read).isEqualTo(statement).hasSameHashCodeAs(statement);
      assertThat(read.kind()).isEqualTo(kind);
      assertThat(read.payload()).isEqualTo(envelope.payload());
      assertThat(read.subject()).isEqualTo(envelope.subject());
    }
  }

  @ParameterizedTest
  @EnumSource
  void differentStatementsHaveDifferentBytes(Kind kind) {
    var statements = new RandomStatements(7);
    for (int i = 0; i < STATEMENTS; i++) {
      Statement one = statements.of(kind);
      Statement other = statements.of(kind);
      assertThat(Arrays.equals(sign(one).bytes(), sign(other).bytes()))
          .isEqualTo(one.equals(other));
    }
  }

  @Test
  void figuresAloneAreReadAgain() throws MalformedException {
    var statements = new RandomStatements(8);
    for (int i = 0; i < STATEMENTS; i++) {
      TallyFigures figures = statements.figures();
      assertThat(FiguresCodec.decode(FiguresCodec.encode(figures))).isEqualTo(figures);
    }
  }

  @Test
  void namesTheElectionInEveryStatementButItsOwn() {
    var statements = new RandomStatements(9);
    for (Kind kind : Kind.values()) {
      assertThat(sign(statements.of(kind)).issuer())
          .isEqualTo(kind == Kind.ELECTION ? new byte[0] : ELECTION.bytes());
    }
  }
}
