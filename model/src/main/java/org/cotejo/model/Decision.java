package org.cotejo.model;

import java.util.Optional;
import java.util.OptionalInt;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a corrigendum or a ruling decides about one station's value.
public sealed interface Decision {

  /// Complete new values in place of those the target gave.
  record Replace(TallyFigures figures) implements Decision {}

  /// The target, a record that was held, counts.
  record Adopt() implements Decision {}

  /// Nothing counts for this station.
  record Annul() implements Decision {}

  /// What corrigendum and ruling share: `1: target leaf hash, 2: 0 replace / 1 adopt / 2 annul, ?3:
  /// figures`.
  ///
  /// @param more fields that follow these in the map
  static void write(CborWriter writer, Hash target, Decision decision, int more) {
    writer
        .map((decision instanceof Replace ? 3 : 2) + more)
        .unsigned(1)
        .bytes(target.bytes())
        .unsigned(2);
    switch (decision) {
      case Replace(TallyFigures figures) -> {
        writer.unsigned(0).unsigned(3);
        FiguresCodec.write(writer, figures);
      }
      case Adopt() -> writer.unsigned(1);
      case Annul() -> writer.unsigned(2);
    }
  }

  /// A decision together with the statement it is about.
  record OnTarget(Hash target, Decision decision) {}

  /// The fields that [#write] writes, as they are read.
  final class Fields {
    private Optional<Hash> target = Optional.empty();
    private OptionalInt code = OptionalInt.empty();
    private Optional<TallyFigures> figures = Optional.empty();

    void read(long key, CborReader reader) throws MalformedException {
      switch (Math.clamp(key, 0, 4)) {
        case 1 -> target = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        case 2 -> code = OptionalInt.of((int) reader.unsigned(2));
        case 3 -> figures = Optional.of(FiguresCodec.read(reader));
        default -> throw new MalformedException("unknown field " + key + " in the decision");
      }
    }

    OnTarget get() throws MalformedException {
      if (target.isEmpty() || code.isEmpty()) {
        throw new MalformedException("the decision lacks its target (1) or what it decides (2)");
      }
      if ((code.getAsInt() == 0) != figures.isPresent()) {
        throw new MalformedException(
            "a replacement, and nothing else, gives complete new figures (3)");
      }
      Decision decision =
          switch (code.getAsInt()) {
            case 0 -> new Replace(figures.orElseThrow());
            case 1 -> new Adopt();
            default -> new Annul();
          };
      return new OnTarget(target.get(), decision);
    }
  }
}
