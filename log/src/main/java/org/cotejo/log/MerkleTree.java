package org.cotejo.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;

/// The tree of a log, held in memory with every complete node, so that any root, proof or tile of
/// any size it ever had is a lookup and a few hashes away.
///
/// Takes about 64 bytes an entry for hashes and 8 for the index of leaves. Append-only. Not safe
/// for concurrent use, not even two readers at once: the digest is shared. Sizes and indexes
/// outside what the tree holds are bugs of the caller and throw [IndexOutOfBoundsException].
public final class MerkleTree {
  /// Most entries a tree can hold.
  public static final long MAX_SIZE = 1L << 29;

  private final MerkleHasher hasher = new MerkleHasher();
  private final List<HashRow> rows = new ArrayList<>();
  private final HashRow leaves = new HashRow();
  private final LeafIndex index = new LeafIndex(leaves);

  public MerkleTree() {
    rows.add(leaves);
  }

  /// Appends the entry with these bytes (at most 65,535 of them) and returns its index.
  public long append(byte[] entry) {
    if (entry.length > EntryBundle.MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException("entry of " + entry.length + " bytes, more than 65535");
    }
    return append(hasher.leaf(entry));
  }

  /// Appends the entry with this leaf hash and returns its index.
  ///
  /// @throws IllegalStateException if the tree is full
  public long append(Hash leaf) {
    if (leaves.size() == MAX_SIZE) {
      throw new IllegalStateException("the tree holds " + MAX_SIZE + " entries and no more");
    }
    int place = leaves.grow();
    leaf.copyTo(leaves.chunk(place), HashRow.offset(place));
    index.add(place);
    for (int level = 0; rows.get(level).size() % 2 == 0; level++) {
      joinLastPair(level);
    }
    return place;
  }

  private void joinLastPair(int level) {
    if (level + 1 == rows.size()) {
      rows.add(new HashRow());
    }
    HashRow row = rows.get(level);
    HashRow above = rows.get(level + 1);
    int left = row.size() - 2;
    int parent = above.grow();
    hasher.node(row.chunk(left), HashRow.offset(left), above.chunk(parent), HashRow.offset(parent));
  }

  /// Number of entries.
  public long size() {
    return leaves.size();
  }

  /// Root over all entries.
  public Hash root() {
    return root(size());
  }

  /// Root the tree had when it held `size` entries, 0 to [#size].
  public Hash root(long size) {
    checkSize(size);
    return size == 0 ? Merkle.EMPTY_ROOT : subtree(0, size);
  }

  /// Leaf hash of an entry.
  public Hash leaf(long entry) {
    return leaves.get(checkIndex(entry, size()));
  }

  /// Index of the first entry with this leaf hash.
  public OptionalLong indexOf(Hash leaf) {
    int found = index.find(leaf.bytes(), 0);
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /// Path from an entry to the root of the tree of the first `size` entries, the leaf's sibling
  /// first (RFC 9162 §2.1.3.1).
  public List<Hash> inclusion(long entry, long size) {
    checkSize(size);
    var _ = checkIndex(entry, size);
    return inclusions(size).of(entry);
  }

  /// Paths of several entries to the root of the tree of the first `size` entries.
  InclusionPaths inclusions(long size) {
    checkSize(size);
    return new InclusionPaths(rows, size, hasher);
  }

  /// Proof that the tree of the first `first` entries is a prefix of the tree of the first `second`
  /// (RFC 9162 §2.1.4.1); empty if `first` is 0 or equal to `second`.
  public List<Hash> consistency(long first, long second) {
    checkSize(second);
    if (first < 0 || first > second) {
      throw new IndexOutOfBoundsException("no proof from size " + first + " to " + second);
    }
    if (first == 0 || first == second) {
      return List.of();
    }
    long start = 0;
    long width = second;
    long rest = first;
    List<Hash> path = new ArrayList<>();
    while (rest != width) {
      long left = Long.highestOneBit(width - 1);
      if (rest <= left) {
        path.add(subtree(start + left, width - left));
        width = left;
      } else {
        path.add(subtree(start, left));
        start += left;
        rest -= left;
        width -= left;
      }
    }
    // Without a left turn the remaining subtree is the first tree itself, whose root is known.
    if (start > 0) {
      path.add(subtree(start, width));
    }
    Collections.reverse(path);
    return List.copyOf(path);
  }

  /// Bytes of a tile: `width` (1 to 256) hashes of row `8 * level`, from number `256 * n` on. All
  /// of them must be roots of complete subtrees of this tree.
  public byte[] tile(int level, long n, int width) {
    Tile tile = new Tile(level, n, width);
    if (tile.end() > size()) {
      throw new IndexOutOfBoundsException(tile.path() + " is beyond size " + size());
    }
    return rows.get(8 * level).copy((int) (n * LogFile.FULL), width);
  }

  /// MTH of `width` > 0 entries from `start`, which is a multiple of a power of two no less than
  /// `width`. Folds the complete subtrees, the binary digits of the width, from the right.
  private Hash subtree(long start, long width) {
    int level = Long.numberOfTrailingZeros(width);
    long end = start + width - (1L << level);
    Hash root = rows.get(level).get((int) (end >>> level));
    for (long rest = width & (width - 1); rest != 0; rest &= rest - 1) {
      level = Long.numberOfTrailingZeros(rest);
      end -= 1L << level;
      root = hasher.node(rows.get(level).get((int) (end >>> level)), root);
    }
    return root;
  }

  private void checkSize(long size) {
    if (size < 0 || size > size()) {
      throw new IndexOutOfBoundsException("size " + size + " of a tree of " + size());
    }
  }

  private static int checkIndex(long entry, long size) {
    if (entry < 0 || entry >= size) {
      throw new IndexOutOfBoundsException("entry " + entry + " of " + size);
    }
    return (int) entry;
  }
}
