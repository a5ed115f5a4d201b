package org.cotejo.model;

import java.util.regex.Pattern;

/// What codes and names in an election package may be, for the records to insist on: their reader
/// tells people what is wrong first, so a record that refuses is a bug in whoever made it.
final class Wording {
  static final int MAX_NAME = 200;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,23}");

  private Wording() {}

  /// 1 to 24 letters, digits, dots, dashes or underscores, the first a letter or digit: codes are
  /// names of published files.
  static void checkCode(String code) {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a code: " + PackageErrors.quote(code));
    }
  }

  /// At most 200 characters, none of them a control character; may be empty.
  static void checkName(String name) {
    if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not a name: " + PackageErrors.quote(name));
    }
  }

  /// A name that everything shown to people falls back on, so there has to be one.
  static void checkNameLatin(String name) {
    checkName(name);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name in Latin letters is missing");
    }
  }

  static void checkIndex(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("not an index: " + index);
    }
  }
}
