package org.cotejo.cli.terminal;

/// What somebody pressed, as far as forms care.
public sealed interface Key {
  /// A digit.
  record Digit(int value) implements Key {
    public Digit {
      if (value < 0 || value > 9) {
        throw new IllegalArgumentException("no digit: " + value);
      }
    }
  }

  /// Everything else.
  enum Named implements Key {
    /// The arrow down, or the tabulator.
    NEXT,
    ENTER,
    /// The arrow up, or <, where there is none.
    BACK,
    ERASE,
    /// Ctrl-C or Ctrl-D, or nobody is there any more.
    LEAVE,
    OTHER
  }

  /// @param letter as a terminal in raw mode sends it; -1 if it is gone
  static Key of(int letter) {
    return switch (letter) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> new Digit(letter - '0');
      case '\r', '\n' -> Named.ENTER;
      case '\t' -> Named.NEXT;
      case '<' -> Named.BACK;
      case '\b', 127 -> Named.ERASE;
      case 3, 4, -1 -> Named.LEAVE;
      default -> Named.OTHER;
    };
  }

  /// @param last the letter that ends an escape sequence (ECMA-48)
  static Key ofSequence(int last) {
    return switch (last) {
      case 'A', 'Z' -> Named.BACK;
      case 'B' -> Named.NEXT;
      case -1 -> Named.LEAVE;
      default -> Named.OTHER;
    };
  }
}
