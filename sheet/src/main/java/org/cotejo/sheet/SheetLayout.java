package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cotejo.model.Area;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// What stands on a sheet, from top to bottom, before it is cut into pages. People look for the
/// station first, so it is largest; digits and words of a count stand in one line.
final class SheetLayout implements Layout {
  private static final float GAP = 14;
  private static final float HAIRLINE = 0.4f;
  private static final float HEAVY = 1.2f;
  private static final int SIGNATURES_OF_EACH = 3;

  private final TallySheet sheet;
  private final Paper paper;
  private final SheetLanguage words;
  private final Typeface typeface;
  private final Style body;
  private final List<QrCode> codes;

  SheetLayout(TallySheet sheet, Paper paper, SheetLanguage words, Typeface typeface) {
    this.sheet = sheet;
    this.paper = paper;
    this.words = words;
    this.typeface = typeface;
    this.body = BODY;
    this.codes =
        QrCode.of(sheet.statement().bytes(), paper.maxVersion(sheet.figures().channels().size()));
  }

  /// The codes of the sheet.
  List<QrCode> codes() {
    return codes;
  }

  @Override
  public List<Block> mark() {
    return Layout.mark(sheet.election().mode(), paper, words, typeface);
  }

  @Override
  public Block foot(int page, int pages) {
    String which =
        "%s · %s · %s · %s…"
            .formatted(
                sheet.election().code(),
                sheet.contest().code(),
                sheet.station().code(),
                sheet.leaf().hex().substring(0, 16));
    return Layout.foot(which, page, pages, paper, words, typeface);
  }

