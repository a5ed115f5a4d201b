package org.cotejo.audit.openness;

import java.util.List;

/// What was seen, and where.
///
/// @param where file or address
/// @param code what it says, for programs; words for people are chosen by it
/// @param values what the words have places for
public record Observation(String where, String code, List<String> values) {
  public Observation {
    values = List.copyOf(values);
  }

  static Observation of(String where, String code, Object... values) {
    return new Observation(where, code, List.of(values).stream().map(String::valueOf).toList());
  }
}
