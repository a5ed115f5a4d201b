package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.model.Selection;

/// What the differences, and what was not compared, can do to the lead of one selection over
/// another.
///
/// @param first selection that leads in the first source, by its place in the contest
/// @param lead its votes less those of `second`, in the first source
/// @param byDifferences the most the lead can shrink if of every differing figure the worst is
///   right
/// @param byUncompared the most it can shrink by figures that fewer than two sources have
/// @param unbounded stations not compared for which nobody has registered voters
public record MarginBound(
    int contest,
    int first,
    int second,
    long lead,
    long byDifferences,
    long byUncompared,
    long unbounded) {
  /// What can be said.
  public enum Effect {
    CANNOT_CHANGE("cannot-change"),
    CAN_CHANGE("can-change"),
    UNKNOWN("unknown");

    private final String label;

    Effect(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// Whose leads are looked at: the first with every other, then neighbours in the order; rules
  /// that turn votes into seats would add pairs here. "None of these" has no place.
  ///
  /// @param votes of each selection; of equals, the one earlier on the ballot is ahead
  /// @return places in the contest, who is ahead first
  public static List<int[]> pairs(List<Selection> selections, long[] votes) {
    List<Integer> order =
        IntStream.range(0, votes.length)
            .filter(s -> selections.get(s).type() != Selection.Type.NONE_OF_THESE)
            .boxed()
            .sorted(Comparator.comparingLong(s -> -votes[s]))
            .toList();
    var pairs = new ArrayList<int[]>();
    for (int i = 1; i < order.size(); i++) {
      pairs.add(new int[] {order.getFirst(), order.get(i)});
    }
    for (int i = 2; i < order.size(); i++) {
      pairs.add(new int[] {order.get(i - 1), order.get(i)});
    }
    return pairs;
  }

  /// Whether a lead can go by so many votes. An equal number of votes is a change, unless the two
  /// were equal before and nothing can be taken.
  public static boolean isLost(long lead, long most) {
    return most >= lead && most > 0;
  }

  /// Of the differences alone.
  public Effect ofDifferences() {
    return isLost(lead, byDifferences) ? Effect.CAN_CHANGE : Effect.CANNOT_CHANGE;
  }

  /// Of the differences and all that was not compared.
  public Effect ofAll() {
    if (isLost(lead, Math.addExact(byDifferences, byUncompared))) {
      return Effect.CAN_CHANGE;
    }
    return unbounded > 0 ? Effect.UNKNOWN : Effect.CANNOT_CHANGE;
  }
}
