package org.cotejo.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotejo.audit.docket.Arrival;
import org.cotejo.audit.docket.Case;
import org.cotejo.audit.docket.CountedThen;
import org.cotejo.audit.docket.Deadline;
import org.cotejo.audit.docket.Decided;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.DocketFinding;
import org.cotejo.audit.docket.DocketLog;
import org.cotejo.audit.docket.DocketText;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.audit.docket.Filing;
import org.cotejo.audit.docket.Request;
import org.cotejo.audit.docket.StationValue;
import org.cotejo.audit.docket.VotesAtStake;
import org.cotejo.audit.report.DocketJson;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.count.Fold;
import org.cotejo.count.Layout;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Custody;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.model.TallySubject;

/// A docket in words that read the same to every side.
final class DocketReport {
  private static final int MOST_STATIONS = 12;
  private static final int MOST_PAIRS = 5;

  private final Docket docket;
  private final Fold fold;
  private final ElectionPackage election;
  private final Map<Long, List<Deadline>> deadlines;
  private final Map<Hash, String> texts;
  private final Words words;
  private final List<String> lines = new ArrayList<>();

  /// @param deadlines of each case, by the entry of its challenge
  /// @param texts by their digests
  DocketReport(
      Docket docket,
      Fold fold,
      Map<Long, List<Deadline>> deadlines,
      Map<Hash, String> texts,
      Words words) {
    this.docket = docket;
    this.fold = fold;
    this.election = fold.election();
    this.deadlines = deadlines;
    this.texts = texts;
    this.words = words;
  }

  List<String> lines() {
    lines.add(
        words.say(
            "docket.of",
            election.names().getOrDefault(words.language(), election.code()),
            words.count(fold.size()),
            words.count(docket.cases().size()),
            words.count(docket.claims().size()),
            words.count(docket.exhibits().size()),
            words.count(docket.decisions().size())));
    String mode = "mode." + election.mode().label();
    if (words.has(mode)) {
      lines.add(words.say(mode));
    }
    docket.cases().forEach(this::add);
    section("docket.claims", docket.claims().stream().map(this::claim).toList());
    section(
        "docket.exhibits",
        docket.exhibits().stream()
            .filter(exhibit ->
                docket.cases().stream().noneMatch(found -> found.exhibits().contains(exhibit)))
            .map(this::exhibit)
            .toList());
    section(
        "docket.decisions",
        docket.decisions().stream()
            .filter(decided ->
                docket.cases().stream().noneMatch(found -> found.rulings().contains(decided)))
            .map(this::decision)
            .toList());
    section("docket.findings", docket.findings().stream().map(this::finding).toList());
    return lines;
  }

  private void section(String key, List<String> items) {
    if (!items.isEmpty()) {
      lines.add("");
      lines.add(words.say(key));
      items.forEach(item -> lines.add("  " + indented(item, 4)));
    }
  }

  private void add(Case found) {
    Challenge challenge = found.challenge();
    lines.add("");
    lines.add(words.say("docket.case", entry(found.filing()), who(found.filing())));
    line("leaf", found.filing().leaf().hex());
    line("arrived", arrival(found.filing().arrival()));
    line("about", stations(found));
    line("asks", words.say("docket.relief." + challenge.relief().label()));
    text(found.filing()).ifPresent(text -> line("text", text));
    challenge.target().ifPresent(hash -> line("target", named(hash)));
    challenge.restsOn().forEach(hash -> line("restsOn", named(hash)));
    line("state", words.say("docket.state." + found.state().label()));
    found.rulings().forEach(ruling -> line("ruling", decision(ruling)));
    found.exhibits().forEach(exhibit -> line("exhibit", exhibit(exhibit)));
    found.requests().forEach(request -> line("request", request(request)));
    if (challenge.relief() != Challenge.Relief.PRODUCE) {
      stake(found);
    }
    for (Deadline deadline : deadlines.getOrDefault(found.filing().entry(), List.of())) {
      line(
          "due",
          words.say(
              "docket.deadline",
              words.say("docket.event." + deadline.event().label()),
              deadline.due().map(Instant::toString).orElse("-"),
              words.say("docket.status." + deadline.status().label())));
    }
  }

  private void line(String key, String text) {
    lines.add("  %-14s %s".formatted(words.say("docket.label." + key), indented(text, 17)));
  }

  /// Lines after the first stand below it.
  private static String indented(String text, int column) {
    return text.replace("\n", "\n" + " ".repeat(column));
  }

  private String entry(Filing filing) {
    return words.count(filing.entry());
  }

  private String arrival(Arrival arrival) {
    return words.say("docket.between", time(arrival.after()), time(arrival.before()));
  }

  private static String time(OptionalLong seconds) {
    return seconds.isEmpty() ? "-" : Instant.ofEpochSecond(seconds.getAsLong()).toString();
  }

  private String stations(Case found) {
    String codes =
        found.stations().stream()
            .limit(MOST_STATIONS)
            .map(station -> election.stations().get(station).code())
            .collect(Collectors.joining(" "));
    String more = found.stations().size() > MOST_STATIONS ? " …" : "";
    return words.say(
        "docket.stations",
        found.challenge().about(),
        words.count(found.stations().size()),
        codes + more);
  }

  /// A statement that another one names: its entry, if the docket has it.
  private String named(Hash leaf) {
    return docket.filings().stream()
        .filter(filing -> filing.leaf().equals(leaf))
        .findFirst()
        .map(filing -> words.say("docket.named", entry(filing), kind(filing), leaf.hex()))
        .orElse(leaf.hex());
  }

