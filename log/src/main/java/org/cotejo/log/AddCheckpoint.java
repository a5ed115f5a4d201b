package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a log sends to a witness: a checkpoint, and the proof that it extends the last one that
/// witness cosigned (C2SP tlog-witness, `add-checkpoint`). Having one says nothing about who made
/// it or whether the proof holds: a [Judgement] does.
///
/// @param old size the proof starts from, from 0: what the witness saw last
/// @param proof consistency proof from that size to the checkpoint's, at most 63 hashes
/// @param note the checkpoint as the log signed it, its text unread
public record AddCheckpoint(long old, List<Hash> proof, SignedNote note) {
  /// Longest proof the format lets a log send, in hashes.
  public static final int MAX_PROOF = 63;

  /// Longest request that is read, in bytes: the longest proof and a dozen of the longest
  /// signatures there are.
  public static final int MAX_BYTES = 64 * 1024;

  private static final String OLD = "old ";

  public AddCheckpoint {
    if (old < 0) {
      throw new IllegalArgumentException("a log cannot have had " + old + " entries");
    }
    if (proof.size() > MAX_PROOF) {
      throw new IllegalArgumentException("a request cannot have " + proof.size() + " hashes");
    }
    proof = List.copyOf(proof);
  }

  /// First line of the checkpoint, which names the log if the note holds a checkpoint at all.
  String origin() {
    return note.text().substring(0, note.text().indexOf('\n'));
  }

  /// The body of the request in UTF-8.
  public byte[] bytes() {
    StringBuilder head = new StringBuilder(OLD).append(old).append('\n');
    proof.forEach(hash -> head.append(hash.base64()).append('\n'));
    return head.append('\n')
        .append(new String(note.bytes(), StandardCharsets.UTF_8))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the body of a request; [#bytes] gives back exactly these bytes.
  public static AddCheckpoint parse(byte[] body) throws MalformedException {
    if (body.length > MAX_BYTES) {
      throw new MalformedException("request is longer than " + MAX_BYTES + " bytes");
    }
    String text = NoteText.decode(body);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw new MalformedException("request has no empty line before its checkpoint");
    }
    // One more than can be right, so that a body of newlines does not become a list of them.
    List<String> head = Arrays.asList(text.substring(0, blank).split("\n", MAX_PROOF + 2));
    if (!head.getFirst().startsWith(OLD)) {
      throw new MalformedException("request does not begin with the old size");
    }
    long old = NoteText.decimal("old size", head.getFirst().substring(OLD.length()));
    if (head.size() > 1 + MAX_PROOF) {
      throw new MalformedException("request has a proof of more than 63 hashes");
    }
    List<Hash> proof = new ArrayList<>(head.size());
    for (String line : head.subList(1, head.size())) {
      proof.add(Hash.parseBase64(line));
    }
    byte[] note = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
    return new AddCheckpoint(old, proof, SignedNote.parse(note));
  }
}
