package org.cotejo.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// Proof that a log signed two histories of which neither continues the other: two checkpoints, and
/// for one index two leaf hashes, each with its path to the root of one of them. It needs no
/// server, no tile and no entry, only the log's keys.
///
/// Of an honest log's two checkpoints one always is a prefix of the other, so at every index below
/// both sizes they have the same leaf.
///
/// @param index place at which the histories differ, from 0; the first one, if [#between] found it
/// @param first one side
/// @param second the other side
public record Fork(long index, Side first, Side second) {
  /// What a proof begins with; a newline follows.
  public static final String FIRST_LINE = "cotejo-fork-proof/1";

  private static final String INDEX = "index ";
  private static final String LEAF = "leaf ";
  private static final String PATH = "path ";
  private static final String CHECKPOINT = "checkpoint ";

  /// Longest line but those of checkpoints: a word and the base64 of a hash, with room to spare.
  private static final int MAX_LINE = 64;

  /// Longest proof, in bytes: two of the longest notes and 16 KiB for the lines above them.
  public static final int MAX_BYTES = 2 * SignedNote.MAX_BYTES + 16 * 1024;

  public Fork {
    if (index < 0) {
      throw new IllegalArgumentException("no entry has index " + index);
    }
  }

  /// What one of the histories has at the index.
  ///
  /// @param leaf leaf hash of its entry there
  /// @param path inclusion path, the leaf's sibling first, at most 63 hashes
  /// @param checkpoint the note that the log signed
  public record Side(Hash leaf, List<Hash> path, SignedNote checkpoint) {
    public Side {
      if (path.size() > Merkle.MAX_INCLUSION_PATH) {
        throw new IllegalArgumentException("no path has " + path.size() + " hashes");
      }
      path = List.copyOf(path);
    }

    private Checkpoint verified(long index, Collection<NoteVerifier> logKeys)
        throws MalformedException {
      checkpoint.verify(logKeys);
      Checkpoint signed = Checkpoint.parse(checkpoint.text());
      if (!Merkle.includes(leaf, index, signed.size(), path, signed.root())) {
        throw new MalformedException("proof does not lead from the leaf to the signed root");
      }
      return signed;
    }
  }

  /// Compares two histories, each a tree whose root its checkpoint states.
  ///
  /// @return empty if one is a prefix of the other
  /// @throws IllegalArgumentException if a tree is not the one of its checkpoint
  public static Optional<Fork> between(
      SignedNote first, MerkleTree firstTree, SignedNote second, MerkleTree secondTree) {
    requireTreeOf(first, firstTree);
    requireTreeOf(second, secondTree);
    long common = Math.min(firstTree.size(), secondTree.size());
    if (firstTree.root(common).equals(secondTree.root(common))) {
      return Optional.empty();
    }
    // Equal up to `same`, different within `differing`.
    long same = 0;
    long differing = common;
    while (same + 1 < differing) {
      long middle = (same + differing) >>> 1;
      if (firstTree.root(middle).equals(secondTree.root(middle))) {
        same = middle;
      } else {
        differing = middle;
      }
    }
    return Optional.of(
        new Fork(same, side(same, first, firstTree), side(same, second, secondTree)));
  }

  private static void requireTreeOf(SignedNote note, MerkleTree tree) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
        throw new IllegalArgumentException("the tree is not the one of its checkpoint");
      }
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Side side(long index, SignedNote checkpoint, MerkleTree tree) {
    return new Side(tree.leaf(index), tree.inclusion(index, tree.size()), checkpoint);
  }

  /// Accepts the proof: both checkpoints are of one origin and signed by the log, the two leaves
  /// differ, and each is at the index under its checkpoint.
  ///
  /// @param logKeys keys of one log and of nobody else
  /// @throws MalformedException if it is not accepted
  public void verify(Collection<NoteVerifier> logKeys) throws MalformedException {
    Checkpoint one = first.verified(index, logKeys);
    Checkpoint other = second.verified(index, logKeys);
    if (!one.origin().equals(other.origin())) {
      throw new MalformedException("the checkpoints are of two logs");
    }
    if (first.leaf().equals(second.leaf())) {
      throw new MalformedException("the leaves are the same, so nothing is proved");
    }
  }

  /// The proof as a file, in UTF-8.
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    line(out, FIRST_LINE);
    line(out, INDEX + index);
    for (Side side : List.of(first, second)) {
      line(out, LEAF + side.leaf().base64());
      side.path().forEach(hash -> line(out, PATH + hash.base64()));
      byte[] note = side.checkpoint().bytes();
      line(out, CHECKPOINT + note.length);
      out.writeBytes(note);
    }
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads what [#bytes] writes and nothing else. Says nothing about who signed it.
  public static Fork parse(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("proof is longer than " + MAX_BYTES + " bytes");
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    if (!line(rest).equals(FIRST_LINE)) {
      throw new MalformedException("proof does not begin with " + FIRST_LINE);
    }
    long index = NoteText.decimal("index", value(line(rest), INDEX));
    Fork fork = new Fork(index, side(rest), side(rest));
    if (rest.hasRemaining()) {
      throw new MalformedException("proof has " + rest.remaining() + " bytes after its end");
    }
    return fork;
  }

  private static Side side(ByteBuffer rest) throws MalformedException {
    Hash leaf = Hash.parseBase64(value(line(rest), LEAF));
    List<Hash> path = new ArrayList<>();
    String line = line(rest);
    while (line.startsWith(PATH)) {
      if (path.size() == Merkle.MAX_INCLUSION_PATH) {
        throw new MalformedException("proof has a path of more than 63 hashes");
      }
      path.add(Hash.parseBase64(value(line, PATH)));
      line = line(rest);
    }
    long length = NoteText.decimal("length of a checkpoint", value(line, CHECKPOINT));
    if (length > rest.remaining()) {
      throw new MalformedException("proof ends within a checkpoint");
    }
    byte[] note = new byte[(int) length];
    rest.get(note);
    return new Side(leaf, path, SignedNote.parse(note));
  }

  private static String line(ByteBuffer rest) throws MalformedException {
    byte[] line = new byte[Math.min(MAX_LINE, rest.remaining())];
    for (int i = 0; i < line.length; i++) {
      line[i] = rest.get();
      if (line[i] == '\n') {
        return NoteText.decode(Arrays.copyOf(line, i));
      }
    }
    throw new MalformedException("proof has a line that does not end");
  }

  private static String value(String line, String name) throws MalformedException {
    if (!line.startsWith(name)) {
      throw new MalformedException("proof has no line '" + name.strip() + "' where it must be");
    }
    return line.substring(name.length());
  }
}