  @Override
  public List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    blocks.add(head());
    for (ChannelCount count : sheet.figures().channels()) {
      votes(count, blocks);
    }
    arithmetic(blocks);
    signatures(blocks);
    if (!isCodeAtHead()) {
      codesBelow(blocks);
      blocks.add(evidence(paper.measure()));
    }
    return blocks;
  }

  /// A single code stands where whoever unfolds the sheet sees it first.
  private boolean isCodeAtHead() {
    return paper == Paper.A4 && codes.size() == 1;
  }

  private Block head() {
    float side = isCodeAtHead() ? new Block.Code(codes.getFirst(), paper.module()).side() : 0;
    float width = side == 0 ? paper.measure() : paper.measure() - side - GAP;
    var left = new ArrayList<Block>();
    left.add(text(words.say("title"), body.times(1.1f), width));
    left.add(text(words.of(sheet.election().names()), body.inBold().times(1.35f), width));
    left.add(text(sheet.election().date().toString(), body, width));
    left.add(new Block.Space(8));
    String station = words.say("station", sheet.station().code());
    left.add(text(station, body.inBold().times(2), width));
    if (typeface.canShow(sheet.station().name()) && !sheet.station().name().isBlank()) {
      left.add(text(sheet.station().name(), body, width));
    }
    left.add(text(areas(), body, width));
    String contest = shown(sheet.contest().name(), sheet.contest().nameLatin());
    left.add(text(words.say("contest", sheet.contest().code(), contest), body, width));
    left.add(new Block.Space(GAP));
    left.addAll(figures(width));
    if (side == 0) {
      return new Block.Stack(left);
    }
    var right =
        new Block.Stack(
            List.of(
                new Block.Code(codes.getFirst(), paper.module()),
                text(words.say("code"), body.times(0.85f), side),
                evidence(side)));
    return new Block.Row(
        List.of(new Block.Stack(left), right), List.of(0f, width + GAP), paper.measure(), 0, 0);
  }

  /// From the station's own area up; the root is the election's and says nothing.
  private String areas() {
    List<Area> areas = sheet.election().areas();
    var names = new ArrayList<String>();
    for (int i = sheet.station().area(); i >= 0; i = areas.get(i).parent()) {
      names.add(shown(areas.get(i).name(), areas.get(i).nameLatin()));
    }
    return String.join(" · ", names.reversed());
  }

  /// A name in its own script where the font has it, otherwise in Latin letters.
  private String shown(String name, String nameLatin) {
    return !name.isBlank() && typeface.canShow(name) ? name : nameLatin;
  }

  private List<Block> figures(float width) {
    TallyFigures figures = sheet.figures();
    var blocks = new ArrayList<Block>();
    blocks.add(heading(words.say("figures"), width));
    count("registeredVoters", OptionalLong.of(figures.registeredVoters()), width, blocks);
    count("votersAdded", figures.votersAdded(), width, blocks);
    count("votersAdmitted", OptionalLong.of(figures.votersAdmitted()), width, blocks);
    count("ballotsReceived", figures.ballotsReceived(), width, blocks);
    count("ballotsUnused", figures.ballotsUnused(), width, blocks);
    count("ballotsSpoiled", figures.ballotsSpoiled(), width, blocks);
    return blocks;
  }

  private void count(String key, OptionalLong count, float width, List<Block> blocks) {
    if (count.isPresent()) {
      blocks.add(line("", words.say(key), count.getAsLong(), width, false));
    }
  }

  private void votes(ChannelCount count, List<Block> blocks) {
    float width = paper.measure();
    String channel = words.channel(sheet.election().channels().get(count.channel()));
    blocks.add(new Block.Space(GAP));
    var first = new ArrayList<Block>();
    first.add(heading(words.say("votes", channel), width));
    first.add(line("", words.say("ballotsCast"), count.ballotsCast(), width, true));
    first.add(line("", words.say("blankVotes"), count.blankVotes(), width, false));
    first.add(line("", words.say("invalidVotes"), count.invalidVotes(), width, false));
    first.add(line("", words.say("validVotes"), count.validVotes(), width, true));
    blocks.add(new Block.Stack(first));
    for (int position = 0; position < count.selections(); position++) {
      Selection selection = sheet.ballot().get(position);
      String name = shown(selection.name(), selection.nameLatin());
      blocks.add(line(selection.code(), name, count.vote(position), width, false));
    }
  }

  /// Every rule with its result, so that nobody has to trust that one was looked at.
  private void arithmetic(List<Block> blocks) {
    float width = paper.measure();
    boolean isWide = paper == Paper.A4;
    float column = isWide ? (width - GAP) / 2 : width;
    var lines = new ArrayList<Block>();
    lines.add(new Block.Space(GAP));
    lines.add(heading(words.say("arithmetic"), width));
    lines.add(new Block.Space(2));
    List<Block> rules = Arrays.stream(ArithmeticRule.values()).map(r -> rule(r, column)).toList();
    if (isWide) {
      int half = Math.ceilDiv(rules.size(), 2);
      lines.add(
          new Block.Row(
              List.of(
                  new Block.Stack(rules.subList(0, half)),
                  new Block.Stack(rules.subList(half, rules.size()))),
              List.of(0f, column + GAP),
              width,
              0,
              0));
    } else {
      lines.addAll(rules);
    }
    blocks.add(new Block.Stack(lines));
  }

  private Block rule(ArithmeticRule rule, float width) {
    List<Arithmetic.Breach> broken =
        sheet.breaches().stream().filter(breach -> breach.rule() == rule).toList();
    Style small = new Style(body.size() * 0.9f, !broken.isEmpty());
    float forCode = 28;
    float forResult = broken.isEmpty() ? 56 : 88;
    String result =
        broken.isEmpty()
            ? words.say(isAsked(rule) ? "holds" : "not-asked")
            : broken.stream().map(this::broken).collect(Collectors.joining("; "));
    return new Block.Row(
        List.of(
            text(rule.name(), small, forCode),
            text(words.say(key(rule)), small, width - forCode - forResult - 6),
            Block.Text.of(typeface, result, small, forResult, Block.Side.RIGHT)),
        List.of(0f, forCode, width - forResult),
        width,
        1,
        0);
  }

  private boolean isAsked(ArithmeticRule rule) {
    TallyFigures figures = sheet.figures();
    return rule != ArithmeticRule.R102
        || (figures.ballotsReceived().isPresent() && figures.ballotsUnused().isPresent());
  }

  /// Where "none of these" is no valid vote, it stands beside the blank ones in the sum.
  private String key(ArithmeticRule rule) {
    boolean apart =
        sheet.contest().validVotesBase() == ValidVotesBase.WITHOUT_NONE_OF_THESE
            && (rule == ArithmeticRule.R103 || rule == ArithmeticRule.R104);
    return rule.name() + (apart ? ".apart" : "");
  }

  private String broken(Arithmetic.Breach breach) {
    boolean ofChannel = breach.channel() >= 0;
    return words.say(
        ofChannel ? "broken.channel" : "broken",
        Long.toString(breach.found()),
        Long.toString(breach.expected()),
        ofChannel ? words.channel(sheet.election().channels().get(breach.channel())) : "");
  }

  private void signatures(List<Block> blocks) {
    float width = paper.measure();
    boolean isWide = paper == Paper.A4;
    float column = isWide ? (width - GAP) / 2 : width;
    var lines = new ArrayList<Block>();
    lines.add(new Block.Space(GAP));
    lines.add(heading(words.say("signatures"), width));
    for (int i = 0; i < SIGNATURES_OF_EACH; i++) {
      Block officer = place("sign.officer", column);
      Block witness = place("sign.witness", column);
      lines.add(
          isWide
              ? new Block.Row(List.of(officer, witness), List.of(0f, column + GAP), width, 0, 0)
              : new Block.Stack(List.of(officer, witness)));
    }
    lines.add(place("remarks", width));
    blocks.add(new Block.Stack(lines));
  }

  private Block place(String key, float width) {
    return new Block.Stack(
        List.of(
            new Block.Row(List.of(new Block.Space(24)), List.of(0f), width, 0, HAIRLINE),
            text(words.say(key), body.times(0.8f), width)));
  }

  private void codesBelow(List<Block> blocks) {
    float width = paper.measure();
    blocks.add(new Block.Space(GAP));
    blocks.add(text(words.say("code"), body, width));
    for (QrCode each : codes) {
      var code = new Block.Code(each, paper.module());
      var stacked = new ArrayList<Block>();
      if (codes.size() > 1) {
        String part = words.say("code.part", each.text().number(), each.text().of());
        stacked.add(Block.Text.of(typeface, part, body.inBold(), code.side(), Block.Side.CENTRE));
      }
      stacked.add(code);
      blocks.add(
          new Block.Row(
              List.of(new Block.Stack(stacked)), List.of((width - code.side()) / 2), width, 4, 0));
    }
  }

  /// What the code is, for whoever has no camera at hand.
  private Block evidence(float width) {
    Style small = body.times(0.85f);
    var signed = sheet.statement();
    String leaf = sheet.leaf().hex().replaceAll("(.{16})(?!$)", "$1 ");
    return new Block.Stack(
        List.of(
            new Block.Space(GAP / 2),
            text(words.say("leaf"), small, width),
            text(leaf, body.inBold(), width),
            text(
                words.say(
                    "signed",
                    signed.keyId().toString(),
                    signed.algorithm().name(),
                    HexFormat.of().formatHex(signed.issuer())),
                small,
                width)));
  }

  private Block heading(String text, float width) {
    return new Block.Row(
        List.of(text(text, body.inBold().times(1.1f), width)), List.of(0f), width, 1.5f, HEAVY);
  }

  /// A count: what it is of, in digits, in words.
  private Block line(String code, String name, long count, float width, boolean isBold) {
    Style style = new Style(body.size(), isBold);
    boolean isWide = paper == Paper.A4;
    float forCode = code.isEmpty() ? 0 : Math.min(46, 6 + typeface.width(code, style));
    forCode = code.isEmpty() ? 0 : Math.max(forCode, 22);
    float forDigits = 52;
    float forWords = isWide ? width * 0.33f : width;
    float forName = width - forCode - forDigits - (isWide ? forWords + 10 : 0);
    Block digits =
        Block.Text.of(typeface, Long.toString(count), body.inBold(), forDigits, Block.Side.RIGHT);
    Block.Side side = isWide ? Block.Side.LEFT : Block.Side.RIGHT;
    Block inWords = Block.Text.of(typeface, words.inWords(count), style, forWords, side);
    var cells = new ArrayList<Block>(List.of(text(code, style, forCode + 1)));
    cells.add(text(name, style, forName - 4));
    cells.add(digits);
    var offsets = new ArrayList<Float>(List.of(0f, forCode, forCode + forName));
    if (isWide) {
      cells.add(inWords);
      offsets.add(width - forWords);
      return new Block.Row(cells, offsets, width, 1.2f, HAIRLINE);
    }
    Block above = new Block.Row(cells, offsets, width, 0, 0);
    return new Block.Row(
        List.of(new Block.Stack(List.of(above, inWords))), List.of(0f), width, 1.2f, HAIRLINE);
  }

  private Block text(String text, Style style, float width) {
    return Block.Text.of(typeface, text, style, width, Block.Side.LEFT);
  }
}
