package org.cotejo.audit.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cotejo.audit.docket.Case;
import org.cotejo.audit.docket.Decided;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.audit.docket.Filing;
import org.cotejo.cose.Hash;
import org.cotejo.model.Challenge;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Evidence;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;

/// What of a docket goes into a bag: all of it, or one case.
final class DocketSelection {
  private DocketSelection() {}

  /// @param which `all`, or the entry or leaf hash of a challenge
  /// @return empty if there is no such case
  static Optional<Docket> of(Docket docket, String which) {
    if (which.equals("all")) {
      return Optional.of(docket);
    }
    return docket.cases().stream()
        .filter(each ->
            which.equals(Long.toString(each.filing().entry()))
                || which.equals(each.filing().leaf().hex()))
        .findFirst()
        .map(each -> only(docket, each));
  }

  private static Docket only(Docket docket, Case each) {
    List<FiledExhibit> exhibits =
        Stream.concat(
                each.exhibits().stream(),
                each.requests().stream().flatMap(request -> request.answers().stream()))
            .distinct()
            .toList();
    Set<Filing> filings = new HashSet<>(each.claims());
    filings.add(each.filing());
    each.requests().forEach(request -> filings.add(request.filing()));
    each.rulings().forEach(ruling -> filings.add(ruling.filing()));
    for (FiledExhibit exhibit : exhibits) {
      filings.add(exhibit.filing());
      filings.addAll(exhibit.disclosures());
    }
    Predicate<Filing> isIn = filings::contains;
    Set<Long> entries = new HashSet<>();
    filings.forEach(filing -> entries.add(filing.entry()));
    List<Decided> decisions =
        docket.decisions().stream().filter(decided -> isIn.test(decided.filing())).toList();
    return new Docket(
        docket.filings().stream().filter(isIn).toList(),
        List.of(each),
        docket.counted(),
        exhibits,
        decisions,
        docket.texts().stream().filter(text -> isIn.test(text.filing())).toList(),
        docket.findings().stream().filter(found -> entries.contains(found.entry())).toList());
  }

  /// Leaf hashes of the statements that a statement names.
  static List<Hash> named(Statement statement) {
    var named = new ArrayList<Hash>();
    switch (statement) {
      case Challenge challenge -> {
        challenge.target().ifPresent(named::add);
        named.addAll(challenge.restsOn());
      }
      case Evidence evidence -> named.add(evidence.about());
      case Ruling(Ruling.OfValue value, var text) -> {
        named.add(value.target());
        value.challenge().ifPresent(named::add);
      }
      case Ruling(Ruling.OfStatement of, var text) -> named.add(of.about());
      case Corrigendum corrigendum -> named.add(corrigendum.target());
      default -> {}
    }
    return named;
  }
}
