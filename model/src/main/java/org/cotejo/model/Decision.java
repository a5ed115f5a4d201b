package org.cotejo.model;

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

  /// The shared payload of corrigendum and ruling: `{1: target leaf hash, 2: 0 replace / 1 adopt /
  /// 2 annul, ?3: figures}`.
  static byte[] encode(Hash target, Decision decision) {
    var writer = new CborWriter();
    writer.map(decision instanceof Replace ? 3 : 2).unsigned(1).bytes(target.bytes()).unsigned(2);
    switch (decision) {
      case Replace(TallyFigures figures) -> {
        writer.unsigned(0).unsigned(3);
        FiguresCodec.write(writer, figures);
      }
      case Adopt() -> writer.unsigned(1);
      case Annul() -> writer.unsigned(2);
    }
    return writer.toByteArray();
  }

  /// A decision together with the statement it is about.
  record OnTarget(Hash target, Decision decision) {}

  static OnTarget decode(byte[] payload) throws MalformedException {
    var fields =
        new Object() {
          byte[] target = new byte[0];
          OptionalInt code = OptionalInt.empty();
          TallyFigures[] figures = new TallyFigures[0];
        };
    var reader = new CborReader(payload);
    reader.intMap(
        3,
        key -> {
          switch (Math.clamp(key, 0, 4)) {
            case 1 -> fields.target = reader.bytesOf(Hash.BYTES);
            case 2 -> fields.code = OptionalInt.of((int) reader.unsigned(2));
            case 3 -> fields.figures = new TallyFigures[] {FiguresCodec.read(reader)};
            default -> throw new MalformedException("unknown field " + key + " in the decision");
          }
        });
    reader.end();
    if (fields.target.length == 0 || fields.code.isEmpty()) {
      throw new MalformedException("the decision lacks its target (1) or what it decides (2)");
    }
    boolean replaces = fields.code.getAsInt() == 0;
    if (replaces != (fields.figures.length == 1)) {
      throw new MalformedException(
          "a replacement, and nothing else, gives complete new figures (3)");
    }
    Decision decision =
        switch (fields.code.getAsInt()) {
          case 0 -> new Replace(fields.figures[0]);
          case 1 -> new Adopt();
          default -> new Annul();
        };
    return new OnTarget(Hash.of(fields.target), decision);
  }
}
