package org.cotejo.model;

/// One thing that can be voted for.
///
/// @param area index of the area in which it is on the ballot
public record Selection(String code, Type type, int area, String name, String nameLatin) {
  public Selection {
    Wording.checkCode(code);
    Wording.checkIndex(area);
    Wording.checkName(name);
    Wording.checkNameLatin(nameLatin);
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

    public String label() {
      return label;
    }
  }
}
