package org.cotejo.publication.bulk;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// What belongs to each of several groups, in its own order; four bytes a member.
final class Members {
  private final int[] starts;
  private final int[] members;

  private Members(int[] starts, int[] members) {
    this.starts = starts;
    this.members = members;
  }

  /// @param group of a member; one that is below 0 has none
  static Members of(int count, IntUnaryOperator group, int groups) {
    var starts = new int[groups + 1];
    for (int member = 0; member < count; member++) {
      int of = group.applyAsInt(member);
      if (of >= 0) {
        starts[of + 1]++;
      }
    }
    for (int i = 0; i < groups; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    var members = new int[starts[groups]];
    for (int member = 0; member < count; member++) {
      int of = group.applyAsInt(member);
      if (of >= 0) {
        members[next[of]++] = member;
      }
    }
    return new Members(starts, members);
  }

  IntStream of(int group) {
    return IntStream.range(starts[group], starts[group + 1]).map(i -> members[i]);
  }
}
