package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;

/// A step in the chain of custody of an exhibit, as its filer states it. There is no room in it for
/// the name of a person.
///
/// @param at POSIX seconds, as stated
/// @param within seconds by which the time may be off, either way
/// @param holder the key, known to the election, of whoever had the exhibit after the step
public record Custody(Step step, long at, long within, KeyId holder) {
  static final int MAX_STEPS = 16;
  private static final List<Step> STEPS = List.of(Step.values());

  public Custody {
    if (at < 0 || at > TimeMark.MAX_SECONDS || within < 0 || within > FiguresCodec.MAX_COUNT) {
      throw new IllegalArgumentException("not a time: %d, within %d s".formatted(at, within));
    }
  }

  /// What happened. The number in the payload is the place here.
  public enum Step {
    ACQUIRED("acquired"),
    RECEIVED("received"),
    TRANSFERRED("transferred"),
    COPIED("copied"),
    SEALED("sealed");

    private final String label;

    Step(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  static void writeAll(CborWriter writer, List<Custody> steps) {
    writer.array(steps.size());
    for (Custody custody : steps) {
      writer
          .array(4)
          .unsigned(STEPS.indexOf(custody.step()))
          .unsigned(custody.at())
          .unsigned(custody.within())
          .bytes(custody.holder().bytes());
    }
  }

  static List<Custody> readAll(CborReader reader) throws MalformedException {
    int count = reader.array(MAX_STEPS);
    var steps = new ArrayList<Custody>(count);
    for (int i = 0; i < count; i++) {
      reader.arrayOf(4);
      Step step = STEPS.get((int) reader.unsigned(STEPS.size() - 1L));
      long at = reader.unsigned(TimeMark.MAX_SECONDS);
      long within = reader.unsigned(FiguresCodec.MAX_COUNT);
      steps.add(new Custody(step, at, within, KeyId.of(reader.bytesOf(Long.BYTES))));
    }
    return steps;
  }
}
