package org.cotejo.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotejo.cose.Hash;

/// The definitions of RFC 9162 §2.1 written down as they stand there, recursion and all, to hold
/// the fast tree against. A root that was computed once is remembered by the leaves it is of.
final class NaiveTree {
  private final List<Hash> leaves = new ArrayList<>();
  private final Map<Range, Hash> roots = new HashMap<>();

  private record Range(int from, int to) {
    int size() {
      return to - from;
    }

    /// The largest power of two below the size leaves on the left.
    int middle() {
      int k = 1;
      while (k * 2 < size()) {
        k *= 2;
      }
      return from + k;
    }

    Range left() {
      return new Range(from, middle());
    }

    Range right() {
      return new Range(middle(), to);
    }
  }

  void append(Hash leaf) {
    leaves.add(leaf);
  }

  Hash root(int size) {
    return size == 0 ? Merkle.EMPTY_ROOT : root(new Range(0, size));
  }

  private Hash root(Range range) {
    if (range.size() == 1) {
      return leaves.get(range.from());
    }
    Hash known = roots.get(range);
    if (known == null) {
      known = Merkle.node(root(range.left()), root(range.right()));
      roots.put(range, known);
    }
    return known;
  }

  List<Hash> inclusion(int index, int size) {
    return inclusion(index, new Range(0, size));
  }

  private List<Hash> inclusion(int index, Range range) {
    if (range.size() == 1) {
      return List.of();
    }
    return index < range.middle()
        ? plus(inclusion(index, range.left()), root(range.right()))
        : plus(inclusion(index, range.right()), root(range.left()));
  }

  List<Hash> consistency(int first, int second) {
    return first == 0 ? List.of() : subproof(first, new Range(0, second), true);
  }

  /// @param first where the older tree ends, counted from the first leaf of all
  private List<Hash> subproof(int first, Range range, boolean known) {
    if (first == range.to()) {
      return known ? List.of() : List.of(root(range));
    }
    return first <= range.middle()
        ? plus(subproof(first, range.left(), known), root(range.right()))
        : plus(subproof(first, range.right(), false), root(range.left()));
  }

  private static List<Hash> plus(List<Hash> path, Hash last) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }
}
