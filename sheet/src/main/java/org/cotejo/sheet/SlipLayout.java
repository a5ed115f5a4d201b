package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.List;

/// What stands on a slip with a receipt: in words what it proves, then the proof.
///
/// @param facts what people read
/// @param slip what the codes carry
record SlipLayout(
    ReceiptPdf facts, ReceiptSlip slip, List<QrCode> codes, SheetLanguage words, Typeface typeface)
    implements Layout {
  private static final Paper PAPER = Paper.ROLL_80_MM;
  private static final float GAP = 8;

  SlipLayout {
    codes = List.copyOf(codes);
  }

  @Override
  public List<Block> mark() {
    return Layout.mark(facts.mode(), PAPER, words, typeface);
  }

  @Override
  public Block foot(int page, int pages) {
    String which = facts.election() + " · " + slip.leaf().hex().substring(0, 16) + "…";
    return Layout.foot(which, page, pages, PAPER, words, typeface);
  }

  @Override
  public List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    blocks.add(text(words.say("receipt.title"), BODY.times(1.1f)));
    blocks.add(text(facts.election(), BODY));
    blocks.add(text(facts.about(), BODY.inBold().times(1.35f)));
    blocks.add(new Block.Space(GAP));
    blocks.add(
        text(
            words.say("receipt.place", Long.toString(slip.index()), Long.toString(facts.size())),
            BODY.inBold()));
    blocks.add(text(words.say("receipt.log", facts.origin()), BODY));
    blocks.add(
        text(
            facts.witnesses().isEmpty()
                ? words.say("receipt.unwitnessed")
                : words.say("receipt.witnessed", String.join(", ", facts.witnesses())),
            BODY));
    blocks.add(new Block.Space(GAP));
    blocks.add(text(words.say("receipt.leaf"), BODY.times(0.85f)));
    blocks.add(text(slip.leaf().hex().replaceAll("(.{16})(?!$)", "$1 "), BODY.inBold()));
    blocks.add(new Block.Space(GAP));
    blocks.add(text(words.say("receipt.code"), BODY));
    for (QrCode each : codes) {
      blocks.add(code(each));
    }
    return blocks;
  }

  private Block code(QrCode each) {
    var code = new Block.Code(each, PAPER.module());
    var stacked = new ArrayList<Block>();
    if (codes.size() > 1) {
      String part = words.say("code.part", each.text().number(), each.text().of());
      stacked.add(Block.Text.of(typeface, part, BODY.inBold(), code.side(), Block.Side.CENTRE));
    }
    stacked.add(code);
    float left = (PAPER.measure() - code.side()) / 2;
    return new Block.Row(List.of(new Block.Stack(stacked)), List.of(left), PAPER.measure(), 4, 0);
  }

  private Block text(String text, Style style) {
    return Block.Text.of(typeface, text, style, PAPER.measure(), Block.Side.LEFT);
  }
}
