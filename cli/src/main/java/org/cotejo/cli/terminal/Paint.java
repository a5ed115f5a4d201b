package org.cotejo.cli.terminal;

/// How text is set off from other text. Colour says one thing only: that something was refused, or
/// contradicts something else.
public enum Paint {
  /// Letters alone, for files, pipes and those who want no colour.
  PLAIN,
  /// Bold, faint and yellow letters (ECMA-48).
  TERMINAL;

  /// For standard output, as the environment wants it: see [no-color.org](https://no-color.org).
  public static Paint ofEnvironment() {
    String noColor = System.getenv("NO_COLOR");
    return noColor == null || noColor.isEmpty() ? TERMINAL : PLAIN;
  }

  public String bold(String text) {
    return with("1", text);
  }

  public String faint(String text) {
    return with("2", text);
  }

  /// What was refused, or contradicts something.
  public String refused(String text) {
    return with("33", text);
  }

  private String with(String rendition, String text) {
    return this == PLAIN || text.isBlank() ? text : "\033[%sm%s\033[0m".formatted(rendition, text);
  }
}