  private Optional<String> text(Filing filing) {
    return docket.texts().stream()
        .filter(text -> text.filing().entry() == filing.entry())
        .findFirst()
        .map(this::text);
  }

  private String text(DocketText text) {
    if (text.isWithdrawn()) {
      return words.say("docket.text.withdrawn");
    }
    String known = texts.get(text.digest());
    return known == null
        ? words.say("docket.text.elsewhere", text.digest().hex())
        : "“" + known.strip() + "”";
  }

  private String claim(Filing filing) {
    Claim claim = (Claim) filing.statement();
    CountedThen then = Objects.requireNonNull(docket.counted().get(filing.entry()));
    var said =
        new StringBuilder(
            words.say(
                "docket.claim",
                entry(filing),
                who(filing),
                claim.about(),
                words.count(claim.stations()),
                words.count(then.stations())));
    if (!claim.votes().isEmpty()) {
      said.append('\n').append(votes(claim.about().contest(), claim.votes()));
    }
    claim
        .stated()
        .ifPresent(
            at -> said.append('\n').append(words.say("docket.stated", time(OptionalLong.of(at)))));
    claim
        .source()
        .ifPresent(hash -> said.append('\n').append(words.say("docket.source", hash.hex())));
    text(filing).ifPresent(text -> said.append('\n').append(text));
    return said.append('\n')
        .append(
            words.say(
                "docket.then",
                words.count(then.inTotals()),
                votes(claim.about().contest(), then.votes())))
        .toString();
  }

  private String votes(String contest, List<Long> votes) {
    List<Selection> selections = selections(contest);
    return IntStream.range(0, votes.size())
        .mapToObj(s -> selections.get(s).code() + ": " + words.count(votes.get(s)))
        .collect(Collectors.joining(", "));
  }

  private List<Selection> selections(String contest) {
    return election.contests().get(election.contest(contest).orElseThrow()).selections();
  }

  private String exhibit(FiledExhibit exhibit) {
    String file =
        exhibit
            .file()
            .map(known ->
                words.say(
                    "docket.file",
                    known.type().label(),
                    words.count(known.bytes()),
                    known.sha256().hex()))
            .map(known -> ": " + known)
            .orElse("");
    String hands =
        exhibit.evidence().custody().stream()
            .map(step -> "\n  " + step(step))
            .collect(Collectors.joining());
    return words.say(
            "docket.exhibit",
            entry(exhibit.filing()),
            who(exhibit.filing()),
            words.say("docket.exhibit." + exhibit.state().label()))
        + file
        + (hands.isEmpty() ? "" : "\n" + words.say("docket.custody") + hands);
  }

  private String step(Custody step) {
    return words.say(
        "docket.step",
        words.say("docket.step." + step.step().label()),
        DocketLog.holder(fold, step.holder()),
        step.holder(),
        time(OptionalLong.of(step.at())),
        words.count(step.within()));
  }

  private String request(Request request) {
    return words.say(
        "docket.request",
        entry(request.filing()),
        who(request.filing()),
        words.say("docket.request." + request.state().label()));
  }

  private String decision(Decided decided) {
    String what = words.say("docket.decision." + DocketJson.word(decided.filing().statement()));
    String said =
        words.say("docket.decision", entry(decided.filing()), who(decided.filing()), what);
    return said + decided.change().map(this::change).orElse("");
  }

  private String change(Decided.Change change) {
    String about = " " + change.about();
    if (!change.hasEffect()) {
      return about + "; " + words.say("docket.noEffect");
    }
    return about
        + "\n"
        + words.say(
            "docket.change",
            value(change.about(), change.before()),
            value(change.about(), change.after()));
  }

  /// Who signed: the code of an organisation, or what the signer is.
  private String who(Filing filing) {
    String role = "docket.role." + filing.signer();
    return words.has(role) ? words.say(role) : filing.signer();
  }

  private String kind(Filing filing) {
    return words.say("docket.kind." + filing.statement().kind().label());
  }

  private String value(TallySubject about, StationValue value) {
    if (value.figures().isEmpty()) {
      return words.say("docket.value." + value.state());
    }
    int contest = election.contest(about.contest()).orElseThrow();
    int station = election.station(about.station()).orElseThrow();
    Layout layout = fold.contest(contest).layout();
    int[] ballot = fold.contest(contest).ballot(station);
    long[] row = layout.row(value.figures().get(), ballot);
    var votes = new ArrayList<String>();
    for (int s : ballot) {
      votes.add(
          selections(about.contest()).get(s).code() + ": " + words.count(layout.votes(row, s)));
    }
    return String.join(", ", votes);
  }

  private void stake(Case found) {
    List<Selection> selections = selections(found.challenge().about().contest());
    List<VotesAtStake.Pair> pairs = found.stake().pairs();
    if (pairs.isEmpty()) {
      line("stake", words.say("docket.stake.none"));
    }
    for (VotesAtStake.Pair pair : pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))) {
      line(
          "stake",
          words.say(
              "docket.stake",
              selections.get(pair.first()).code(),
              selections.get(pair.second()).code(),
              words.count(pair.lead()),
              words.count(pair.ifAnnulled()),
              words.say("docket.effect." + pair.ofAnnulment().label()),
              words.count(pair.ifReplaced()),
              words.say("docket.effect." + pair.ofReplacement().label())));
    }
  }

  private String finding(DocketFinding finding) {
    return words.say(
        "docket.finding",
        words.count(finding.entry()),
        finding.code().name(),
        words.say("docket." + finding.code().name()),
        finding.detail());
  }
}
