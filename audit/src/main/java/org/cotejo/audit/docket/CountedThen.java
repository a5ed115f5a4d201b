package org.cotejo.audit.docket;

import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.model.AreaSubject;

/// What the log itself had counted when a claim was logged, to be laid beside it.
///
/// @param inTotals stations of the area whose values were in the totals
/// @param stations stations of the area that hold the contest
/// @param votes in the totals, for each selection of the contest
public record CountedThen(long inTotals, long stations, List<Long> votes) {
  public CountedThen {
    votes = List.copyOf(votes);
  }

  static CountedThen of(Fold fold, AreaSubject about) {
    ContestCount count = fold.contest(fold.election().contest(about.contest()).orElseThrow());
    AreaCount area = count.area(fold.election().area(about.area()).orElseThrow()).orElseThrow();
    long[] row = area.totals();
    return new CountedThen(
        area.stationsInTotals(),
        area.stations(),
        IntStream.range(0, count.contest().selections().size())
            .mapToObj(s -> count.layout().votes(row, s))
            .toList());
  }
}
