package org.cotejo.model;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;

/// The kinds of statement that have a meaning in this version; a statement of any other kind is
/// refused, so that nothing enters the log whose effect a later version could reinterpret.
public enum Kind {
  ELECTION("election"),
  ENROLMENT("enrolment"),
  PHASE("phase"),
  TALLY_RECORD("tally-record"),
  CORRIGENDUM("corrigendum"),
  RULING("ruling"),
  TIME_MARK("time-mark"),
  BULLETIN("bulletin"),
  LOG_KEY("log-key"),
  INCIDENT("incident"),
  OPENING("opening"),
  WITNESS_COPY("witness-copy"),
  CLAIM("claim"),
  CHALLENGE("challenge"),
  EVIDENCE("evidence");

  private static final Map<String, Kind> BY_LABEL =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Kind::label, Function.identity()));

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /// The value of the `typ` header (RFC 9596).
  public String label() {
    return label;
  }

  static Kind of(String label) throws MalformedException {
    Kind kind = BY_LABEL.get(label);
    if (kind == null) {
      throw new MalformedException("unknown kind of statement '" + label + "'");
    }
    return kind;
  }
}
