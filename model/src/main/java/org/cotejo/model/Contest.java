package org.cotejo.model;

import java.util.List;

/// One question of the election.
///
/// @param area index of the area it is held in
/// @param selections in ballot order
public record Contest(
    String code,
    int area,
    String name,
    String nameLatin,
    ValidVotesBase validVotesBase,
    List<Selection> selections) {
  public Contest {
    Wording.checkCode(code);
    Wording.checkIndex(area);
    Wording.checkName(name);
    Wording.checkNameLatin(nameLatin);
    selections = List.copyOf(selections);
    if (selections.isEmpty() || selections.size() > FiguresCodec.MAX_SELECTIONS) {
      throw new IllegalArgumentException("a contest has 1 to 1,000 selections");
    }
  }
}
