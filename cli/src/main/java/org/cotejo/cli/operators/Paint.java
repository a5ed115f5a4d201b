package org.cotejo.cli.operators;

/// How text is set off from other text. Colour says one thing only: that something was refused.
public enum Paint {
  /// Letters alone, for files, pipes and those who want no colour.
  PLAIN,
  /// Bold, faint and yellow letters (ECMA-48).
  TERMINAL;

  String bold(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  String refused(String text) {
    return with("33", text);
  }

  private String with(String rendition, String text) {
    return this == PLAIN || text.isBlank() ? text : "\033[%sm%s\033[0m".formatted(rendition, text);
  }
}
