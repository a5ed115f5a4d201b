package org.cotejo.log;

import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;

/// The tree hash of RFC 6962 and the two verifiers of RFC 9162, every step of them: a verifier that
/// omits the last comparison accepts proofs for trees of other sizes.
public final class Merkle {
  /// Root of the tree with no entries: SHA-256 of nothing.
  public static final Hash EMPTY_ROOT = Hash.owning(MerkleHasher.sha256().digest());

  /// Hashes in the longest inclusion path any tree of at most 2^63 - 1 entries has.
  static final int MAX_INCLUSION_PATH = 63;

  private static final byte[] LEAF = {MerkleHasher.LEAF};

  private Merkle() {}

  /// SHA-256(0x00 ‖ entry).
  public static Hash leaf(byte[] entry) {
    return Hash.sha256(LEAF, entry);
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static Hash node(Hash left, Hash right) {
    return new MerkleHasher().node(left, right);
  }

  /// Whether `path` proves that `leaf` is entry `index` (from 0) of the tree with this size and
  /// root (RFC 9162 §2.1.3.2). Total: any index, size or path that cannot be is answered with
  /// `false`.
  public static boolean includes(Hash leaf, long index, long size, List<Hash> path, Hash root) {
    return climb(leaf, index, size, path).filter(root::equals).isPresent();
  }

  /// The root of the tree with this size to which `path` leads from `leaf` at `index`; empty if no
  /// tree of that size has a path of that length there.
  static Optional<Hash> climb(Hash leaf, long index, long size, List<Hash> path) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    MerkleHasher hasher = new MerkleHasher();
    long position = index;
    long last = size - 1;
    Hash node = leaf;
    for (Hash sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((position & 1) == 1 || position == last) {
        node = hasher.node(sibling, node);
        // Up past the levels where the node has no right sibling. Never 0: odd, or equal to last >
        // 0.
        int skipped = Long.numberOfTrailingZeros(position);
        position >>>= skipped;
        last >>>= skipped;
      } else {
        node = hasher.node(node, sibling);
      }
      position >>>= 1;
      last >>>= 1;
    }
    return last == 0 ? Optional.of(node) : Optional.empty();
  }

  /// Whether `path` proves that the tree with the first size and root is a prefix of the tree with
  /// the second (RFC 9162 §2.1.4.2). Equal sizes need equal roots and no path. The empty tree is a
  /// prefix of every tree: no path, and its root must be [#EMPTY_ROOT]. Total: whatever cannot be
  /// is answered with `false`.
  public static boolean isConsistent(
      long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> path) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == second || first == 0) {
      boolean rootsFit = first != second || firstRoot.equals(secondRoot);
      return path.isEmpty() && rootsFit && (first != 0 || firstRoot.equals(EMPTY_ROOT));
    }
    if (path.isEmpty()) {
      return false;
    }
    boolean firstIsSubtree = Long.bitCount(first) == 1;
    Hash seed = firstIsSubtree ? firstRoot : path.getFirst();
    List<Hash> rest = firstIsSubtree ? path : path.subList(1, path.size());
    int skipped = Long.numberOfTrailingZeros(first);
    return climbsToBoth(
        (first - 1) >>> skipped, firstRoot, (second - 1) >>> skipped, secondRoot, seed, rest);
  }

  private static boolean climbsToBoth(
      long first, Hash firstRoot, long second, Hash secondRoot, Hash seed, List<Hash> path) {
    MerkleHasher hasher = new MerkleHasher();
    long position = first;
    long last = second;
    Hash old = seed;
    Hash grown = seed;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((position & 1) == 1 || position == last) {
        old = hasher.node(sibling, old);
        grown = hasher.node(sibling, grown);
        int skipped = Long.numberOfTrailingZeros(position);
        position >>>= skipped;
        last >>>= skipped;
      } else {
        grown = hasher.node(grown, sibling);
      }
      position >>>= 1;
      last >>>= 1;
    }
    return last == 0 && old.equals(firstRoot) && grown.equals(secondRoot);
  }
}
