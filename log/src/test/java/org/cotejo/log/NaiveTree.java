package org.cotejo.log;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.Hash;

/// The definitions of RFC 9162 §2.1 written down as they stand there, recursion and all, to hold
/// the fast tree against.
final class NaiveTree {
  private NaiveTree() {}

  static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Merkle.EMPTY_ROOT;
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    return Merkle.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  static List<Hash> inclusion(int index, List<Hash> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int k = split(leaves.size());
    List<Hash> left = leaves.subList(0, k);
    List<Hash> right = leaves.subList(k, leaves.size());
    return index < k
        ? plus(inclusion(index, left), root(right))
        : plus(inclusion(index - k, right), root(left));
  }

  static List<Hash> consistency(int first, List<Hash> leaves) {
    return first == 0 ? List.of() : subproof(first, leaves, true);
  }

  private static List<Hash> subproof(int first, List<Hash> leaves, boolean known) {
    if (first == leaves.size()) {
      return known ? List.of() : List.of(root(leaves));
    }
    int k = split(leaves.size());
    List<Hash> left = leaves.subList(0, k);
    List<Hash> right = leaves.subList(k, leaves.size());
    return first <= k
        ? plus(subproof(first, left, known), root(right))
        : plus(subproof(first - k, right, false), root(left));
  }

  private static int split(int size) {
    int k = 1;
    while (k * 2 < size) {
      k *= 2;
    }
    return k;
  }

  private static List<Hash> plus(List<Hash> path, Hash last) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }
}
