package org.cotejo.audit.docket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.count.Fold;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.Ruling;
import org.jspecify.annotations.Nullable;

/// The docket of a log: a pure function of what was gathered from it and of its count.
///
/// @param filings every statement the docket is made of, in the order of the log
/// @param cases one for each challenge
/// @param counted what the log had counted when each claim was logged, by the claim's entry
/// @param exhibits every exhibit, whatever it is about
/// @param decisions every ruling and corrigendum
/// @param texts every sealed text that a statement has the digest of
/// @param findings in the order of their statements
public record Docket(
    List<Filing> filings,
    List<Case> cases,
    Map<Long, CountedThen> counted,
    List<FiledExhibit> exhibits,
    List<Decided> decisions,
    List<DocketText> texts,
    List<DocketFinding> findings) {
  public Docket {
    filings = List.copyOf(filings);
    cases = List.copyOf(cases);
    counted = Map.copyOf(counted);
    exhibits = List.copyOf(exhibits);
    decisions = List.copyOf(decisions);
    texts = List.copyOf(texts);
    findings = List.copyOf(findings);
  }

  /// @param log gathered from the same entries that `fold` has counted
  public static Docket of(DocketLog log, Fold fold) {
    return new Making(log, fold).docket();
  }

  /// The claims, in the order of the log.
  public List<Filing> claims() {
    return filings.stream().filter(filing -> filing.statement() instanceof Claim).toList();
  }

  private static final class Making {
    private final DocketLog log;
    private final Fold fold;
    private final ElectionPackage election;
    private final List<Filing> filings;
    private final Map<Hash, Filing> byLeaf = new HashMap<>();
    private final Map<Hash, FiledExhibit> exhibits = new LinkedHashMap<>();
    private final List<Decided> decisions;

    Making(DocketLog log, Fold fold) {
      this.log = log;
      this.fold = fold;
      this.election = fold.election();
      this.filings = log.filings();
      filings.forEach(filing -> byLeaf.put(filing.leaf(), filing));
      collectExhibits();
      this.decisions =
          filings.stream()
              .filter(filing ->
                  filing.statement() instanceof Ruling || filing.statement() instanceof Corrigendum)
              .map(filing -> new Decided(filing, log.change(filing.entry())))
              .toList();
    }

    Docket docket() {
      List<Case> cases =
          filings.stream()
              .filter(filing -> filing.statement() instanceof Challenge)
              .map(filing -> caseOf(filing, (Challenge) filing.statement()))
              .toList();
      return new Docket(
          filings,
          cases,
          log.counted(),
          List.copyOf(exhibits.values()),
          decisions,
          texts(),
          new DocketFindings(log, fold, byLeaf, exhibits).of(filings));
    }

    private void collectExhibits() {
      Map<Hash, List<Filing>> disclosures = new HashMap<>();
      for (Filing filing : filings) {
        if (filing.statement() instanceof Evidence evidence
            && evidence.exhibit() instanceof Exhibit.Disclosed) {
          disclosures.computeIfAbsent(evidence.about(), about -> new ArrayList<>()).add(filing);
        }
      }
      for (Filing filing : filings) {
        if (filing.statement() instanceof Evidence evidence) {
          switch (evidence.exhibit()) {
            case Exhibit.File file ->
                exhibits.put(filing.leaf(), new FiledExhibit(filing, List.of()));
            case Exhibit.Committed committed ->
                exhibits.put(
                    filing.leaf(),
                    new FiledExhibit(filing, disclosures.getOrDefault(filing.leaf(), List.of())));
            case Exhibit.Disclosed d -> {}
          }
        }
      }
    }

    private Case caseOf(Filing filing, Challenge challenge) {
      int contest = election.contest(challenge.about().contest()).orElseThrow();
      List<Integer> stations = stations(challenge);
      List<Decided> rulings =
          decisions.stream().filter(decided -> answers(decided, filing.leaf())).toList();
      Set<Hash> named = new HashSet<>(challenge.restsOn());
      challenge.target().ifPresent(named::add);
      List<Filing> claims =
          filings.stream()
              .filter(other -> other.statement() instanceof Claim && named.contains(other.leaf()))
              .toList();
      List<Request> requests =
          filings.stream()
              .filter(other -> isRequest(other, filing.leaf()))
              .map(other -> new Request(other, about(other.leaf())))
              .toList();
      return new Case(
          filing,
          stations,
          claims,
          exhibits(filing, contest, stations, named, rulings),
          requests,
          rulings,
          VotesAtStake.of(fold, contest, stations));
    }

    private List<Integer> stations(Challenge challenge) {
      if (!challenge.stations().isEmpty()) {
        return challenge.stations().stream()
            .map(code -> election.station(code).orElseThrow())
            .toList();
      }
      int area = election.area(challenge.about().area()).orElseThrow();
      return IntStream.range(0, election.stations().size())
          .filter(station -> isIn(election, station, area))
          .boxed()
          .toList();
    }

    private static boolean answers(Decided decided, Hash challenge) {
      return decided.filing().statement() instanceof Ruling ruling
          && switch (ruling.content()) {
            case Ruling.OfValue value -> value.challenge().filter(challenge::equals).isPresent();
            case Ruling.OfStatement(Hash about, Ruling.Order order) ->
                about.equals(challenge) && order != Ruling.Order.TEXT_WITHDRAWN;
          };
    }

    private static boolean isRequest(Filing filing, Hash challenge) {
      return filing.statement() instanceof Challenge asked
          && asked.relief() == Challenge.Relief.PRODUCE
          && (filing.leaf().equals(challenge)
              || asked.target().filter(challenge::equals).isPresent()
              || asked.restsOn().contains(challenge));
    }

    private static boolean isChallenge(@Nullable Filing filing) {
      return filing != null && filing.statement() instanceof Challenge;
    }

    private List<FiledExhibit> about(Hash leaf) {
      return exhibits.values().stream()
          .filter(exhibit -> exhibit.evidence().about().equals(leaf))
          .toList();
    }

    private List<FiledExhibit> exhibits(
        Filing filing,
        int contest,
        List<Integer> stations,
        Set<Hash> named,
        List<Decided> rulings) {
      Set<Hash> about = new HashSet<>(named);
      // What is about another challenge belongs to that one.
      about.removeIf(leaf -> isChallenge(byLeaf.get(leaf)));
      about.add(filing.leaf());
      rulings.forEach(ruling -> about.add(ruling.filing().leaf()));
      Set<Long> values = new HashSet<>();
      stations.forEach(
          station -> fold.contest(contest).station(station).inForce().ifPresent(values::add));
      return exhibits.values().stream()
          .filter(exhibit ->
              named.contains(exhibit.filing().leaf())
                  || about.contains(exhibit.evidence().about())
                  || log.indexOf(exhibit.evidence().about()).stream().anyMatch(values::contains))
          .sorted(Comparator.comparingLong(exhibit -> exhibit.filing().entry()))
          .toList();
    }

    private List<DocketText> texts() {
      Set<Hash> withdrawn = new HashSet<>();
      for (Decided decided : decisions) {
        if (decided.filing().statement() instanceof Ruling(Ruling.OfStatement of, var text)
            && of.order() == Ruling.Order.TEXT_WITHDRAWN) {
          withdrawn.add(of.about());
        }
      }
      var texts = new ArrayList<DocketText>();
      for (Filing filing : filings) {
        text(filing)
            .ifPresent(digest ->
                texts.add(new DocketText(filing, digest, withdrawn.contains(filing.leaf()))));
      }
      return texts;
    }
  }

  static boolean isIn(ElectionPackage election, int station, int area) {
    int at = election.stations().get(station).area();
    while (at >= 0 && at != area) {
      at = election.areas().get(at).parent();
    }
    return at == area;
  }

  /// The digest of the text beside a statement.
  static Optional<Hash> text(Filing filing) {
    return switch (filing.statement()) {
      case Claim claim -> claim.text();
      case Challenge challenge -> challenge.text();
      case Ruling ruling -> ruling.text();
      case IncidentStatement incident -> incident.text();
      default -> Optional.empty();
    };
  }
}
