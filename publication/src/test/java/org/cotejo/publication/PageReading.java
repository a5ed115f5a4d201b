package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// Reads pages as a browser would, as far as tests need it: their markup and languages.
final class PageReading {
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z0-9]+)((?: defer)?(?: [a-zA-Z-]+=\"[^\"<>]*\")*)(/?)>");
  private static final Set<String> VOID = Set.of("meta", "link", "rect");

  private static final Set<String> ELEMENTS =
      Set.of(
          "html", "head", "meta", "title", "link", "body", "nav", "a", "h1", "h2", "h3", "p",
          "section", "div", "table", "caption", "tr", "th", "td", "span", "svg", "rect", "pre",
          "code", "ul", "ol", "li", "header", "main", "footer", "script");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "name",
          "content",
          "rel",
          "href",
          "class",
          "viewBox",
          "preserveAspectRatio",
          "aria-hidden",
          "height",
          "width",
          "x",
          "id",
          "role",
          "scope",
          "fill",
          "hreflang",
          "http-equiv",
          "src",
          "integrity",
          "aria-label",
          "aria-current",
          "data-root",
          "data-bulletin",
          "data-as-of",
          "data-contest",
          "data-area",
          "data-selection",
          "data-votes",
          "data-state");

  static final List<String> PROGRAM_PAGES =
      List.of(
          "stations.html",
          "station.html",
          "map.html",
          "bulletins.html",
          "docket.html",
          "verify.html",
          "sheet.html",
          "data.html");

  private PageReading() {}

  static SiteProgram program() throws MalformedException {
    var files = new TreeMap<String, byte[]>();
    for (String page : PROGRAM_PAGES) {
      files.put(page, new byte[1]);
      files.put("es/" + page, new byte[1]);
    }
    files.put("page.js", "script".getBytes(StandardCharsets.UTF_8));
    files.put("page.css", "style".getBytes(StandardCharsets.UTF_8));
    return SiteProgram.of(files);
  }

  static List<String> pages(SmallPublication made) {
    return made.files.keySet().stream()
        .filter(path -> path.endsWith(".html") && !path.startsWith("site/"))
        .toList();
  }

  static List<String> languages(List<String> pages) {
    return pages.stream().map(PageReading::language).distinct().sorted().toList();
  }

  static String language(String path) {
    return path.startsWith("es/") ? "es" : "en";
  }

  /// Every `<` opens or closes an element of ours with attributes of ours, and all are nested.
  static void isSoundMarkup(String path, String page) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = TAG.matcher(page.substring("<!doctype html>".length()));
    var rest = new StringBuilder();
    while (tags.find()) {
      String element = tags.group(2);
      assertThat(ELEMENTS).as(path).contains(element);
      for (String attribute : tags.group(3).replace(" defer", "").split("=\"[^\"]*\"", -1)) {
        if (!attribute.isBlank()) {
          assertThat(ATTRIBUTES).as(path).contains(attribute.strip());
        }
      }
      if (!tags.group(1).isEmpty()) {
        assertThat(open.pop()).as(path).isEqualTo(element);
      } else if (tags.group(4).isEmpty() && !VOID.contains(element)) {
        open.push(element);
      }
      tags.appendReplacement(rest, "");
    }
    tags.appendTail(rest);
    assertThat(open).as(path).isEmpty();
    assertThat(rest.toString()).as(path).doesNotContain("<", ">", "\"");
    assertThat(rest.toString().replaceAll("&(amp|lt|gt|quot);", "")).doesNotContain("&");
  }
}
