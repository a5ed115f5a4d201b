package org.cotejo.model;

import java.util.Arrays;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.jspecify.annotations.Nullable;

/// What an organisation's copy of a sheet says, signed by its agent. It changes no count; laid
/// beside the value counted, it shows where the two differ.
public record WitnessCopy(TallySubject about, Content content) implements Statement {
  /// The largest statement that fits into another one.
  public static final int MAX_STATEMENT = 16_000;

  public WitnessCopy {
    if (content instanceof Signed signed && !signed.record().about().equals(about)) {
      throw new IllegalArgumentException(
          "the statement on the copy is about %s, not %s"
              .formatted(signed.record().about(), about));
    }
  }

  /// What was read from the copy.
  public sealed interface Content {
    /// The figures on the copy.
    TallyFigures figures();
  }

  /// The figures, as somebody read them.
  public record Written(TallyFigures figures) implements Content {}

  /// The station's own statement, as the code on the paper has it. Whether its signature verifies
  /// is not asked here.
  public static final class Signed implements Content {
    private final Sign1 envelope;
    private final TallyRecord record;

    private Signed(Sign1 envelope, TallyRecord record) {
      this.envelope = envelope;
      this.record = record;
    }

    /// @param statement kept, not copied, so the caller must not change it afterwards
    /// @throws MalformedException if the bytes are not a tally record
    public static Signed of(byte[] statement) throws MalformedException {
      if (statement.length > MAX_STATEMENT) {
        throw new MalformedException(
            "the statement on the copy has more than " + MAX_STATEMENT + " bytes");
      }
      Sign1 envelope = Sign1.decode(statement);
      // Asked before anything is read, so that copies of copies are not followed.
      if (envelope.type().equals(Kind.TALLY_RECORD.label())
          && Statement.decode(envelope) instanceof TallyRecord record) {
        return new Signed(envelope, record);
      }
      throw new MalformedException("the statement on the copy is not a tally record");
    }

    public Sign1 envelope() {
      return envelope;
    }

    public TallyRecord record() {
      return record;
    }

    @Override
    public TallyFigures figures() {
      return record.figures();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Signed that && Arrays.equals(envelope.bytes(), that.envelope.bytes());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(envelope.bytes());
    }

    @Override
    public String toString() {
      return "signed by " + envelope.keyId() + ": " + record;
    }
  }

  static WitnessCopy decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(1, key -> read.field(key, reader));
    reader.end();
    if (read.content == null) {
      throw new MalformedException("a copy has figures (1) or a statement (2)");
    }
    try {
      return new WitnessCopy(TallySubject.parse(subject), read.content);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    @Nullable Content content;

    void field(long key, CborReader reader) throws MalformedException {
      content =
          switch (Math.clamp(key, 0, 3)) {
            case 1 -> new Written(FiguresCodec.read(reader));
            case 2 -> Signed.of(reader.bytes(MAX_STATEMENT));
            default -> throw new MalformedException("unknown field " + key + " in a copy");
          };
    }
  }

  @Override
  public Kind kind() {
    return Kind.WITNESS_COPY;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter().map(1);
    switch (content) {
      case Written(TallyFigures figures) -> FiguresCodec.write(writer.unsigned(1), figures);
      case Signed signed -> writer.unsigned(2).bytes(signed.envelope().bytes());
    }
    return writer.toByteArray();
  }
}
