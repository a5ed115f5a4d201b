package org.cotejo.publication;

/// Builds a page; everything that is not markup goes through [#text] and is escaped there.
final class Html {
  private final StringBuilder page = new StringBuilder(1 << 14);

  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        default -> page.append(c);
      }
    }
    return this;
  }

  Html link(String target, String label) {
    return raw("<a href=\"").text(target).raw("\">").text(label).raw("</a>");
  }

  /// A station's state: its code for a program, its word for people.
  Html state(String state, String word) {
    return raw("<span class=\"state\" data-state=\"")
        .raw(state)
        .raw("\">")
        .text(word)
        .raw("</span>");
  }

  /// A bar as long as `part` is of `whole`, to a thousandth.
  ///
  /// @param look attributes of the bar itself, with a space before them
  Html bar(long part, long whole, String look) {
    long width = whole == 0 ? 0 : part * 1000 / whole;
    return raw("<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
        .raw("<rect height=\"10\" width=\"" + width + "\"" + look + "/></svg>");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
