package org.cotejo.audit.report;

import java.util.List;
import java.util.Locale;
import org.cotejo.audit.reconcile.Reconciliation;

/// Writes the report as one page without scripts, styles inside, the same on screen and paper.
public final class ReportPage {
  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0"
          + " 1rem;color:#1b1b1b}"
          + "h1{font-size:1.6rem;margin-bottom:0}h1+p{font-size:1.1rem;margin-top:.3rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px"
          + " solid #bbb}h1,h2,h3{break-after:avoid}"
          + "p,li{max-width:44rem}table{border-collapse:collapse;font-size:.92rem;margin:.8rem 0"
          + " 1.6rem}th,td{text-align:left;vertical-align:top;padding:.2rem 1.2rem .2rem"
          + " 0;border-bottom:1px solid #ddd}"
          + "th{vertical-align:bottom;border-color:#888}thead{display:table-header-group}"
          + "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
          + "td.n,td:first-child{white-space:nowrap}td:last-child{padding-right:0}code,.hash{font:.8rem"
          + " ui-monospace,monospace;overflow-wrap:anywhere}.key{columns:2;font-size:.85rem;padding-left:1.2rem}tr,.key"
          + " li{break-inside:avoid}figure{margin:1rem 0;break-inside:avoid}"
          + "figure>svg{display:block;width:100%;max-width:45rem;max-height:22cm;height:auto}.legend{list-style:none;padding:0;margin:.4rem"
          + " 0}.legend"
          + " svg{width:1em;margin-right:.5em}pre{white-space:pre-wrap;background:#f4f4f2;padding:.6rem"
          + " .8rem}@page{size:A4;margin:1.6cm}@media"
          + " print{html{font-size:11px}body{margin:0;padding:0;max-width:none}}";

  private final ReportWords words;
  private final StringBuilder page = new StringBuilder(1 << 14);

  private ReportPage(ReportWords words) {
    this.words = words;
  }

  /// @param command what repeats it
  public static String text(
      Reconciliation reconciliation, ReportWords words, String command, String version) {
    return new ReportPage(words).text(ReportDocument.of(reconciliation, words, command, version));
  }

  private String text(List<Block> blocks) {
    raw("<!doctype html>\n<html lang=\"" + words.language() + "\">\n");
    raw("<head><meta charset=\"utf-8\"><title>").put(words.say("title"));
    raw("</title><style>" + STYLE + "</style></head>\n<body>\n");
    blocks.forEach(this::block);
    return raw("</body>\n</html>\n").page.toString();
  }

  private ReportPage raw(String markup) {
    page.append(markup);
    return this;
  }

  private ReportPage put(String text) {
    page.append(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
    return this;
  }

  private void block(Block block) {
    switch (block) {
      case Block.Heading(int level, String text) ->
          raw("<h" + level + ">").put(text).raw("</h" + level + ">\n");
      case Block.Paragraph(String name, String text) -> {
        raw("<p>");
        if (!name.isEmpty()) {
          raw("<b>").put(name).raw("</b>: ");
        }
        put(text).raw("</p>\n");
      }
      case Block.Items(List<Block.Item> items, boolean isNarrow) -> items(items, isNarrow);
      case Block.Command(String text) -> raw("<pre><code>").put(text).raw("</code></pre>\n");
      case Block.Table(List<Block.Column> columns, List<List<String>> rows) -> table(columns, rows);
      case Block.Picture(StationMap map) -> picture(map);
    }
  }

  private void items(List<Block.Item> items, boolean isNarrow) {
    raw(isNarrow ? "<ul class=\"key\">\n" : "<ul>\n");
    for (Block.Item item : items) {
      raw("<li>").put(item.text());
      if (!item.code().isEmpty()) {
        raw("<br><span class=\"hash\">").put(item.code()).raw("</span>");
      }
      raw("</li>\n");
    }
    raw("</ul>\n");
  }

  private void table(List<Block.Column> columns, List<List<String>> rows) {
    raw("<table>\n<thead><tr>");
    for (Block.Column column : columns) {
      raw(column.isNumber() ? "<th class=\"n\">" : "<th>").put(column.title()).raw("</th>");
    }
    raw("</tr></thead>\n");
    for (List<String> row : rows) {
      raw("<tr>");
      for (int i = 0; i < row.size(); i++) {
        raw(columns.get(i).isNumber() ? "<td class=\"n\">" : "<td>").put(row.get(i));
        raw("</td>");
      }
      raw("</tr>\n");
    }
    raw("</table>\n");
  }

  private void picture(StationMap map) {
    raw("<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    raw(StationMap.WIDTH + " " + map.height() + "\" role=\"img\">\n<title>");
    put(words.say("map.title")).raw("</title>\n");
    raw("<rect width=\"100%\" height=\"100%\" fill=\"#fafaf8\"/>\n");
    for (StationMap.Layer layer : StationMap.Layer.values()) {
      layer(map, layer);
    }
    raw("</svg>\n<figcaption>").put(words.say("map.title")).raw("<ul class=\"legend\">\n");
    for (StationMap.Layer layer : StationMap.Layer.values()) {
      if (map.count(layer) > 0) {
        raw("<li>").mark(layer).put(words.say("map." + layer, words.count(map.count(layer))));
        raw("</li>\n");
      }
    }
    raw("</ul></figcaption>\n</figure>\n");
    if (map.withoutPlace() > 0) {
      raw("<p>").put(words.say("map.without", words.count(map.withoutPlace()))).raw("</p>\n");
    }
  }

  /// All spots of a layer in one path: lines without length, whose round ends are the spots.
  private void layer(StationMap map, StationMap.Layer layer) {
    var path = new StringBuilder();
    map.forEach(layer, (x, y) -> path.append('M').append(x).append(' ').append(y).append("h0"));
    if (!path.isEmpty()) {
      spots(path.toString(), layer);
    }
  }

  private void spots(String path, StationMap.Layer layer) {
    spots(path, layer.grey(), 2 * layer.radius());
    if (!layer.isFilled()) {
      spots(path, 0xff, 2 * layer.radius() - 2.4);
    }
  }

  private void spots(String path, int grey, double width) {
    raw(
        String.format(
            Locale.ROOT,
            "<path d=\"%s\" stroke=\"#%2$02x%2$02x%2$02x\" stroke-width=\"%3$.1f\""
                + " stroke-linecap=\"round\"/>\n",
            path,
            grey,
            width));
  }

  private ReportPage mark(StationMap.Layer layer) {
    raw("<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\">");
    spots("M5 5h0", layer);
    return raw("</svg>");
  }
}
