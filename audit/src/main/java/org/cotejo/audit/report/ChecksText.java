package org.cotejo.audit.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotejo.audit.check.Check;
import org.cotejo.audit.check.CheckReport;
import org.cotejo.audit.check.CheckResult;
import org.cotejo.audit.check.Fact;
import org.cotejo.audit.check.NumberText;
import org.cotejo.audit.check.Outcome;
import org.cotejo.audit.source.Source;

/// What a terminal shows of checks, and what `--explain` prints.
public final class ChecksText {
  /// Facts of one check on a terminal; the tables have all.
  private static final int MOST = 20;

  private static final int WIDTH = 78;

  private final ReportWords words;
  private final List<String> lines = new ArrayList<>();

  private ChecksText(ReportWords words) {
    this.words = words;
  }

  public static List<String> lines(CheckReport report, Optional<Source> source, ReportWords words) {
    var text = new ChecksText(words);
    source.filter(each -> !each.unknown().isEmpty()).ifPresent(text::unread);
    report.results().forEach(text::result);
    text.lines.add(words.say("findings", words.count(report.findings().size())));
    text.lines.add(
        words.say(
            "family", words.count(report.tests()), NumberText.percent(CheckReport.ERROR_RATE)));
    text.lines.add(words.say("meaning"));
    return List.copyOf(text.lines);
  }

  private void unread(Source source) {
    lines.add(words.say("unread", words.count(source.unknown().size())));
    source.unknown().stream()
        .limit(MOST)
        .forEach(each ->
            lines.add("      %s '%s' (%s)".formatted(each.what(), each.code(), each.where())));
    lines.add("");
  }

  private void result(CheckResult result) {
    String scope = result.scope().isEmpty() ? "" : words.say("scope", result.scope());
    lines.add(result.check() + "  " + words.say(result.check() + ".name") + scope);
    switch (result.outcome()) {
      case Outcome.NotApplicable(Fact reason) ->
          lines.add("      " + words.say("not-applicable", fact(reason, words)));
      case Outcome.Exact exact -> exact(result, exact);
      case Outcome.Tested tested -> tested(result, tested);
      case Outcome.Described described -> facts(described.told());
    }
    lines.add("");
  }

  private void exact(CheckResult result, Outcome.Exact exact) {
    facts(exact.told());
    if (exact.contradictions().isEmpty()) {
      lines.add("      " + words.say("exact-none", words.count(exact.examined())));
      return;
    }
    lines.add(
        "    "
            + words.say(
                "exact-some",
                result.check().severity(),
                words.count(exact.contradictions().size()),
                words.count(exact.examined())));
    facts(exact.contradictions());
    innocent(result.check());
  }

  private void tested(CheckResult result, Outcome.Tested tested) {
    facts(tested.told());
    lines.add(
        "      "
            + words.say(
                "chance",
                NumberText.chance(tested.chance()),
                NumberText.chance(result.adjusted())));
    if (CheckReport.isFinding(result)) {
      lines.add("    " + words.say("unusual", result.check().severity()));
      facts(tested.places());
      innocent(result.check());
    }
  }

  private void facts(List<Fact> facts) {
    facts.stream().limit(MOST).forEach(fact -> lines.add("      " + fact(fact, words)));
    if (facts.size() > MOST) {
      lines.add("      " + words.say("more", words.count(facts.size() - MOST)));
    }
  }

  private void innocent(Check check) {
    lines.add("      " + words.say("innocent") + " " + words.say(check + ".innocent"));
  }

  /// A fact in words.
  static String fact(Fact fact, ReportWords words) {
    Object[] details =
        fact.details().stream()
            .map(each -> each instanceof Long count ? words.count(count) : each)
            .toArray();
    // What is found at stations is found by a reconciliation of the source with itself.
    var found = new ReportWords(words.language());
    switch (fact.code()) {
      case "station-rule" -> details[2] = found.rules(String.valueOf(details[2]));
      case "station-form" -> details[2] = found.defect(String.valueOf(details[2]));
      default -> {}
    }
    return words.say("fact." + fact.code(), details);
  }

  /// What a check computes, where it is from, what it needs and what it cannot say.
  public static List<String> explain(Check check, ReportWords words) {
    var lines = new ArrayList<String>();
    lines.add(check + "  " + words.say(check + ".name") + "  " + check.severity());
    for (String part :
        List.of("formula", "threshold", "rate", "needs", "innocent", "limit", "source")) {
      lines.add("");
      lines.add(words.say("part." + part));
      lines.addAll(wrapped(words.say(check + "." + part)));
    }
    return List.copyOf(lines);
  }

  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(" ");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > 1) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// The check of this code, in either case.
  public static Optional<Check> find(String code) {
    String upper = code.toUpperCase(Locale.ROOT);
    return Arrays.stream(Check.values()).filter(check -> check.name().equals(upper)).findFirst();
  }
}
