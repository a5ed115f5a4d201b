package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// A receipt that needs nobody's server: the place of an entry, its path to the root and the signed
/// checkpoint with that root (C2SP tlog-proof).
///
/// @param index place of the entry, from 0
/// @param path inclusion path, the leaf's sibling first, at most 63 hashes
/// @param checkpoint the note as the log published it, cosignatures included
public record TlogProof(long index, List<Hash> path, SignedNote checkpoint) {
  /// What a proof begins with; a newline follows.
  public static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

  /// Longest proof, in bytes: the longest note and 16 KiB for the lines above it.
  public static final int MAX_BYTES = SignedNote.MAX_BYTES + 16 * 1024;

  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int MAX_DIGITS = 19;
  private static final int HASH_LINE = 45;

  public TlogProof {
    if (index < 0) {
      throw new IllegalArgumentException("no entry has index " + index);
    }
    if (path.size() > Merkle.MAX_INCLUSION_PATH) {
      throw new IllegalArgumentException("no path has " + path.size() + " hashes");
    }
    path = List.copyOf(path);
  }

  /// The proof as a `.tlog-proof` file.
  public byte[] bytes() {
    int lines = FIRST_LINE.length() + INDEX.length() + MAX_DIGITS + path.size() * HASH_LINE;
    StringBuilder head = new StringBuilder(lines + 3).append(FIRST_LINE).append('\n');
    head.append(INDEX).append(index).append('\n');
    path.forEach(hash -> head.append(hash.base64()).append('\n'));
    byte[] above = head.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] note = checkpoint.bytes();
    byte[] whole = Arrays.copyOf(above, above.length + note.length);
    System.arraycopy(note, 0, whole, above.length, note.length);
    return whole;
  }

  /// What [#bytes] spell.
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// Reads a `.tlog-proof` file. A well-formed `extra` line is dropped: nothing authenticates it,
  /// so nobody gets to see it.
  public static TlogProof parse(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("proof is longer than " + MAX_BYTES + " bytes");
    }
    String text = NoteText.decode(bytes);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw new MalformedException("proof has no blank line before its checkpoint");
    }
    List<String> head = new ArrayList<>(Arrays.asList(text.substring(0, blank).split("\n", -1)));
    if (!head.removeFirst().equals(FIRST_LINE)) {
      throw new MalformedException("proof does not begin with " + FIRST_LINE);
    }
    if (!head.isEmpty() && head.getFirst().startsWith(EXTRA)) {
      NoteText.base64("extra line", head.removeFirst().substring(EXTRA.length()));
    }
    if (head.isEmpty() || !head.getFirst().startsWith(INDEX)) {
      throw new MalformedException("proof has no index line");
    }
    long index = NoteText.decimal("index", head.removeFirst().substring(INDEX.length()));
    if (head.size() > Merkle.MAX_INCLUSION_PATH) {
      throw new MalformedException("proof has a path of more than 63 hashes");
    }
    List<Hash> path = new ArrayList<>(head.size());
    for (String line : head) {
      path.add(Hash.parseBase64(line));
    }
    byte[] note = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
    return new TlogProof(index, path, SignedNote.parse(note));
  }

  /// Accepts the proof that the entry with this leaf hash, which the caller computed from the entry
  /// itself, is in the log: the origin is the expected one, the log signed the checkpoint, and the
  /// path leads from the leaf to the root in that checkpoint, in this order. Size and root come
  /// from the verified note only.
  ///
  /// @param logKeys keys of the log with that origin and of nobody else
  /// @throws MalformedException if it is not accepted
  public void verify(Hash leaf, String origin, Collection<NoteVerifier> logKeys)
      throws MalformedException {
    Checkpoint signed = Checkpoint.parse(checkpoint.text());
    if (!signed.origin().equals(origin)) {
      throw new MalformedException("proof is of another log than " + origin);
    }
    checkpoint.verify(logKeys);
    lead(leaf, signed);
  }

  /// Accepts the proof as [#verify(Hash, String, Collection)] does, from any log that the policy
  /// lists, if the policy's quorum cosigned the checkpoint.
  ///
  /// @throws MalformedException if it is not accepted, or the policy lists no log
  public void verify(Hash leaf, Policy policy) throws MalformedException {
    if (policy.logs().isEmpty()) {
      throw new MalformedException("the policy lists no log");
    }
    Policy.Result result = policy.evaluate(checkpoint);
    if (result.lacking().isPresent()) {
      throw new MalformedException(result.lacking().get());
    }
    lead(leaf, Checkpoint.parse(checkpoint.text()));
  }

  private void lead(Hash leaf, Checkpoint signed) throws MalformedException {
    if (!Merkle.includes(leaf, index, signed.size(), path, signed.root())) {
      throw new MalformedException("proof does not lead from the entry to the signed root");
    }
  }
}
