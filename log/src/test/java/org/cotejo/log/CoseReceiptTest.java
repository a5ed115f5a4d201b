package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class CoseReceiptTest {
  /// RFC 9285.
  private static final String BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

  private static final int VERSION_LIMIT = 25;

  static Stream<JsonNode> cases() {
    return Vectors.cases("cose-receipts.jsonl");
  }

  @Test
  void readsAllTheVectors() {
    assertThat(cases()).hasSize(90);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesReceiptsAsTheVectorsDo(JsonNode test) throws MalformedException {
    byte[] bytes = HexFormat.of().parseHex(test.get("receipt").asString());
    if (test.get("outcome").asString().equals("malformed")) {
      assertThatThrownBy(() -> CoseReceipt.parse(bytes)).isInstanceOf(MalformedException.class);
      return;
    }
    CoseReceipt receipt = CoseReceipt.parse(bytes);
    assertThat(receipt.bytes()).isEqualTo(bytes);
    Hash leaf = Merkle.leaf(HexFormat.of().parseHex(test.get("entry").asString()));
    String origin = test.get("origin").asString();
    VerificationKey key = VerificationKey.parse(test.get("key").asString());
    List<NoteVerifier> keys = List.of(NoteVerifier.of(origin, key));
    if (test.get("outcome").asString().equals("refused")) {
      assertThatThrownBy(() -> receipt.verify(leaf, origin, keys))
          .isInstanceOf(MalformedException.class);
      return;
    }
    assertThat(receipt.verify(leaf, origin, keys).hex()).isEqualTo(test.get("root").asString());
    assertThat(receipt.claimedSize()).isEqualTo(test.get("size").asLong());
    assertThat(receipt.claimedIndex()).isEqualTo(test.get("index").asLong());
    assertThat(receipt.origin()).isEqualTo(origin);
  }

  @Test
  void makesTheKnownReceiptsFromTheTree() throws MalformedException {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    List<JsonNode> known =
        cases().filter(test -> test.get("name").asString().matches("entry \\d of \\d")).toList();
    assertThat(known).hasSize(36);
    for (JsonNode test : known) {
      assertThat(receipt(tree, test.get("index").asLong(), test.get("size").asLong()))
          .isEqualTo(HexFormat.of().parseHex(test.get("receipt").asString()));
    }
  }

  private static TlogProof proof(MerkleTree tree, NoteSigner signer, long index, long size) {
    var checkpoint = new Checkpoint(signer.verifier().name(), size, tree.root(size));
    return new TlogProof(index, tree.inclusion(index, size), signer.sign(checkpoint.body()));
  }

  private static byte[] receipt(MerkleTree tree, long index, long size) throws MalformedException {
    NoteSigner signer = Vectors.logSigner();
    return CoseReceipt.sign(proof(tree, signer, index, size), tree.leaf(index), signer).bytes();
  }

  @Test
  void signsNothingThatTheLogDidNotSign() {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    NoteSigner signer = Vectors.logSigner();
    var stranger =
        new NoteSigner(
            Vectors.LOG_NAME, SigningKey.fromSeed(Algorithm.ED25519, new byte[Hash.BYTES]));

    assertThatThrownBy(() -> CoseReceipt.sign(proof(tree, stranger, 2, 8), tree.leaf(2), signer))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> CoseReceipt.sign(proof(tree, signer, 2, 8), tree.leaf(3), signer))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void everyByteOfAReceiptMatters() throws MalformedException {
    MerkleTree tree = Vectors.tree(Vectors.RFC_ENTRIES);
    byte[] sound = receipt(tree, 2, 8);
    for (int at = 0; at < sound.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = sound.clone();
        changed[at] ^= (byte) (1 << bit);
        try {
          CoseReceipt read = CoseReceipt.parse(changed);
          Hash root = read.verify(tree.leaf(2), Vectors.LOG_NAME, Vectors.logKey());
          // Only the size is free, which no signature covers; the checkpoint's says otherwise.
          assertThat(read.claimedSize()).as("byte %d, bit %d", at, bit).isNotEqualTo(8);
          assertThat(root).isEqualTo(tree.root());
        } catch (MalformedException e) {
          assertThat(e).hasMessageMatching("(receipt|CBOR) .*");
        }
      }
    }
  }

  @Test
  void readsAnyBytesOrSaysWhyNot() {
    var random = new Random(9942);
    byte[] sound =
        HexFormat.of().parseHex(cases().findFirst().orElseThrow().get("receipt").asString());
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = sound.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(CoseReceipt.parse(bytes).bytes()).isEqualTo(bytes);
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void aReceiptFromAMillionEntriesFitsAPrintedCode() throws MalformedException, WriterException {
    var tree = new MerkleTree();
    for (int i = 0; i < 1_000_000; i++) {
      tree.append(Hash.sha256(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()));
    }
    NoteSigner signer =
        new NoteSigner(
            "results.tribunal-electoral.example/2026-presidential",
            SigningKey.fromSeed(Algorithm.ED25519, new byte[Hash.BYTES]));
    TlogProof proof = proof(tree, signer, 123_456, tree.size());
    byte[] receipt = CoseReceipt.sign(proof, tree.leaf(123_456), signer).bytes();

    assertThat(proof.path()).hasSize(20);
    assertThat(receipt).hasSizeLessThan(890);
    // As bytes, and as the text that every scanner passes on unchanged.
    assertThat(version(new String(receipt, StandardCharsets.ISO_8859_1)))
        .isLessThanOrEqualTo(VERSION_LIMIT);
    assertThat(version(base45(receipt))).isLessThanOrEqualTo(VERSION_LIMIT);
  }

  private static int version(String text) throws WriterException {
    var hints = Map.of(EncodeHintType.CHARACTER_SET, "ISO-8859-1");
    return Encoder.encode(text, ErrorCorrectionLevel.M, hints).getVersion().getVersionNumber();
  }

  private static String base45(byte[] bytes) {
    var text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 2) {
      boolean isPair = i + 1 < bytes.length;
      int value = bytes[i] & 0xff;
      if (isPair) {
        value = value * 256 + (bytes[i + 1] & 0xff);
      }
      for (int digit = isPair ? 3 : 2; digit > 0; digit--) {
        text.append(BASE45.charAt(value % BASE45.length()));
        value /= BASE45.length();
      }
    }
    return text.toString();
  }
}
