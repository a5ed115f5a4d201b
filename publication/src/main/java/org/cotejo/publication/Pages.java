package org.cotejo.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotejo.count.Fold;
import org.cotejo.model.Area;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;

/// Plain pages anybody's browser shows, also from a memory stick: national totals and coverage, and
/// the areas below to walk through, down to each station. They say all of this without scripts; the
/// program of the site, if there is one, adds to them.
final class Pages {
  /// Areas deeper than this are shown on the page of the area above them.
  static final int MAX_DEPTH = 2;

  private final ElectionPackage election;
  private final List<PageWriter> writers;
  private final LastChange lastChange;
  private final List<Integer> shown;

  /// Size of the log that the pages were last made at; 0 if they never were.
  private long renderedAt;

  /// @param program that the pages load and link to
  /// @param lastChange which bulletin each page names
  Pages(Fold fold, SiteProgram program, LastChange lastChange) {
    this.election = fold.election();
    this.lastChange = lastChange;
    this.shown =
        IntStream.range(0, election.areas().size())
            .filter(area -> election.areas().get(area).depth() <= MAX_DEPTH)
            .boxed()
            .toList();
    Map<Integer, List<Integer>> children = new HashMap<>();
    List<Area> areas = election.areas();
    for (int area = 0; area < areas.size(); area++) {
      if (areas.get(area).parent() >= 0) {
        children.computeIfAbsent(areas.get(area).parent(), p -> new ArrayList<>()).add(area);
      }
    }
    Map<Integer, List<Integer>> stations = new HashMap<>();
    for (int station = 0; station < election.stations().size(); station++) {
      stations
          .computeIfAbsent(
              pageOf(election, election.stations().get(station).area()), p -> new ArrayList<>())
          .add(station);
    }
    this.writers =
        Words.LANGUAGES.stream()
            .map(language -> new PageWriter(fold, program, new Words(language), children, stations))
            .toList();
  }

  /// The area whose page shows this one.
  static int pageOf(ElectionPackage election, int area) {
    Area place = election.areas().get(area);
    return place.depth() <= MAX_DEPTH ? area : pageOf(election, place.parent());
  }

  /// Makes the pages in which the draft has something new, and all of them where those of the
  /// bulletin before were not made.
  void render(BulletinStatement draft, FileSink files) {
    boolean isNext = lastChange.isNewest(renderedAt);
    List<Integer> due =
        shown.stream().filter(area -> !isNext || lastChange.of(area, draft).equals(draft)).toList();
    if (renderedAt == 0) {
      files.file("style.css", resource("style.css"));
    }
    for (PageWriter writer : writers) {
      InOrder.forEach(
          due,
          area -> writer.page(area, lastChange.of(area, draft)).getBytes(StandardCharsets.UTF_8),
          (area, page) -> files.file(writer.path(area), page));
    }
    renderedAt = draft.logSize();
  }

  private static byte[] resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
