package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;

/// A receipt as a COSE Receipt of Inclusion for RFC9162_SHA256 ([RFC
/// 9942](https://www.rfc-editor.org/rfc/rfc9942)): smaller than a [TlogProof], so that it fits a
/// printed code, and readable by whoever reads COSE.
///
/// It is signed over the root alone, which is not in it: the reader computes the root from the
/// entry and the path. So nothing signed says the size or the index: they are what the receipt
/// claims until a checkpoint with that root and size confirms them, and they show nothing about
/// what else is in the log. Nor are there cosignatures in it. The log's key signs notes and
/// receipts; no bytes are both, since a note is UTF-8 and what is signed here begins with 0x84,
/// which no UTF-8 does.
///
/// A narrow profile: deterministic CBOR, Ed25519, exactly the headers that [#bytes] writes.
public final class CoseReceipt {
  /// Longest receipt, in bytes: a path of 63 hashes and the longest origin.
  public static final int MAX_BYTES = 3072;

  static final int MAX_ORIGIN = 512;

  private static final int SIGN1_TAG = 18;

  /// What a receipt begins with: the tag of a COSE_Sign1.
  public static final int FIRST_BYTE = 0xc0 | SIGN1_TAG;

  private static final int HEADERS = 4;
  private static final int ALGORITHM = 1;
  private static final int KEY_ID = 4;
  private static final int CLAIMS = 15;
  private static final int ISSUER = 1;
  private static final int STRUCTURE = 395;
  private static final int RFC9162_SHA256 = 1;
  private static final int PROOFS = 396;
  private static final int INCLUSION = -1;
  private static final int KEY_ID_LENGTH = 8;
  private static final int SIGNATURE_LENGTH = 64;
  private static final byte[] NO_EXTERNAL_DATA = {};

  private final Header header;
  private final Proof proof;
  private final byte[] signature;

  private record Header(String origin, KeyId keyId) {
    byte[] bytes() {
      return new CborWriter()
          .map(HEADERS)
          .unsigned(ALGORITHM)
          .integer(Algorithm.ED25519.id())
          .unsigned(KEY_ID)
          .bytes(keyId.bytes())
          .unsigned(CLAIMS)
          .map(1)
          .unsigned(ISSUER)
          .text(origin)
          .unsigned(STRUCTURE)
          .unsigned(RFC9162_SHA256)
          .toByteArray();
    }
  }

  private record Proof(long size, long index, List<Hash> path) {
    byte[] bytes() {
      var writer = new CborWriter().array(3).unsigned(size).unsigned(index).array(path.size());
      path.forEach(hash -> writer.bytes(hash.bytes()));
      return writer.toByteArray();
    }
  }

  private CoseReceipt(Header header, Proof proof, byte[] signature) {
    this.header = header;
    this.proof = proof;
    this.signature = signature;
  }

