package org.cotejo.audit.docket;

import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.count.Fold;
import org.cotejo.count.StationCount;
import org.cotejo.count.StationState;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;

/// What counts for a station at a point of the log.
///
/// @param inForce index of the entry whose value counts
public record StationValue(
    StationState state, OptionalLong inForce, Optional<TallyFigures> figures) {

  /// @param about a station and contest of the election that is counted
  static StationValue of(Fold fold, TallySubject about) {
    int contest = fold.election().contest(about.contest()).orElseThrow();
    StationCount count =
        fold.contest(contest).station(fold.election().station(about.station()).orElseThrow());
    return new StationValue(count.state(), count.inForce(), count.figures());
  }
}
