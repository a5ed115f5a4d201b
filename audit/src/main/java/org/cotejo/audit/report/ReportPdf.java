package org.cotejo.audit.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.cose.Hash;

/// Writes the report as a PDF to print and to file: what the page says, block by block.
public final class ReportPdf {
  private static final float TEXT = 9;
  private static final float SMALL = 8;
  private static final float INDENT = 12;
  private static final float GAP = 10;
  private static final float WIDE_TITLE = 72;
  private static final int MOST_COLUMNS = 64;

  private final PrintedPages pages;
  private final ReportWords words;

  private ReportPdf(PrintedPages pages, ReportWords words) {
    this.pages = pages;
    this.words = words;
  }

  /// @param command what repeats it
  /// @throws IOException if the program's own fonts cannot be read
  public static byte[] of(
      Reconciliation reconciliation, ReportWords words, String command, String version)
      throws IOException {
    List<Block> blocks = ReportDocument.of(reconciliation, words, command, version);
    try (var pages = new PrintedPages()) {
      var pdf = new ReportPdf(pages, words);
      for (Block block : blocks) {
        pdf.block(block);
      }
      Hash content =
          Hash.sha256(
              ReportPage.text(reconciliation, words, command, version)
                  .getBytes(StandardCharsets.UTF_8));
      return pages.finish(words.say("title"), words.language(), content);
    }
  }

  private void block(Block block) throws IOException {
    switch (block) {
      case Block.Heading(int level, String text) -> heading(level, text);
      case Block.Paragraph(String name, String text) -> {
        // Not apart from what it introduces.
        pages.need(5 * PrintedPages.leading(TEXT));
        if (!name.isEmpty()) {
          lines(name, TEXT, true, 0);
        }
        lines(text, TEXT, false, 0);
        pages.down(4);
      }
      case Block.Items(List<Block.Item> items, boolean isNarrow) -> {
        for (Block.Item item : items) {
          item(item, isNarrow ? SMALL : TEXT);
        }
        pages.down(4);
      }
      case Block.Command(String text) -> command(text);
      case Block.Table(List<Block.Column> columns, List<List<String>> rows) -> table(columns, rows);
      case Block.Picture(StationMap map) -> picture(map);
    }
  }

  private void heading(int level, String text) throws IOException {
    float size = level == 1 ? 16 : level == 2 ? 12 : 10;
    // With some of what it heads.
    pages.need(size + 90);
    pages.down(level == 1 ? 0 : 8);
    lines(text, size, true, 0);
    if (level == 2) {
      pages.rule(PrintedPages.MEASURE, 0.7f);
    }
    pages.down(4);
  }

  private void lines(String text, float size, boolean isBold, float left) throws IOException {
    for (String line : pages.lines(text, size, isBold, PrintedPages.MEASURE - left)) {
      pages.need(PrintedPages.leading(size));
      pages.write(line, size, isBold, left);
      pages.down(PrintedPages.leading(size));
    }
  }

  private void item(Block.Item item, float size) throws IOException {
    pages.need(PrintedPages.leading(size));
    pages.write("•", size, false, 2);
    lines(item.text(), size, false, INDENT);
    if (!item.code().isEmpty()) {
      lines(item.code(), 7, false, INDENT);
    }
  }

  private void command(String text) throws IOException {
    List<String> lines = pages.lines(text, SMALL, false, PrintedPages.MEASURE - 2 * INDENT);
    for (String line : lines) {
      float height = PrintedPages.leading(SMALL) + 2;
      pages.need(height);
      pages.ground(height, 0.95f);
      pages.write(line, SMALL, false, INDENT);
      pages.down(height);
    }
    pages.down(6);
  }

  private void table(List<Block.Column> columns, List<List<String>> rows) throws IOException {
    float[] widths = widths(columns, rows.subList(0, Math.min(rows.size(), 200)));
    var titles = columns.stream().map(Block.Column::title).toList();
    pages.need(3 * PrintedPages.leading(SMALL));
    row(columns, titles, widths, true);
    for (List<String> row : rows) {
      float height = height(row, widths, false);
      if (height > pages.room() && height < PrintedPages.wholeRoom() / 2) {
        pages.turnPage();
        row(columns, titles, widths, true);
      }
      row(columns, row, widths, false);
    }
    pages.down(10);
  }

