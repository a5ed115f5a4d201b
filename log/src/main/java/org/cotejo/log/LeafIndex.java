package org.cotejo.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cotejo.cose.Hash;

/// Finds the first place of a leaf hash: open addressing over plain ints that point into the leaf
/// row, about 8 bytes an entry where a map of objects takes ten times that. The hashes themselves
/// are the hash function. Rebuilt with the tree, so it can never disagree with it.
final class LeafIndex {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_SLOTS = 64;

  private final HashRow leaves;

  /// Leaf index + 1; 0 is a free slot.
  private int[] slots = new int[FIRST_SLOTS];

  private int used;

  LeafIndex(HashRow leaves) {
    this.leaves = leaves;
  }

  /// Index of the first leaf with the hash at this place of the array, or -1.
  int find(byte[] hash, int offset) {
    return slots[slotOf(hash, offset)] - 1;
  }

  /// Takes up the leaf at `index`, unless an equal one came before it.
  void add(int index) {
    int slot = slotOf(leaves.chunk(index), HashRow.offset(index));
    if (slots[slot] != 0) {
      return;
    }
    slots[slot] = index + 1;
    used++;
    if (used > slots.length / 4 * 3) {
      enlarge();
    }
  }

  private int slotOf(byte[] hash, int offset) {
    int mask = slots.length - 1;
    int slot = (int) INT.get(hash, offset) & mask;
    while (slots[slot] != 0 && !isLeaf(slots[slot] - 1, hash, offset)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isLeaf(int index, byte[] hash, int offset) {
    int at = HashRow.offset(index);
    return Arrays.equals(
        leaves.chunk(index), at, at + Hash.BYTES, hash, offset, offset + Hash.BYTES);
  }

  private void enlarge() {
    int[] old = slots;
    int[] larger = new int[old.length * 2];
    int mask = larger.length - 1;
    for (int entry : old) {
      if (entry != 0) {
        int index = entry - 1;
        int slot = (int) INT.get(leaves.chunk(index), HashRow.offset(index)) & mask;
        while (larger[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        larger[slot] = entry;
      }
    }
    slots = larger;
  }
}
