package org.cotejo.cli.terminal;

/// What somebody pressed, as far as forms care.
public enum Key {
  D0,
  D1,
  D2,
  D3,
  D4,
  D5,
  D6,
  D7,
  D8,
  D9,
  /// The arrow down, or the tabulator.
  NEXT,
  ENTER,
  /// The arrow up, or <, where there is none.
  BACK,
  ERASE,
  /// Ctrl-C or Ctrl-D, or nobody is there any more.
  LEAVE,
  OTHER;

  /// The digit it is, or -1.
  public int digit() {
    return ordinal() <= D9.ordinal() ? ordinal() : -1;
  }

  /// @param letter as a terminal in raw mode sends it; -1 if it is gone
  static Key of(int letter) {
    return switch (letter) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> values()[letter - '0'];
      case '\r', '\n' -> ENTER;
      case '\t' -> NEXT;
      case '<' -> BACK;
      case '\b', 127 -> ERASE;
      case 3, 4, -1 -> LEAVE;
      default -> OTHER;
    };
  }

  /// @param last the letter that ends an escape sequence (ECMA-48)
  static Key ofSequence(int last) {
    return switch (last) {
      case 'A', 'Z' -> BACK;
      case 'B' -> NEXT;
      case -1 -> LEAVE;
      default -> OTHER;
    };
  }
}
