package org.cotejo.audit.docket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.count.Finding;
import org.cotejo.count.Fold;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Custody;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Ruling;

/// Looks at every statement of a docket for what does not fit the log or itself.
final class DocketFindings {
  private final DocketLog log;
  private final Fold fold;
  private final ElectionPackage election;
  private final Map<Hash, Filing> byLeaf;
  private final Map<Hash, FiledExhibit> exhibits;
  private final List<DocketFinding> found = new ArrayList<>();

  DocketFindings(
      DocketLog log, Fold fold, Map<Hash, Filing> byLeaf, Map<Hash, FiledExhibit> exhibits) {
    this.log = log;
    this.fold = fold;
    this.election = fold.election();
    this.byLeaf = byLeaf;
    this.exhibits = exhibits;
  }

  List<DocketFinding> of(List<Filing> filings) {
    for (Filing filing : filings) {
      switch (filing.statement()) {
        case Claim claim -> claim(filing, claim);
        case Challenge challenge ->
            Stream.concat(challenge.target().stream(), challenge.restsOn().stream())
                .forEach(hash -> requireLogged(filing, hash));
        case Evidence evidence -> evidence(filing, evidence);
        case Ruling ruling -> ruling(filing, ruling);
        default -> {}
      }
    }
    for (Finding finding : fold.findings()) {
      if (finding.code().equals(Finding.Code.F305.name())) {
        found.add(new DocketFinding(finding.entry(), DocketFinding.Code.D104, finding.detail()));
      }
    }
    found.sort(Comparator.comparingLong(DocketFinding::entry));
    return found;
  }

  private void find(Filing filing, DocketFinding.Code code, String detail) {
    found.add(new DocketFinding(filing.entry(), code, detail));
  }

  private void requireLogged(Filing filing, Hash hash) {
    if (log.indexOf(hash).isEmpty()) {
      find(filing, DocketFinding.Code.D101, hash.hex());
    }
  }

  private void claim(Filing filing, Claim claim) {
    if (!filing.isEffective()) {
      find(filing, DocketFinding.Code.D106, claim.about().toString());
    }
    int contest = election.contest(claim.about().contest()).orElseThrow();
    int area = election.area(claim.about().area()).orElseThrow();
    long stations = fold.contest(contest).area(area).orElseThrow().stations();
    if (claim.stations() > stations) {
      find(filing, DocketFinding.Code.D105, claim.stations() + " / " + stations);
    }
  }

  private void evidence(Filing filing, Evidence evidence) {
    requireLogged(filing, evidence.about());
    if (evidence.exhibit() instanceof Exhibit.Disclosed
        && log.indexOf(evidence.about()).isPresent()) {
      FiledExhibit exhibit = exhibits.get(evidence.about());
      if (exhibit == null || !(exhibit.evidence().exhibit() instanceof Exhibit.Committed)) {
        find(filing, DocketFinding.Code.D102, evidence.about().hex());
      } else if (!exhibit.fits(filing)) {
        find(filing, DocketFinding.Code.D103, evidence.about().hex());
      }
    }
    List<Custody> steps = evidence.custody();
    for (int i = 1; i < steps.size(); i++) {
      Custody one = steps.get(i - 1);
      Custody next = steps.get(i);
      if (next.at() + next.within() < one.at() - one.within()) {
        find(filing, DocketFinding.Code.D107, one.at() + " / " + next.at());
      }
    }
  }

  private void ruling(Filing filing, Ruling ruling) {
    switch (ruling.content()) {
      case Ruling.OfValue value ->
          value.challenge().ifPresent(challenge -> requireChallenge(filing, challenge));
      case Ruling.OfStatement(Hash about, Ruling.Order order) -> {
        if (order != Ruling.Order.TEXT_WITHDRAWN) {
          requireChallenge(filing, about);
        } else if (log.indexOf(about).isEmpty()) {
          find(filing, DocketFinding.Code.D101, about.hex());
        } else if (Optional.ofNullable(byLeaf.get(about)).flatMap(Docket::text).isEmpty()) {
          find(filing, DocketFinding.Code.D108, about.hex());
        }
      }
    }
  }

  private void requireChallenge(Filing filing, Hash hash) {
    if (log.indexOf(hash).isEmpty()) {
      find(filing, DocketFinding.Code.D101, hash.hex());
      return;
    }
    Filing named = byLeaf.get(hash);
    if (named == null || !(named.statement() instanceof Challenge)) {
      find(filing, DocketFinding.Code.D102, hash.hex());
    }
  }
}
