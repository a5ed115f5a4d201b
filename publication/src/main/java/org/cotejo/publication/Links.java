package org.cotejo.publication;

import java.util.Optional;
import org.cotejo.model.ElectionPackage;

/// Where the pages of one language are, and how they link to each other and to other files.
final class Links {
  private final ElectionPackage election;
  private final SiteProgram program;
  private final String language;

  Links(ElectionPackage election, SiteProgram program, String language) {
    this.election = election;
    this.program = program;
    this.language = language;
  }

  /// Path of an area's page.
  String path(int area) {
    return path(area, language);
  }

  /// Pages in English are on top, others in a folder named by their language.
  private String path(int area, String language) {
    return folder(language)
        + (area == 0 ? "index.html" : "areas/" + election.areas().get(area).code() + ".html");
  }

  private static String folder(String language) {
    return language.equals("en") ? "" : language + "/";
  }

  /// The way from an area's page to the root of the publication: empty, or steps up.
  String root(int from) {
    return "../".repeat((int) path(from).chars().filter(c -> c == '/').count());
  }

  /// A link from an area's page to another published path.
  String to(int from, String path) {
    return root(from) + path;
  }

  /// A link from one area's page to another's.
  String area(int from, int to) {
    return to(from, path(to));
  }

  /// A link to the same area's page in another language.
  String other(int area, String language) {
    return to(area, path(area, language));
  }

  /// A link to one of the program's pages, in the language of these; empty if it has no such page.
  Optional<String> program(int from, String page) {
    String path = folder(language) + page;
    return program.has(path) ? Optional.of(to(from, SiteProgram.FOLDER + path)) : Optional.empty();
  }
}