  /// Signs the root that the proof leads to, with the first of the signer's keys.
  ///
  /// @param leaf hash of the entry that the proof is of
  /// @throws MalformedException if the proof is not accepted under that key: nothing is signed that
  ///   the log has not signed as a checkpoint
  /// @throws IllegalArgumentException if the origin is longer than 512 bytes
  public static CoseReceipt sign(TlogProof proof, Hash leaf, NoteSigner signer)
      throws MalformedException {
    String origin = signer.verifier().name();
    if (origin.getBytes(StandardCharsets.UTF_8).length > MAX_ORIGIN) {
      throw new IllegalArgumentException("origin is longer than " + MAX_ORIGIN + " bytes");
    }
    proof.verify(leaf, origin, List.of(signer.verifier()));
    Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().text());
    SigningKey key = signer.key();
    var header = new Header(origin, key.verificationKey().id());
    return new CoseReceipt(
        header,
        new Proof(checkpoint.size(), proof.index(), proof.path()),
        key.sign(toBeSigned(header, checkpoint.root())));
  }

  /// Sig_structure of [RFC 9052 §4.4](https://www.rfc-editor.org/rfc/rfc9052#section-4.4).
  private static byte[] toBeSigned(Header header, Hash root) {
    return new CborWriter()
        .array(4)
        .text("Signature1")
        .bytes(header.bytes())
        .bytes(NO_EXTERNAL_DATA)
        .bytes(root.bytes())
        .toByteArray();
  }

  /// The receipt as a tagged COSE_Sign1.
  public byte[] bytes() {
    return new CborWriter()
        .tag(SIGN1_TAG)
        .array(4)
        .bytes(header.bytes())
        .map(1)
        .unsigned(PROOFS)
        .map(1)
        .integer(INCLUSION)
        .array(1)
        .bytes(proof.bytes())
        .nullValue()
        .bytes(signature)
        .toByteArray();
  }

  /// Reads what [#bytes] writes and nothing else. Says nothing about who signed it.
  public static CoseReceipt parse(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("receipt is longer than " + MAX_BYTES + " bytes");
    }
    var reader = new CborReader(bytes);
    reader.tag(SIGN1_TAG);
    reader.arrayOf(4);
    byte[] protectedHeader = reader.bytes(MAX_BYTES);
    Header header = header(new CborReader(protectedHeader));
    require(Arrays.equals(protectedHeader, header.bytes()), "set of protected headers");
    Proof proof = proofs(reader);
    if (!reader.takeNull()) {
      throw new MalformedException("receipt has its payload with it");
    }
    byte[] signature = reader.bytesOf(SIGNATURE_LENGTH);
    reader.end();
    return new CoseReceipt(header, proof, signature);
  }

  private static Header header(CborReader reader) throws MalformedException {
    var keyId = new ArrayList<KeyId>();
    var origin = new ArrayList<String>();
    reader.intMap(
        HEADERS,
        label -> {
          if (label == ALGORITHM) {
            require(reader.integer() == Algorithm.ED25519.id(), "algorithm");
          } else if (label == KEY_ID) {
            keyId.add(KeyId.of(reader.bytesOf(KEY_ID_LENGTH)));
          } else if (label == CLAIMS) {
            reader.intMap(
                1,
                claim -> {
                  require(claim == ISSUER, "claim");
                  origin.add(reader.text(MAX_ORIGIN));
                });
          } else {
            require(label == STRUCTURE, "label in its protected header");
            require(reader.integer() == RFC9162_SHA256, "data structure");
          }
        });
    reader.end();
    require(keyId.size() == 1 && origin.size() == 1, "set of protected headers");
    return new Header(origin.getFirst(), keyId.getFirst());
  }

  private static Proof proofs(CborReader reader) throws MalformedException {
    var proofs = new ArrayList<Proof>();
    reader.intMap(
        1,
        label -> {
          require(label == PROOFS, "label in its unprotected header");
          reader.intMap(
              1,
              kind -> {
                require(kind == INCLUSION, "kind of proof");
                reader.arrayOf(1);
                proofs.add(proof(new CborReader(reader.bytes(MAX_BYTES))));
              });
        });
    require(proofs.size() == 1, "number of proofs");
    return proofs.getFirst();
  }

  private static Proof proof(CborReader reader) throws MalformedException {
    reader.arrayOf(3);
    long size = reader.unsigned(Long.MAX_VALUE);
    long index = reader.unsigned(Long.MAX_VALUE);
    require(index < size, "index");
    int hashes = reader.array(Merkle.MAX_INCLUSION_PATH);
    var path = new ArrayList<Hash>(hashes);
    for (int i = 0; i < hashes; i++) {
      path.add(Hash.of(reader.bytesOf(Hash.BYTES)));
    }
    reader.end();
    return new Proof(size, index, List.copyOf(path));
  }

  private static void require(boolean holds, String what) throws MalformedException {
    if (!holds) {
      throw new MalformedException("receipt has another %s than it can have".formatted(what));
    }
  }

  /// The log it says it is from.
  public String origin() {
    return header.origin();
  }

  /// Entries of the log when it was signed, as the receipt claims: no signature covers it.
  public long claimedSize() {
    return proof.size();
  }

  /// Place of the entry, from 0, as the receipt claims: no signature covers it.
  public long claimedIndex() {
    return proof.index();
  }

  /// Accepts the receipt: the log signed a root that its path leads to from the entry with this
  /// leaf hash, which the caller computed from the entry itself.
  ///
  /// @param logKeys keys of the log with that origin and of nobody else
  /// @return the root, to be compared with that of a checkpoint of [#claimedSize]
  /// @throws MalformedException if it is not accepted
  public Hash verify(Hash leaf, String origin, Collection<NoteVerifier> logKeys)
      throws MalformedException {
    if (!header.origin().equals(origin)) {
      throw new MalformedException("receipt is of another log than " + origin);
    }
    Hash root =
        Merkle.climb(leaf, proof.index(), proof.size(), proof.path())
            .orElseThrow(() -> new MalformedException("receipt has a path of another length"));
    byte[] signed = toBeSigned(header, root);
    for (NoteVerifier logKey : logKeys) {
      Optional<VerificationKey> key = logKey.logKey();
      if (logKey.name().equals(origin)
          && key.isPresent()
          && key.get().id().equals(header.keyId())
          && key.get().verify(signed, signature)) {
        return root;
      }
    }
    throw new MalformedException(
        "receipt is signed by none of the log's keys, or is of another entry");
  }
}
