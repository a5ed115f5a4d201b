package org.cotejo.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Hash;
import org.jspecify.annotations.Nullable;

/// Inclusion paths of many entries to the root of one size of a tree (RFC 9162 §2.1.3.1). What the
/// paths of a group have in common is worked out and held in memory once: the roots of subtrees
/// that this size leaves incomplete, and siblings, most of which neighbours share.
///
/// Valid while the tree has this size or more, and no more than one thread's at a time, like the
/// tree.
final class InclusionPaths {
  private final List<HashRow> rows;
  private final long size;

  /// By level, the root of the subtree that the end of the tree cuts off there, if it does.
  private final @Nullable Hash[] cut;

  /// By level, the sibling last asked for and its place.
  private final @Nullable Hash[] newest;

  private final long[] newestPlace;

  InclusionPaths(List<HashRow> rows, long size, MerkleHasher hasher) {
    this.rows = rows;
    this.size = size;
    int levels = size == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    this.cut = new Hash[levels];
    this.newest = new Hash[levels];
    this.newestPlace = new long[levels];
    Arrays.fill(newestPlace, -1);
    for (int level = 0; level + 1 < levels; level++) {
      cut[level + 1] = joined(level, hasher);
    }
  }

  /// The node above what the end of the tree leaves at a level. Where there is no right half, the
  /// left one stands for both.
  private @Nullable Hash joined(int level, MerkleHasher hasher) {
    Hash right = cut[level];
    long complete = size >>> level;
    if (complete % 2 == 0) {
      return right;
    }
    Hash left = rows.get(level).get((int) complete - 1);
    return right == null ? left : hasher.node(left, right);
  }

  /// The path of an entry below the size, the leaf's sibling first.
  List<Hash> of(long entry) {
    var path = new ArrayList<Hash>(cut.length);
    for (int level = 0; level < cut.length; level++) {
      long sibling = (entry >>> level) ^ 1;
      long complete = size >>> level;
      if (sibling < complete) {
        path.add(complete(level, sibling));
      } else if (sibling == complete) {
        Hash rest = cut[level];
        if (rest != null) {
          path.add(rest);
        }
      }
    }
    return List.copyOf(path);
  }

  private Hash complete(int level, long place) {
    Hash known = newest[level];
    if (known == null || newestPlace[level] != place) {
      known = rows.get(level).get((int) place);
      newest[level] = known;
      newestPlace[level] = place;
    }
    return known;
  }
}
