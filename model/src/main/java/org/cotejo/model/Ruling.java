package org.cotejo.model;

import java.util.Optional;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// A court decides: one station's value, or a statement as a whole, which changes no value.
///
/// @param text digest of the [SealedText] with its reasons
public record Ruling(Content content, Optional<Hash> text) implements Statement {
  /// What is decided.
  public sealed interface Content {}

  /// One station's value, naming by leaf hash the statement it decides about.
  ///
  /// @param challenge leaf hash of the challenge it answers
  public record OfValue(
      TallySubject about, Hash target, Decision decision, Optional<Hash> challenge)
      implements Content {}

  /// A statement as a whole, by its leaf hash.
  public record OfStatement(Hash about, Order order) implements Content {}

  /// What is decided of a statement.
  public enum Order {
    /// The challenge is dismissed.
    DISMISSED(3, "dismissed"),
    /// The challenge is granted; a value that changes by it has a ruling of its own.
    GRANTED(4, "granted"),
    /// The text beside the statement is withdrawn: nobody is to show it any more.
    TEXT_WITHDRAWN(5, "text-withdrawn");

    private final int number;
    private final String label;

    Order(int number, String label) {
      this.number = number;
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// About a value, and nothing else said.
  public Ruling(TallySubject about, Hash target, Decision decision) {
    this(new OfValue(about, target, decision, Optional.empty()), Optional.empty());
  }

  static Ruling decode(String subject, byte[] payload) throws MalformedException {
    return subject.indexOf('/') < 0
        ? decodeOrder(Hash.parseHex(subject), payload)
        : decodeValue(TallySubject.parse(subject), payload);
  }

  private static Ruling decodeValue(TallySubject about, byte[] payload) throws MalformedException {
    var fields = new Decision.Fields();
    var more =
        new Object() {
          Optional<Hash> challenge = Optional.empty();
          Optional<Hash> text = Optional.empty();
        };
    var reader = new CborReader(payload);
    reader.intMap(
        5,
        key -> {
          if (key == 5) {
            more.challenge = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
          } else if (key == 6) {
            more.text = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
          } else {
            fields.read(key, reader);
          }
        });
    reader.end();
    Decision.OnTarget read = fields.get();
    return new Ruling(
        new OfValue(about, read.target(), read.decision(), more.challenge), more.text);
  }

  private static Ruling decodeOrder(Hash about, byte[] payload) throws MalformedException {
    var fields =
        new Object() {
          long number;
          Optional<Hash> text = Optional.empty();
        };
    var reader = new CborReader(payload);
    reader.intMap(
        2,
        key -> {
          if (key == 2) {
            fields.number = reader.unsigned(Order.TEXT_WITHDRAWN.number);
          } else if (key == 6) {
            fields.text = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
          } else {
            throw new MalformedException("unknown field " + key + " in a ruling about a statement");
          }
        });
    reader.end();
    for (Order order : Order.values()) {
      if (order.number == fields.number) {
        return new Ruling(new OfStatement(about, order), fields.text);
      }
    }
    throw new MalformedException("a ruling about a statement decides 3 to 5 (2)");
  }

  @Override
  public Kind kind() {
    return Kind.RULING;
  }

  @Override
  public String subject() {
    return switch (content) {
      case OfValue value -> value.about().toString();
      case OfStatement(Hash about, Order order) -> about.hex();
    };
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    int more = text.isPresent() ? 1 : 0;
    switch (content) {
      case OfValue value -> {
        int fields = more + (value.challenge().isPresent() ? 1 : 0);
        Decision.write(writer, value.target(), value.decision(), fields);
        value.challenge().ifPresent(hash -> writer.unsigned(5).bytes(hash.bytes()));
      }
      case OfStatement(Hash about, Order order) ->
          writer.map(1 + more).unsigned(2).unsigned(order.number);
    }
    text.ifPresent(digest -> writer.unsigned(6).bytes(digest.bytes()));
    return writer.toByteArray();
  }
}
