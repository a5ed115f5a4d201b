package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.publication.PageReading.isSoundMarkup;
import static org.cotejo.publication.PageReading.language;
import static org.cotejo.publication.PageReading.languages;
import static org.cotejo.publication.PageReading.pages;
import static org.cotejo.publication.PageReading.program;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;

/// The pages: one for each area, and no markup or script but that of the program.
class PagesTest {
  @Test
  void areOneForEachAreaDownToTheThirdLevelInEachLanguage() {
    List<String> pages = pages(SmallPublication.whole());
    assertThat(pages)
        .containsExactlyInAnyOrder(
            "index.html", "es/index.html",
            "areas/N.html", "es/areas/N.html",
            "areas/S.html", "es/areas/S.html",
            "areas/N1.html", "es/areas/N1.html",
            "areas/N2.html", "es/areas/N2.html",
            "areas/S1.html", "es/areas/S1.html");
    assertThat(languages(pages)).containsExactly("en", "es");
  }

  @Test
  void holdNoMarkupButTheirOwnWhateverThePackageSays() throws MalformedException {
    for (SmallPublication whole :
        List.of(SmallPublication.whole(), SmallPublication.whole(program()))) {
      for (String path : pages(whole)) {
        String page = whole.text(path);
        assertThat(page).startsWith("<!doctype html>\n<html lang=\"" + language(path) + "\">\n");
        assertThat(page).doesNotContain("javascript:");
        isSoundMarkup(path, page);
      }
    }
  }

  @Test
  void loadNoScriptWithoutAProgramAndLinkToNone() {
    SmallPublication whole = SmallPublication.whole();
    for (String path : pages(whole)) {
      assertThat(whole.text(path))
          .doesNotContainIgnoringCase("<script")
          .doesNotContain("site/")
          .doesNotContain("id=\"plain\"");
    }
  }

  @Test
  void loadTheProgramByItsDigestAndNothingElse() throws MalformedException {
    SmallPublication whole = SmallPublication.whole(program());
    String script = integrity("script");
    for (String path : pages(whole)) {
      String root = "../".repeat(path.split("/").length - 1);
      assertThat(whole.text(path))
          .contains("<body data-root=\"" + root + "\">")
          .contains("<script defer src=\"%ssite/page.js\" %s></script>".formatted(root, script))
          .contains(
              "<link rel=\"stylesheet\" href=\"%ssite/page.css\" %s>"
                  .formatted(root, integrity("style")))
          .containsOnlyOnce("<script")
          .containsOnlyOnce("id=\"check\"")
          .containsOnlyOnce("<p id=\"plain\" class=\"note\">")
          .contains(
              "content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                  + " data:; connect-src 'self'; worker-src blob:; base-uri 'none';"
                  + " form-action 'none'\"");
    }
  }

  private static String integrity(String content) {
    byte[] digest = Hash.sha256(content.getBytes(StandardCharsets.UTF_8)).bytes();
    return "integrity=\"sha256-" + Base64.getEncoder().encodeToString(digest) + "\"";
  }

  @Test
  void haveOneHeadingAndASkipLinkAndSayWhereTheyAre() {
    SmallPublication whole = SmallPublication.whole();
    for (String path : pages(whole)) {
      assertThat(whole.text(path))
          .containsOnlyOnce("<h1>")
          .containsOnlyOnce("<main id=\"main\">")
          .containsOnlyOnce("<a class=\"skip\" href=\"#main\">")
          .containsOnlyOnce("<meta name=\"description\" content=\"")
          .contains("<footer>\n");
    }
    assertThat(whole.text("areas/N1.html"))
        .contains("<nav class=\"crumbs\" aria-label=\"Areas above\"><ol><li>")
        .contains("<li aria-current=\"page\">North 1</li></ol></nav>");
  }

  @Test
  void showHostileNamesAsTheyAreWritten() {
    SmallPublication whole = SmallPublication.whole();
    String script = "&lt;script&gt;alert('x')&lt;/script&gt;";
    String quotes = "&quot;Q&quot; &amp; &lt;b&gt;'q'&lt;/b&gt;";
    assertThat(whole.text("index.html"))
        .contains("<title>Small {0} " + quotes + ": results</title>")
        .contains("<h1>Small {0} " + quotes + "</h1>")
        .contains("<h2>" + quotes + " · President</h2>")
        .contains("<th scope=\"row\">" + script + "</th>")
        .contains("<th scope=\"row\">" + quotes + " <span class=\"latin\">Two</span></th>")
        .contains(">" + script + " · North</a>");
    assertThat(whole.text("es/index.html")).contains("<h1>Pequeña " + script + "</h1>");
    assertThat(whole.text("areas/N1.html"))
        .contains("<h1>Север · North 1</h1>")
        .contains("<th scope=\"row\">A1 <span class=\"soft\">" + script + "</span></th>");
    assertThat(whole.text("areas/S.html")).contains("<title>" + quotes + ": results</title>");
  }

  @Test
  void digitsAfterANameFromRightToLeftStayWhereTheyAreWritten() {
    assertThat(PageWriter.name("محافظة 12", "3rd Region"))
        .isEqualTo("محافظة 12\u200e · 3rd Region");
    assertThat(PageWriter.name("Регион", "Region")).isEqualTo("Регион · Region");
    assertThat(PageWriter.name("", "Region")).isEqualTo("Region");
  }
}
