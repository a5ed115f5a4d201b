package org.cotejo.sheet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;

/// A receipt of the log as it stands in the codes of a slip: everything that a tlog-proof has, and
/// which leaf it is of. Whether it proves anything is for others to judge; see "Slip" in
/// `docs/formats.md`.
///
/// @param leaf leaf hash of the entry
/// @param index place of the entry, from 0
/// @param path inclusion path, the leaf's sibling first
/// @param note the signed checkpoint with its cosignatures, to the byte
public record ReceiptSlip(Hash leaf, long index, List<Hash> path, String note) {
  private static final int FIELDS = 4;
  private static final int MAX_PATH = 63;
  private static final String OURS = "COTEJO-R:";

  public ReceiptSlip {
    path = List.copyOf(path);
    if (index < 0 || path.size() > MAX_PATH) {
      throw new IllegalArgumentException("no receipt has that index or path");
    }
  }

  /// What the codes hold, in deterministic CBOR.
  ///
  /// @throws MalformedException if the receipt is too large for paper
  public byte[] bytes() throws MalformedException {
    var writer = new CborWriter().array(FIELDS).bytes(leaf.bytes()).unsigned(index);
    writer.array(path.size());
    path.forEach(hash -> writer.bytes(hash.bytes()));
    byte[] bytes = writer.bytes(note.getBytes(StandardCharsets.UTF_8)).toByteArray();
    if (bytes.length > Sign1.MAX_BYTES) {
      throw new MalformedException(
          "the receipt has %d bytes, more than %d".formatted(bytes.length, Sign1.MAX_BYTES));
    }
    return bytes;
  }

  /// Reads what the codes hold.
  public static ReceiptSlip read(byte[] bytes) throws MalformedException {
    var reader = new CborReader(bytes);
    reader.arrayOf(FIELDS);
    Hash leaf = Hash.of(reader.bytesOf(Hash.BYTES));
    long index = reader.unsigned(Long.MAX_VALUE);
    int length = reader.array(MAX_PATH);
    var path = new ArrayList<Hash>();
    for (int i = 0; i < length; i++) {
      path.add(Hash.of(reader.bytesOf(Hash.BYTES)));
    }
    byte[] note = reader.bytes(Sign1.MAX_BYTES);
    reader.end();
    String text = new String(note, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), note)) {
      throw new MalformedException("the checkpoint of the receipt is not UTF-8");
    }
    return new ReceiptSlip(leaf, index, path, text);
  }

  /// The receipt that the codes of a slip carry, in whatever order they were found.
  ///
  /// @throws MalformedException if they are not the codes of exactly one receipt
  public static ReceiptSlip read(Collection<String> texts) throws MalformedException {
    var parts = new CodeParts();
    for (String text : texts) {
      if (text.startsWith(OURS)) {
        parts.add(CodeText.parse(text));
      }
    }
    List<CodeParts.Joined> joined = parts.joined();
    if (joined.size() != 1) {
      throw new MalformedException(
          joined.isEmpty()
              ? "no code of a receipt was found"
              : "there are codes of several receipts");
    }
    return switch (joined.getFirst()) {
      case CodeParts.Joined.Complete(CodeText whole) -> read(CodeText.join(List.of(whole)));
      case CodeParts.Joined.Incomplete(int of, List<Integer> missing) ->
          throw new MalformedException(
              "of %d parts these were not found: %s".formatted(of, missing));
      case CodeParts.Joined.Contradictory(String reason) -> throw new MalformedException(reason);
    };
  }

  /// What is looked for in a file that shows a slip.
  public static int whole(Set<String> texts) {
    try {
      read(texts);
      return 1;
    } catch (MalformedException e) {
      return 0;
    }
  }
}
