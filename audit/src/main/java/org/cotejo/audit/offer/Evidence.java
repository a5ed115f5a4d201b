package org.cotejo.audit.offer;

import java.util.List;

/// What was seen, and where.
///
/// @param where file or address
/// @param code what it says, for programs; words for people are chosen by it
/// @param values what the words have places for
public record Evidence(String where, String code, List<String> values) {
  public Evidence {
    values = List.copyOf(values);
  }

  static Evidence of(String where, String code, Object... values) {
    return new Evidence(where, code, List.of(values).stream().map(String::valueOf).toList());
  }
}
