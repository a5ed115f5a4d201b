package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
  private static final List<String> RFC_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void hasTheKnownRootsAndLeavesOfTheRfcTree() {
    MerkleTree tree = new MerkleTree();
    assertThat(tree.root().hex()).isEqualTo(RFC_ROOTS.getFirst());
    for (int i = 0; i < 8; i++) {
      assertThat(tree.append(Vectors.RFC_ENTRIES.get(i))).isEqualTo(i);
      assertThat(tree.root().hex()).isEqualTo(RFC_ROOTS.get(i + 1));
    }
    for (int size = 0; size <= 8; size++) {
      assertThat(tree.root(size).hex()).isEqualTo(RFC_ROOTS.get(size));
    }
    assertThat(tree.leaf(2).hex())
        .isEqualTo("0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7");
    assertThat(tree.leaf(7).hex())
        .isEqualTo("46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1");
  }

  @Test
  void hasTheKnownProofsOfTheRfcTree() {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    String last = "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e";

    assertThat(tree.inclusion(2, 7))
        .extracting(Hash::hex)
        .containsExactly(tree.leaf(3).hex(), RFC_ROOTS.get(2), last);
    assertThat(tree.consistency(3, 7))
        .extracting(Hash::hex)
        .containsExactly(tree.leaf(2).hex(), tree.leaf(3).hex(), RFC_ROOTS.get(2), last);
    assertThat(tree.consistency(4, 7)).extracting(Hash::hex).containsExactly(last);
    assertThat(tree.consistency(6, 8))
        .extracting(Hash::hex)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            RFC_ROOTS.get(4));
  }

  @ParameterizedTest
  @CsvSource({
    "255, 6ocv5vaxIEwMFPoBu/5Kw9Zonre0jjPI8j3qy2UZNcA=",
    "256, k/sguqf2HWIvmcowoMpQgr5qXu75wO5HKAYbT9LvWVg=",
    "257, Wgw+OKlDhzMSQLe9umKE/0F1x+V/j5EfIyO4DKEMWu8=",
    "300, cDPUNMxuf0HZtE9JttvbPVxWf37TpNu1Flqb0GVb1pU=",
    "70000, 0fGY2Hqmkqa8Yz520KPWNvBIZuwh51BMHsACsNWAjq4="
  })
  void hasTheKnownRootsOfLargerTrees(int size, String root) {
    assertThat(Vectors.tree(Vectors.tallyRecords(size)).root().base64()).isEqualTo(root);
  }

  @Test
  void agreesWithTheRecursiveDefinitionAtEverySizeTo5000() {
    Random random = new Random(5000);
    MerkleTree tree = new MerkleTree();
    NaiveTree naive = new NaiveTree();
    for (int size = 0; size <= 5000; size++) {
      assertThat(tree.size()).isEqualTo(size);
      assertThat(tree.root()).isEqualTo(naive.root(size));
      for (int k = 0; size > 0 && k < 4; k++) {
        int index = k == 0 ? size - 1 : random.nextInt(size);
        assertThat(tree.inclusion(index, size)).isEqualTo(naive.inclusion(index, size));
        int first = k == 0 ? size - 1 : random.nextInt(size + 1);
        assertThat(tree.consistency(first, size)).isEqualTo(naive.consistency(first, size));
      }
      Hash leaf = randomHash(random);
      naive.append(leaf);
      tree.append(leaf);
    }
    for (int round = 0; round < 5000; round++) {
      int second = 1 + random.nextInt(5000);
      int first = random.nextInt(second + 1);
      int index = random.nextInt(second);
      assertThat(tree.root(second)).isEqualTo(naive.root(second));
      assertThat(tree.inclusion(index, second)).isEqualTo(naive.inclusion(index, second));
      assertThat(tree.consistency(first, second)).isEqualTo(naive.consistency(first, second));
    }
  }

  @Test
  void givesAGroupTheSamePathsAsEachEntryAloneInAnyOrder() {
    Random random = new Random(6);
    MerkleTree tree = randomTree(random, 3000);
    for (int size : new int[] {1, 2, 3, 1023, 1024, 1025, 2047, 2900, 3000}) {
      InclusionPaths paths = tree.inclusions(size);
      for (int i = 0; i < 300; i++) {
        // Neighbours, as in a group, and now and then any other.
        int index = i % 10 == 0 ? random.nextInt(size) : Math.max(0, size - 300) + i;
        if (index < size) {
          assertThat(paths.of(index)).isEqualTo(tree.inclusion(index, size));
          assertThat(
                  Merkle.includes(tree.leaf(index), index, size, paths.of(index), tree.root(size)))
              .isTrue();
        }
      }
    }
  }

  @Test
  void provesEveryIndexAndPairOfSmallTrees() {
    Random random = new Random(40);
    MerkleTree tree = randomTree(random, 40);
    for (int size = 0; size <= 40; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = tree.inclusion(index, size);
        assertThat(Merkle.includes(tree.leaf(index), index, size, path, tree.root(size))).isTrue();
      }
      for (int first = 0; first <= size; first++) {
        List<Hash> path = tree.consistency(first, size);
        assertThat(Merkle.isConsistent(first, tree.root(first), size, tree.root(size), path))
            .isTrue();
      }
    }
  }

  @Test
  void refusesItsOwnProofsWhenAnythingIsChanged() {
    Random random = new Random(77);
    MerkleTree tree = randomTree(random, 300);
    for (int round = 0; round < 300; round++) {
      int size = 2 + random.nextInt(299);
      int index = random.nextInt(size);
      int first = 1 + random.nextInt(size - 1);
      Hash leaf = tree.leaf(index);
      Hash root = tree.root(size);
      List<Hash> inclusion = tree.inclusion(index, size);
      List<Hash> wrong = changed(inclusion, random);
      assertThat(Merkle.includes(leaf, index, size, wrong, root)).isFalse();
      assertThat(Merkle.includes(leaf, (index + 1) % size, size, inclusion, root)).isFalse();
      assertThat(Merkle.includes(randomHash(random), index, size, inclusion, root)).isFalse();
      List<Hash> consistency = tree.consistency(first, size);
      List<Hash> broken = changed(consistency, random);
      assertThat(Merkle.isConsistent(first, tree.root(first), size, root, broken)).isFalse();
      assertThat(Merkle.isConsistent(first, tree.root(first - 1), size, root, consistency))
          .isFalse();
    }
  }

  /// One hash replaced, one left out or one added at an end.
  private static List<Hash> changed(List<Hash> path, Random random) {
    List<Hash> changed = new ArrayList<>(path);
    switch (random.nextInt(4)) {
      case 0 -> changed.set(random.nextInt(path.size()), randomHash(random));
      case 1 -> changed.remove(random.nextInt(path.size()));
      case 2 -> changed.addFirst(randomHash(random));
      default -> changed.addLast(randomHash(random));
    }
    return changed;
  }

  @Test
  void cutsTilesAsTheTreeDefinesThem() throws MalformedException {
    Random random = new Random(66000);
    MerkleTree tree = randomTree(random, 66_000);

    assertThat(Hash.of(Arrays.copyOf(tree.tile(0, 257, 208), 32))).isEqualTo(tree.leaf(257 * 256));
    assertThat(Hash.at(tree.tile(0, 257, 208), 207 * 32)).isEqualTo(tree.leaf(65_999));
    byte[] firstLevel = tree.tile(1, 0, 256);
    assertThat(Hash.at(firstLevel, 0)).isEqualTo(tree.root(256));
    assertThat(Hash.at(tree.tile(2, 0, 1), 0)).isEqualTo(tree.root(65_536));
    assertThat(rootOfTile(firstLevel)).isEqualTo(tree.root(65_536));
    assertThat(tree.tile(1, 1, 1)).hasSize(32);
  }

  private static Hash rootOfTile(byte[] tile) {
    MerkleTree above = new MerkleTree();
    for (int i = 0; i < tile.length; i += 32) {
      above.append(Hash.at(tile, i));
    }
    return above.root();
  }

  @Test
  void refusesTilesThatAreNotComplete() {
    MerkleTree tree = randomTree(new Random(1), 300);

    assertThat(tree.tile(0, 1, 44)).hasSize(44 * 32);
    assertThatThrownBy(() -> tree.tile(0, 1, 45)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.tile(1, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.tile(2, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.tile(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.tile(0, 0, 257)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.tile(-1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheFirstOfEqualLeaves() {
    Random random = new Random(9);
    MerkleTree tree = new MerkleTree();
    List<Hash> distinct = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Hash leaf = randomHash(random);
      distinct.add(leaf);
      tree.append(leaf);
      tree.append(distinct.get(random.nextInt(distinct.size())));
    }
    for (int i = 0; i < distinct.size(); i++) {
      assertThat(tree.indexOf(distinct.get(i))).hasValue(2L * i);
    }
    assertThat(tree.indexOf(randomHash(random))).isEmpty();
    assertThat(new MerkleTree().indexOf(distinct.getFirst())).isEmpty();
  }

  @Test
  void findsLeavesThatBeginAlike() {
    MerkleTree tree = new MerkleTree();
    for (int i = 0; i < 500; i++) {
      tree.append(alike(i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(tree.indexOf(alike(i))).hasValue(i);
    }
    assertThat(tree.indexOf(alike(500))).isEmpty();
  }

  private static Hash alike(int number) {
    byte[] bytes = new byte[32];
    bytes[30] = (byte) (number >> 8);
    bytes[31] = (byte) number;
    return Hash.of(bytes);
  }

  @Test
  void refusesSizesAndIndexesItDoesNotHold() {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);

    assertThatThrownBy(() -> tree.root(9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.root(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.leaf(8)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.leaf(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.inclusion(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.inclusion(0, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.consistency(5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.consistency(-1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.append(new byte[65_536]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MerkleTree randomTree(Random random, int size) {
    MerkleTree tree = new MerkleTree();
    for (int i = 0; i < size; i++) {
      tree.append(randomHash(random));
    }
    return tree;
  }

  private static Hash randomHash(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Hash.of(bytes);
  }
}