  /// Each column as wide as its widest cell, and where that is more than there is, the widest
  /// columns give way.
  private float[] widths(List<Block.Column> columns, List<List<String>> rows) {
    int count = Math.min(columns.size(), MOST_COLUMNS);
    var widths = new float[count];
    float room = PrintedPages.MEASURE - GAP * (count - 1);
    for (int i = 0; i < count; i++) {
      String title = columns.get(i).title();
      widths[i] = Math.min(pages.width(title, SMALL, true), WIDE_TITLE);
      for (String word : title.split(" ", -1)) {
        widths[i] = Math.max(widths[i], pages.width(word, SMALL, true));
      }
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], pages.width(row.get(i), SMALL, false));
      }
    }
    float least = room / count;
    while (sum(widths) > room) {
      int widest = 0;
      for (int i = 1; i < count; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      widths[widest] = Math.max(least, widths[widest] - (sum(widths) - room));
      if (widths[widest] <= least) {
        // All the others are narrower.
        break;
      }
    }
    return widths;
  }

  private static float sum(float[] widths) {
    float sum = 0;
    for (float width : widths) {
      sum += width;
    }
    return sum;
  }

  private float height(List<String> cells, float[] widths, boolean isHead) {
    int most = 1;
    for (int i = 0; i < widths.length; i++) {
      most = Math.max(most, pages.lines(cells.get(i), SMALL, isHead, widths[i]).size());
    }
    return most * PrintedPages.leading(SMALL) + 3;
  }

  private void row(List<Block.Column> columns, List<String> cells, float[] widths, boolean isHead)
      throws IOException {
    var lines = new ArrayList<List<String>>();
    int most = 1;
    for (int i = 0; i < widths.length; i++) {
      lines.add(pages.lines(cells.get(i), SMALL, isHead, widths[i]));
      most = Math.max(most, lines.getLast().size());
    }
    for (int line = 0; line < most; line++) {
      pages.need(PrintedPages.leading(SMALL));
      float left = 0;
      for (int i = 0; i < widths.length; i++) {
        if (line < lines.get(i).size()) {
          String text = lines.get(i).get(line);
          float spare =
              columns.get(i).isNumber() ? widths[i] - pages.width(text, SMALL, isHead) : 0;
          pages.write(text, SMALL, isHead, left + spare);
        }
        left += widths[i] + GAP;
      }
      pages.down(PrintedPages.leading(SMALL));
    }
    pages.down(1);
    pages.rule(sum(widths) + GAP * (widths.length - 1), isHead ? 0.4f : 0.85f);
    pages.down(2);
  }

  private void picture(StationMap map) throws IOException {
    float scale =
        Math.min(
            PrintedPages.MEASURE / StationMap.WIDTH,
            0.6f * PrintedPages.wholeRoom() / map.height());
    float height = map.height() * scale;
    pages.need(height + 5 * PrintedPages.leading(SMALL));
    for (StationMap.Layer layer : StationMap.Layer.values()) {
      var spots = new ArrayList<int[]>();
      map.forEach(layer, (x, y) -> spots.add(new int[] {x, y}));
      for (int[] spot : spots) {
        mark(layer, spot[0] * scale, spot[1] * scale);
      }
    }
    pages.down(height + 2);
    lines(words.say("map.title"), SMALL, true, 0);
    for (StationMap.Layer layer : StationMap.Layer.values()) {
      if (map.count(layer) > 0) {
        mark(layer, 4, PrintedPages.leading(SMALL) / 2);
        lines(words.say("map." + layer, words.count(map.count(layer))), SMALL, false, INDENT);
      }
    }
    if (map.withoutPlace() > 0) {
      lines(words.say("map.without", words.count(map.withoutPlace())), SMALL, false, 0);
    }
    pages.down(6);
  }

  private void mark(StationMap.Layer layer, float x, float y) throws IOException {
    float diameter = (float) layer.radius() * 1.6f;
    pages.spot(x, y, diameter, layer.grey() / 255f);
    if (!layer.isFilled()) {
      pages.spot(x, y, diameter - 1.6f, 1);
    }
  }
}
