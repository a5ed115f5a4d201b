package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MerkleTest {
  private static final JsonMapper JSON = new JsonMapper();

  /// The cases of the vectors with hashes that are not 32 bytes long; see the README beside them.
  private static final List<String> NOT_EXPRESSIBLE =
      List.of(
          "inclusion/single-entry/empty-root-and-leaf.json",
          "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
          "consistency/additional/size1-is-zero-and-does-not-equal-size2.json",
          "consistency/additional/size1-is-zero-and-size2-is-not-zero.json",
          "consistency/additional/sizes-are-equal-zero-and-proof-is-empty.json");

  @Test
  void hashesLeavesAndNodesWithTheirPrefixes() throws MalformedException {
    Hash first = Merkle.leaf(new byte[0]);
    Hash second = Merkle.leaf(new byte[] {0});

    assertThat(first.hex())
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(second.hex())
        .isEqualTo("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
    assertThat(Merkle.node(first, second).hex())
        .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    assertThat(Merkle.EMPTY_ROOT)
        .isEqualTo(
            Hash.parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  }

  static Stream<JsonNode> inclusionCases() {
    return Vectors.text("merkle-inclusion.jsonl").lines().map(JSON::readTree);
  }

  static Stream<JsonNode> consistencyCases() {
    return Vectors.text("merkle-consistency.jsonl").lines().map(JSON::readTree);
  }

  @ParameterizedTest
  @MethodSource("inclusionCases")
  void judgesInclusionAsTheVectorsDo(JsonNode test) {
    assertJudgedAsExpected(test, () -> includes(test));
  }

  @ParameterizedTest
  @MethodSource("consistencyCases")
  void judgesConsistencyAsTheVectorsDo(JsonNode test) {
    assertJudgedAsExpected(test, () -> isConsistent(test));
  }

  @Test
  void readsAllTheVectors() {
    assertThat(inclusionCases()).hasSize(98);
    assertThat(consistencyCases()).hasSize(98);
  }

  private interface Check {
    boolean holds() throws MalformedException;
  }

  private static void assertJudgedAsExpected(JsonNode test, Check check) {
    boolean expressible = !NOT_EXPRESSIBLE.contains(test.get("file").stringValue());
    try {
      boolean accepted = check.holds();
      assertThat(expressible).isTrue();
      assertThat(accepted).isEqualTo(!test.get("wantErr").booleanValue());
    } catch (MalformedException e) {
      // Refused when read. Among the expressible cases only a proof with a broken hash may be.
      assertThat(!expressible || test.get("wantErr").booleanValue()).isTrue();
    }
  }

  private static boolean includes(JsonNode test) throws MalformedException {
    List<Hash> path = hashes(test.get("proof"));
    return Merkle.includes(
        hash(test.get("leafHash")),
        number(test.get("leafIdx")),
        number(test.get("treeSize")),
        path,
        hash(test.get("root")));
  }

  private static boolean isConsistent(JsonNode test) throws MalformedException {
    List<Hash> path = hashes(test.get("proof"));
    return Merkle.isConsistent(
        number(test.get("size1")),
        hash(test.get("root1")),
        number(test.get("size2")),
        hash(test.get("root2")),
        path);
  }

  /// Unsigned there, signed here: 2^63 and above become negative and must be refused as such.
  private static long number(JsonNode unsigned) {
    BigInteger value = unsigned.bigIntegerValue();
    return value.longValue();
  }

  private static Hash hash(JsonNode base64) throws MalformedException {
    return Hash.parseBase64(base64.stringValue());
  }

  private static List<Hash> hashes(JsonNode array) throws MalformedException {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode element : array) {
      hashes.add(hash(element));
    }
    return hashes;
  }

  @Test
  void acceptsOnlyTheEmptyProofFromTheEmptyTree() {
    Hash root = Merkle.leaf(new byte[] {1});
    Hash other = Merkle.leaf(new byte[] {2});

    assertThat(Merkle.isConsistent(0, Merkle.EMPTY_ROOT, 5, root, List.of())).isTrue();
    assertThat(Merkle.isConsistent(0, Merkle.EMPTY_ROOT, 0, Merkle.EMPTY_ROOT, List.of())).isTrue();
    assertThat(Merkle.isConsistent(0, other, 5, root, List.of())).isFalse();
    assertThat(Merkle.isConsistent(0, other, 0, other, List.of())).isFalse();
    assertThat(Merkle.isConsistent(0, Merkle.EMPTY_ROOT, 0, other, List.of())).isFalse();
    assertThat(Merkle.isConsistent(0, Merkle.EMPTY_ROOT, 5, root, List.of(other))).isFalse();
  }

  @Test
  void acceptsTheSameSizeOnlyWithTheSameRootAndNoPath() {
    Hash root = Merkle.leaf(new byte[] {1});
    Hash other = Merkle.leaf(new byte[] {2});

    assertThat(Merkle.isConsistent(3, root, 3, root, List.of())).isTrue();
    assertThat(Merkle.isConsistent(3, root, 3, other, List.of())).isFalse();
    assertThat(Merkle.isConsistent(3, root, 3, root, List.of(other))).isFalse();
    assertThat(Merkle.isConsistent(4, root, 3, root, List.of())).isFalse();
    assertThat(Merkle.isConsistent(3, root, 4, root, List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 16, 1000, Long.MAX_VALUE})
  void refusesPathOfSmallerTreeForLargerOne(long size) {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    List<Hash> path = tree.inclusion(0, 4);

    assertThat(Merkle.includes(tree.leaf(0), 0, 4, path, tree.root(4))).isTrue();
    assertThat(Merkle.includes(tree.leaf(0), 0, size, path, tree.root(4))).isFalse();
  }

  @Test
  void refusesIndexesAndSizesThatCannotBe() {
    Hash leaf = Merkle.leaf(new byte[0]);

    assertThat(Merkle.includes(leaf, 0, 1, List.of(), leaf)).isTrue();
    assertThat(Merkle.includes(leaf, 1, 1, List.of(), leaf)).isFalse();
    assertThat(Merkle.includes(leaf, 0, 0, List.of(), leaf)).isFalse();
    assertThat(Merkle.includes(leaf, -1, 1, List.of(), leaf)).isFalse();
    assertThat(Merkle.includes(leaf, 0, -1, List.of(), leaf)).isFalse();
    assertThat(Merkle.isConsistent(-1, leaf, 1, leaf, List.of())).isFalse();
    assertThat(Merkle.isConsistent(Long.MIN_VALUE, leaf, -1, leaf, List.of())).isFalse();
  }

  @Test
  void answersForTheLargestSizesAndEndlessPaths() {
    Hash leaf = Merkle.leaf(new byte[0]);
    List<Hash> endless = IntStream.range(0, 1000).mapToObj(i -> leaf).toList();
    long largest = Long.MAX_VALUE;

    assertThat(Merkle.includes(leaf, largest - 1, largest, endless, leaf)).isFalse();
    assertThat(Merkle.includes(leaf, largest, largest, endless, leaf)).isFalse();
    assertThat(Merkle.isConsistent(1, leaf, largest, leaf, endless)).isFalse();
    assertThat(Merkle.isConsistent(largest - 1, leaf, largest, leaf, endless)).isFalse();
  }
}
