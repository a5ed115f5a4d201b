package org.cotejo.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What organisations may file for a docket, and how much of it each has filed. Whether what a
/// statement names is in the log is not asked here: papers may overtake each other.
final class Filings {
  /// Evidence an organisation may ever file, by whichever of its keys: what it is about can be any
  /// hash, so a limit for each subject alone would be none.
  static final int MAX_EVIDENCE = 65_536;

  private record Filed(int organisation, Kind kind, String subject) {}

  private final ElectionPackage election;
  private final Keyring keys;
  private final Map<Filed, Integer> filed = new HashMap<>();
  private final Map<Integer, Integer> evidence = new HashMap<>();

  Filings(ElectionPackage election, Keyring keys) {
    this.election = election;
    this.keys = keys;
  }

  /// @param limit of statements about one subject
  Standing judge(EnrolledKey signer, Claim claim, Phase phase, long limit) {
    Standing standing =
        byOrganisation(
            signer,
            unknown(claim.about()).or(() -> misfit(claim)).or(() -> tooMany(signer, claim, limit)));
    return phase == Phase.SETUP && standing instanceof Standing.Valid
        ? new Standing.TooEarly()
        : standing;
  }

  Standing judge(EnrolledKey signer, Challenge challenge, long limit) {
    return byOrganisation(
        signer,
        unknown(challenge.about())
            .or(() -> elsewhere(challenge))
            .or(() -> tooMany(signer, challenge, limit)));
  }

  Standing judge(EnrolledKey signer, Evidence statement, long limit) {
    if (signer.organisation() < 0) {
      return Standing.role(signer, Role.AGENT);
    }
    return unknownHolder(statement)
        .or(() -> tooMany(signer, statement, limit))
        .or(() -> signer.revoked() ? Optional.of("the key is revoked") : Optional.empty())
        .<Standing>map(Standing.NotPermitted::new)
        .orElseGet(() -> new Standing.Valid(signer));
  }

  private static Standing byOrganisation(EnrolledKey signer, Optional<String> problem) {
    return signer.role() == Role.ORGANISATION && problem.isPresent()
        ? new Standing.NotPermitted(problem.get())
        : Standing.role(signer, Role.ORGANISATION);
  }

  void add(EnrolledKey signer, Statement statement) {
    filed.merge(key(signer, statement), 1, Math::addExact);
    if (statement.kind() == Kind.EVIDENCE) {
      evidence.merge(signer.organisation(), 1, Math::addExact);
    }
  }

  private static Filed key(EnrolledKey signer, Statement statement) {
    return new Filed(signer.organisation(), statement.kind(), statement.subject());
  }

  private Optional<String> tooMany(EnrolledKey signer, Statement statement, long limit) {
    if (filed.getOrDefault(key(signer, statement), 0) >= limit) {
      return Optional.of(
          "the organisation has filed %d statements of this kind about this already"
              .formatted(limit));
    }
    return statement.kind() == Kind.EVIDENCE
            && evidence.getOrDefault(signer.organisation(), 0) >= MAX_EVIDENCE
        ? Optional.of("the organisation has filed " + MAX_EVIDENCE + " exhibits already")
        : Optional.empty();
  }

  private Optional<String> unknown(AreaSubject about) {
    if (election.contest(about.contest()).isEmpty()) {
      return Optional.of("no contest '" + about.contest() + "' in the package");
    }
    if (election.area(about.area()).isEmpty()) {
      return Optional.of("no area '" + about.area() + "' in the package");
    }
    Contest contest = contest(about);
    return election.isWithin(election.area(about.area()).orElseThrow(), contest.area())
        ? Optional.empty()
        : Optional.of("contest %s is not held in area %s".formatted(about.contest(), about.area()));
  }

  private Contest contest(AreaSubject about) {
    return election.contests().get(election.contest(about.contest()).orElseThrow());
  }

  private Optional<String> misfit(Claim claim) {
    int selections = contest(claim.about()).selections().size();
    return claim.votes().isEmpty() || claim.votes().size() == selections
        ? Optional.empty()
        : Optional.of(
            "the claim has votes for %d selections; contest %s has %d"
                .formatted(claim.votes().size(), claim.about().contest(), selections));
  }

  /// A contest held in an area is held at every station in it.
  private Optional<String> elsewhere(Challenge challenge) {
    int area = election.area(challenge.about().area()).orElseThrow();
    return challenge.stations().stream()
        .filter(code -> election.station(code).stream().noneMatch(station -> isIn(station, area)))
        .findFirst()
        .map(code -> "no station '%s' in area %s".formatted(code, challenge.about().area()));
  }

  private boolean isIn(int station, int area) {
    return election.isWithin(election.stations().get(station).area(), area);
  }

  private Optional<String> unknownHolder(Evidence statement) {
    return statement.custody().stream()
        .map(Custody::holder)
        .filter(holder -> keys.key(holder).isEmpty())
        .findFirst()
        .map(holder -> "the holder " + holder + " has no key in this election");
  }
}
