package org.cotejo.model;

/// A node of the area tree, from the country down.
///
/// @param parent index of the area above; -1 for the root
/// @param level what kind of area: country, constituency, municipality, settlement…
/// @param depth 0 for the root
public record Area(
    String code, int parent, String level, String name, String nameLatin, int depth) {
  public Area {
    Wording.checkCode(code);
    Wording.checkCode(level);
    Wording.checkName(name);
    Wording.checkNameLatin(nameLatin);
    if (parent < -1 || depth < 0 || (parent == -1) != (depth == 0)) {
      throw new IllegalArgumentException("the root, and only the root, has no parent");
    }
  }
}
