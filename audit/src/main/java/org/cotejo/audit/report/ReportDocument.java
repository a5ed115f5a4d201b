package org.cotejo.audit.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.PartialCopy;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.report.Block.Column;
import org.cotejo.audit.report.Block.Item;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// The report a court could file: question, material, method, results, completeness, other
/// explanations, limits.
final class ReportDocument {
  /// Rows of a table in the report; the files beside it have all.
  private static final int MOST = 500;

  private final Reconciliation reconciliation;
  private final ElectionPackage election;
  private final ReportWords words;
  private final ReportSentences say;
  private final List<Block> blocks = new ArrayList<>();

  private ReportDocument(Reconciliation reconciliation, ReportWords words) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
    this.words = words;
    this.say = new ReportSentences(reconciliation, words);
  }

  /// @param command what repeats it
  static List<Block> of(
      Reconciliation reconciliation, ReportWords words, String command, String version) {
    var document = new ReportDocument(reconciliation, words);
    document.write(command, version);
    return document.blocks;
  }

  private void write(String command, String version) {
    blocks.add(new Block.Heading(1, words.say("title")));
    paragraph(say.election());
    head("question");
    paragraph(words.say("question.text"));
    head("material");
    reconciliation.sources().forEach(this::material);
    reconciliation.earlier().forEach(this::material);
    head("method");
    paragraph(words.say("method.text", version));
    blocks.add(new Block.Command(command));
    paragraph(words.say("method.bound"));
    head("results");
    for (int contest = 0; contest < election.contests().size(); contest++) {
      contest(contest);
    }
    List<TotalsBeside> totals = reconciliation.totals();
    totals.stream().limit(MOST).forEach(total -> paragraph(say.total(total)));
    if (totals.size() > MOST) {
      paragraph(words.say("totals.more", words.count(totals.size() - MOST)));
    }
    head("completeness");
    completeness();
    head("explanations");
    list("explanations.text");
    head("limits");
    list("limits.text");
  }

  private void head(String key) {
    blocks.add(new Block.Heading(2, words.say(key)));
  }

  private void paragraph(String text) {
    blocks.add(new Block.Paragraph("", text));
  }

  private void list(String key) {
    items(Stream.of(words.say(key).split("\\|", -1)), false);
  }

  private void items(Stream<String> texts, boolean isNarrow) {
    blocks.add(new Block.Items(texts.map(text -> new Item(text, "")).toList(), isNarrow));
  }

  /// @param kinds for each column, `n` for numbers and `t` for text
  private List<Column> columns(String kinds, String... keys) {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < keys.length; i++) {
      columns.add(new Column(words.say(keys[i]), kinds.charAt(i) == 'n'));
    }
    return columns;
  }

  private void table(List<Column> columns, Stream<List<String>> rows) {
    blocks.add(new Block.Table(columns, rows.toList()));
  }

  private void material(Source source) {
    blocks.add(new Block.Paragraph(source.name(), words.say("role." + source.role().label())));
    var items = new ArrayList<Item>();
    for (Source.Material material : source.materials()) {
      items.add(
          new Item(
              material.path() + ", " + words.say("bytes", words.count(material.bytes())),
              "SHA-256 " + material.sha256().hex()));
    }
    source.remarks().forEach(remark -> items.add(new Item(say.remark(remark), "")));
    blocks.add(new Block.Items(items, false));
  }

  private void contest(int contest) {
    blocks.add(new Block.Heading(3, say.contest(contest)));
    Map<Concordance, Long> counts = say.counts(contest);
    table(
        columns("nt", "stations", "class"),
        counts.entrySet().stream()
            .map(each -> List.of(words.count(each.getValue()), say.kind(each.getKey()))));
    StationMap.of(reconciliation, contest).ifPresent(map -> blocks.add(new Block.Picture(map)));
    table(
        columns("tnnn", "channel", "compared", "agree", "differ"), say.channels(contest).stream());
    table(
        columns("tnnnt", "pair", "lead", "byDifferences", "byUncompared", "effect"),
        say.margins(contest).stream().map(this::margin));
    items(
        election.contests().get(contest).selections().stream()
            .map((Selection each) -> each.code() + ": " + each.nameLatin()),
        true);
    findings(contest);
    say.partial(contest).forEach(this::partial);
  }

  private List<String> margin(MarginBound margin) {
    return List.of(
        say.selection(margin.contest(), margin.first())
            + " – "
            + say.selection(margin.contest(), margin.second()),
        words.count(margin.lead()),
        words.count(margin.byDifferences()),
        words.count(margin.byUncompared()),
        say.effect(margin));
  }

  private void findings(int contest) {
    List<Finding> all =
        reconciliation.findings().stream().filter(each -> each.contest() == contest).toList();
    // Whole stations are told apart: a source with a part of them would fill the table.
    List<Finding> found =
        all.stream()
            .filter(each -> each.kind() != Concordance.MISSING || !each.cells().isEmpty())
            .toList();
    if (all.size() > found.size()) {
      paragraph(words.say("findings.whole", words.count(all.size() - found.size())));
    }
    if (all.isEmpty()) {
      paragraph(words.say("nothing"));
    }
    if (found.isEmpty()) {
      return;
    }
    paragraph(
        words.say(
            "findings", words.count(found.size()), words.count(Math.min(MOST, found.size()))));
    table(
        columns("tttt", "station", "class", "sources", "figures"),
        found.stream()
            .sorted(Comparator.comparing(Finding::kind).thenComparingInt(Finding::at))
            .limit(MOST)
            .map(this::finding));
  }

  private List<String> finding(Finding finding) {
    return List.of(
        election.stations().get(finding.at()).code(),
        say.kind(finding.kind()),
        String.join(" / ", finding.sources().stream().map(say::source).toList()),
        say.detail(finding));
  }

  /// Which stations a source lacks, and what those could change.
  private void partial(PartialCopy copy) {
    blocks.add(new Block.Heading(3, words.say("partial.head", say.source(copy.source()))));
    paragraph(say.partial(copy));
    paragraph(words.say("partial.text"));
    if (copy.unbounded() > 0) {
      paragraph(words.say("partial.unbounded", words.count(copy.unbounded())));
    }
    table(
        columns("tnnnn", "group", "has", "hasRegistered", "lacks", "lacksRegistered"),
        copy.groups().stream()
            .map(group ->
                List.of(
                    group(group.kind()),
                    words.count(group.has().stations()),
                    words.count(group.has().registered()),
                    words.count(group.lacks().stations()),
                    words.count(group.lacks().registered()))));
    if (!copy.earlier().isEmpty()) {
      paragraph(words.say("earlier.text"));
      table(
          columns("ttnnnn", "source", "selection", "hasVotes", "hasOf", "lacksVotes", "lacksOf"),
          copy.earlier().stream().limit(MOST).map(each -> earlier(copy, each)));
    }
    table(
        columns("tnnn", "selection", "atLeast", "atMost", "ofVotes"),
        copy.bounds().stream()
            .map(each ->
                List.of(
                    say.selection(copy.contest(), each.selection()),
                    words.count(each.votes()),
                    words.count(each.votes() + each.open()),
                    words.count(each.valid() + each.open()))));
    items(copy.reversals().stream().map(each -> say.reversal(copy, each)), false);
  }

  private String group(PartialCopy.Kind kind) {
    return switch (kind) {
      case PartialCopy.Kind.InArea(int area) ->
          election.areas().get(area).code() + ": " + election.areas().get(area).nameLatin();
      case PartialCopy.Kind.OfSize(int quarter, long fewest, long most) ->
          words.say("size", quarter, words.count(fewest), words.count(most));
    };
  }

  private List<String> earlier(PartialCopy copy, PartialCopy.Earlier each) {
    return List.of(
        reconciliation.earlier().get(each.earlier()).name(),
        say.selection(copy.contest(), each.selection()),
        words.count(each.votes()),
        words.count(each.all()),
        words.count(each.votesLacking()),
        words.count(each.allLacking()));
  }

  private void completeness() {
    for (int index = 0; index < reconciliation.sources().size(); index++) {
      Source source = reconciliation.sources().get(index);
      paragraph(
          words.say(
              "completeness.text",
              source.name(),
              words.count(source.unknown().size()),
              words.count(reconciliation.absentZeros(index))));
      unknown(source);
    }
    for (Source source : reconciliation.earlier()) {
      paragraph(
          words.say("completeness.earlier", source.name(), words.count(source.unknown().size())));
      unknown(source);
    }
  }

  private void unknown(Source source) {
    if (!source.unknown().isEmpty()) {
      table(
          columns("tttn", "unread.what", "unread.value", "unread.where", "unread.times"),
          source.unknown().stream()
              .limit(MOST)
              .map(each ->
                  List.of(
                      words.say("unread." + each.what()),
                      each.code(),
                      each.where(),
                      words.count(each.times()))));
    }
  }
}
