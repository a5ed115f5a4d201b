package org.cotejo.cli.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.Arithmetic;
import org.cotejo.station.entry.Field;

/// A form as a page: the same form and the same room give the same lines. The field that is typed
/// in is always among them, and so is what its figures break.
public final class FormPage {
  /// Figures far from their names are read into the wrong line.
  private static final int MAX_WIDTH = 72;

  private static final int MIN_WIDTH = 24;
  private static final int FIGURE = 11;

  private final Words words;
  private final Paint paint;
  private final Letters letters;
  private final SheetWords names;
  private final Heading heading;

  /// What stands above the fields.
  ///
  /// @param about contest and station
  /// @param who the clerk, and what is being done
  /// @param mode marks what is not the election itself
  /// @param how what to do
  public record Heading(String about, String who, Optional<String> mode, String how) {}

  FormPage(Words words, Paint paint, Letters letters, SheetWords names, Heading heading) {
    this.words = words;
    this.paint = paint;
    this.letters = letters;
    this.names = names;
    this.heading = heading;
  }

  List<String> of(EntryForm form, int columns, int rows) {
    int width = Math.clamp(columns - 1L, MIN_WIDTH, MAX_WIDTH);
    List<String> head = head(width);
    List<String> foot = foot(form, width, Math.max(3, rows / 2));
    List<String> body = new ArrayList<>();
    int current = body(form, width, body);
    int room = Math.max(1, rows - head.size() - foot.size());
    int from = Math.clamp(current - room / 2L, 0, Math.max(0, body.size() - room));
    var page = new ArrayList<>(head);
    page.addAll(body.subList(from, Math.min(body.size(), from + room)));
    page.addAll(foot);
    return page.stream().limit(rows).map(letters::write).toList();
  }

  private List<String> head(int width) {
    var lines = new ArrayList<String>();
    int room = width - heading.about().length() - 1;
    if (heading.who().length() < room) {
      lines.add(
          paint.bold(heading.about())
              + " ".repeat(room - heading.who().length() + 1)
              + heading.who());
    } else {
      wrap(heading.about(), width, "").forEach(line -> lines.add(paint.bold(line)));
      lines.addAll(wrap(heading.who(), width, ""));
    }
    heading.mode().ifPresent(mode -> lines.addAll(wrap(mode, width, "")));
    lines.addAll(wrap(heading.how(), width, ""));
    return lines;
  }

  /// @return the line that is typed in
  private int body(EntryForm form, int width, List<String> lines) {
    int current = 0;
    List<Field> fields = form.fields();
    String part = "";
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (!names.part(field).equals(part)) {
        part = names.part(field);
        lines.add("");
        lines.add(paint.bold(fit(part, width)));
      }
      if (i == form.at()) {
        current = lines.size();
      }
      lines.add(line(form, field, i == form.at(), width));
    }
    lines.add("");
    boolean isAtEnd = form.at() == fields.size();
    if (isAtEnd) {
      current = lines.size();
    }
    String keep = fit((isAtEnd ? "> " : "  ") + words.say("form.keep"), width);
    lines.add(isAtEnd ? paint.bold(keep) : paint.faint(keep));
    return current;
  }

  private String line(EntryForm form, Field field, boolean isCurrent, int width) {
    boolean isAnswered = form.draft().answers().containsKey(field);
    String figure =
        isCurrent
            ? form.typed() + "_"
            : !isAnswered
                ? "."
                : form.draft().answer(field).isPresent()
                    ? Long.toString(form.draft().answer(field).getAsLong())
                    : "–";
    int room = width - 2 - FIGURE;
    String name = fit(names.field(field), room);
    String text =
        (isCurrent ? "> " : "  ")
            + name
            + " ".repeat(room - name.length() + FIGURE - figure.length())
            + figure;
    return isCurrent ? paint.bold(text) : text;
  }

  private List<String> foot(EntryForm form, int width, int most) {
    var lines = new ArrayList<String>(List.of(""));
    for (Arithmetic.Breach breach : form.breaches()) {
      wrap(names.breach(breach), width, "      ").forEach(line -> lines.add(paint.refused(line)));
    }
    if (form.note() != EntryForm.Note.NONE) {
      String note = words.say("form.note." + form.note().name().toLowerCase(Locale.ROOT));
      wrap(note, width, "").forEach(line -> lines.add(paint.bold(line)));
    }
    List<String> keys = wrap(words.say("form.keys"), width, "");
    int over = lines.size() + keys.size() - most;
    if (over > 0 && lines.size() > over) {
      // The newest rules are the first by code and not the last typed: their end is cut.
      lines.subList(lines.size() - over, lines.size()).clear();
    }
    keys.forEach(line -> lines.add(paint.faint(line)));
    return lines;
  }

  private static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  private static List<String> wrap(String text, int width, String indent) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      boolean isFirst = line.isEmpty() || line.toString().equals(indent);
      if (!isFirst && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines.stream().map(each -> fit(each, width)).toList();
  }
}
