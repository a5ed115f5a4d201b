package org.cotejo.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Something on a sheet that stands in one piece, never on two pages.
sealed interface Block {
  float height();

  /// @param top its upper edge
  void draw(Ink ink, float x, float top) throws IOException;

  /// Where text stands in its width.
  enum Side {
    LEFT,
    CENTRE,
    RIGHT
  }

  /// Lines of text, already broken.
  record Text(List<String> lines, List<Float> offsets, Style style, boolean white)
      implements Block {
    public Text {
      lines = List.copyOf(lines);
      offsets = List.copyOf(offsets);
    }

    /// Breaks text between words, and within a word that is wider than the line.
    static Text of(Typeface typeface, String text, Style style, float width, Side side) {
      return of(typeface, text, style, width, side, false);
    }

    static Text of(
        Typeface typeface, String text, Style style, float width, Side side, boolean white) {
      var lines = new ArrayList<String>();
      var line = new StringBuilder();
      for (String word : Typeface.settable(text).split(" ", -1)) {
        String longer = line.isEmpty() ? word : line + " " + word;
        if (typeface.width(longer, style) <= width) {
          line.setLength(0);
          line.append(longer);
          continue;
        }
        if (!line.isEmpty()) {
          lines.add(line.toString());
          line.setLength(0);
        }
        String rest = word;
        while (typeface.width(rest, style) > width && rest.codePointCount(0, rest.length()) > 1) {
          int end = fitting(typeface, rest, style, width);
          lines.add(rest.substring(0, end));
          rest = rest.substring(end);
        }
        line.append(rest);
      }
      lines.add(line.toString());
      var offsets = new ArrayList<Float>();
      for (String each : lines) {
        float free = side == Side.LEFT ? 0 : width - typeface.width(each, style);
        offsets.add(side == Side.CENTRE ? free / 2 : free);
      }
      return new Text(lines, offsets, style, white);
    }

    private static int fitting(Typeface typeface, String word, Style style, float width) {
      int end = word.offsetByCodePoints(0, 1);
      while (end < word.length()) {
        int next = word.offsetByCodePoints(end, 1);
        if (typeface.width(word.substring(0, next), style) > width) {
          break;
        }
        end = next;
      }
      return end;
    }

    @Override
    public float height() {
      return lines.size() * style.leading();
    }

    @Override
    public void draw(Ink ink, float x, float top) throws IOException {
      for (int i = 0; i < lines.size(); i++) {
        ink.text(lines.get(i), style, x + offsets.get(i), top + i * style.leading(), white);
      }
    }
  }

  /// Blocks side by side, each at its distance from the left, with a rule below if it has a weight.
  record Row(List<Block> cells, List<Float> offsets, float width, float padding, float rule)
      implements Block {
    public Row {
      cells = List.copyOf(cells);
      offsets = List.copyOf(offsets);
    }

    @Override
    public float height() {
      float highest = 0;
      for (Block cell : cells) {
        highest = Math.max(highest, cell.height());
      }
      return highest + 2 * padding + rule;
    }

    @Override
    public void draw(Ink ink, float x, float top) throws IOException {
      for (int i = 0; i < cells.size(); i++) {
        cells.get(i).draw(ink, x + offsets.get(i), top + padding);
      }
      if (rule > 0) {
        ink.box(x, top + height() - rule, width, rule);
      }
    }
  }

  /// White on black, across the sheet.
  record Band(Text text, float width, float padding) implements Block {
    @Override
    public float height() {
      return text.height() + 2 * padding;
    }

    @Override
    public void draw(Ink ink, float x, float top) throws IOException {
      ink.box(x, top, width, height());
      text.draw(ink, x, top + padding);
    }
  }

  /// A code with its quiet zone.
  record Code(QrCode code, float module) implements Block {
    float side() {
      return (code.side() + 2 * QrCode.QUIET) * module;
    }

    @Override
    public float height() {
      return side();
    }

    @Override
    public void draw(Ink ink, float x, float top) throws IOException {
      float quiet = QrCode.QUIET * module;
      ink.code(code, x + quiet, top + quiet, module);
    }
  }

  /// Blocks one below the other.
  record Stack(List<Block> blocks) implements Block {
    public Stack {
      blocks = List.copyOf(blocks);
    }

    @Override
    public float height() {
      float sum = 0;
      for (Block block : blocks) {
        sum += block.height();
      }
      return sum;
    }

    @Override
    public void draw(Ink ink, float x, float top) throws IOException {
      float y = top;
      for (Block block : blocks) {
        block.draw(ink, x, y);
        y += block.height();
      }
    }
  }

  /// White space.
  record Space(float height) implements Block {
    @Override
    public void draw(Ink ink, float x, float top) {}
  }
}
