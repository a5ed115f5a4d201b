package org.cotejo.sheet;

import java.util.List;
import org.cotejo.model.Mode;

/// What stands on paper, from top to bottom, before it is cut into pages.
sealed interface Layout permits SheetLayout, SlipLayout {
  /// Size of small print.
  Style BODY = new Style(8.5f, false);

  /// Says on every page what an election is that is not one; empty where it is.
  List<Block> mark();

  List<Block> blocks();

  /// Says at the foot of every page what it is of.
  Block foot(int page, int pages);

  /// A band for whatever is not the election itself.
  static List<Block> mark(Mode mode, Paper paper, SheetLanguage words, Typeface typeface) {
    if (mode == Mode.REAL) {
      return List.of();
    }
    Block.Text text =
        Block.Text.of(
            typeface,
            words.say("mode." + mode.label()),
            BODY.inBold(),
            paper.measure(),
            Block.Side.CENTRE,
            true);
    return List.of(new Block.Band(text, paper.measure(), 4), new Block.Space(10));
  }

  /// A foot in small print.
  static Block foot(
      String which, int page, int pages, Paper paper, SheetLanguage words, Typeface typeface) {
    Style small = BODY.times(0.8f);
    float forPage = 60;
    float forWhich = paper.measure() - forPage;
    return new Block.Row(
        List.of(
            Block.Text.of(typeface, which, small, forWhich, Block.Side.LEFT),
            Block.Text.of(
                typeface, words.say("page", page, pages), small, forPage, Block.Side.RIGHT)),
        List.of(0f, forWhich),
        paper.measure(),
        0,
        0);
  }
}
