package org.cotejo.model;

import java.util.Optional;

/// One thing that can be voted for.
///
/// @param area index of the area in which it is on the ballot
/// @param colour in which its bars and dots are drawn, if the package gives one
public record Selection(
    String code, Type type, int area, String name, String nameLatin, Optional<Colour> colour) {
  public Selection {
    Wording.checkCode(code);
    Wording.checkIndex(area);
    Wording.checkName(name);
    Wording.checkNameLatin(nameLatin);
  }

  /// One without a colour.
  public Selection(String code, Type type, int area, String name, String nameLatin) {
    this(code, type, area, name, nameLatin, Optional.empty());
  }

  /// What is voted for.
  public enum Type {
    LIST("list"),
    CANDIDATE("candidate"),
    ANSWER("answer"),
    INDEPENDENT("independent"),
    NONE_OF_THESE("none-of-these");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /// The word for it in `selections.csv`.
    public String label() {
      return label;
    }
  }
}
