package org.cotejo.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.cotejo.cose.MalformedException;

/// A text with signatures below it (C2SP signed-note). Having one says nothing about who signed it:
/// only [#verify] does.
public final class SignedNote {
  /// Most signatures on a note; the format asks to accept at least 16.
  public static final int MAX_SIGNATURES = 64;

  /// Longest note, in bytes: room for that many post-quantum signatures.
  public static final int MAX_BYTES = 256 * 1024;

  private static final String LINE_START = "\u2014 ";

  private final String text;
  private final List<Signature> signatures;

  /// Kept, since every receipt of a group ends with the same note.
  private final byte[] bytes;

  private SignedNote(String text, List<Signature> signatures, byte[] bytes) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
    this.bytes = bytes;
  }

  /// Puts a note together and reads it back, so that nothing is issued that would be refused.
  ///
  /// @throws IllegalArgumentException if the parts do not make a note
  static SignedNote of(String text, List<Signature> signatures) {
    try {
      SignedNote read = parse(bytes(text, signatures));
      if (!read.text.equals(text) || !read.signatures.equals(signatures)) {
        throw new IllegalArgumentException("note would be read as another one");
      }
      return read;
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not a note: " + e.getMessage(), e);
    }
  }

  /// Reads a whole note; [#bytes] gives back exactly these bytes.
  public static SignedNote parse(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("note is longer than " + MAX_BYTES + " bytes");
    }
    String note = NoteText.decode(bytes);
    int blank = note.lastIndexOf("\n\n");
    if (blank < 0) {
      throw new MalformedException("note has no blank line before its signatures");
    }
    int next = blank + 2;
    List<Signature> signatures = new ArrayList<>();
    while (next < note.length()) {
      int end = note.indexOf('\n', next);
      if (end < 0) {
        throw new MalformedException("note does not end with a newline");
      }
      if (signatures.size() == MAX_SIGNATURES) {
        throw new MalformedException("note has more than " + MAX_SIGNATURES + " signatures");
      }
      signatures.add(Signature.parse(note.substring(next, end)));
      next = end + 1;
    }
    if (signatures.isEmpty()) {
      throw new MalformedException("note has no signature");
    }
    return new SignedNote(note.substring(0, blank + 1), signatures, bytes.clone());
  }

  /// The signed text, with the newline it ends in.
  public String text() {
    return text;
  }

  /// The signature lines in their order, 1 to 64, by known and unknown keys alike.
  public List<Signature> signatures() {
    return signatures;
  }

  /// A fresh copy of the note in UTF-8.
  public byte[] bytes() {
    return bytes.clone();
  }

  private static byte[] bytes(String text, List<Signature> signatures) {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (Signature signature : signatures) {
      note.append(signature.line()).append('\n');
    }
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// This note with more signature lines below those it has. Lines that it has already are not
  /// repeated; none is checked.
  ///
  /// @throws IllegalArgumentException if that makes more than 64 lines or [#MAX_BYTES]
  public SignedNote withSignatures(Collection<Signature> more) {
    SequencedSet<Signature> all = new LinkedHashSet<>(signatures);
    all.addAll(more);
    return of(text, List.copyOf(all));
  }

  /// Accepts the note if at least one of the known keys signed all of its text and every line of a
  /// known key is a valid signature. Lines of other keys mean nothing and are ignored.
  ///
  /// An ML-DSA-44 cosignature is over the first three lines of a checkpoint. Where there are more,
  /// it must be valid and yet does not vouch for the text.
  ///
  /// @throws MalformedException if it is not accepted
  public void verify(Collection<NoteVerifier> known) throws MalformedException {
    if (judge(known).stream().noneMatch(judged -> judged.meaning().coversText())) {
      throw new MalformedException("note is not signed by any known key");
    }
  }

  /// The cosignatures of those of the known keys that are cosigners' on the checkpoint that this
  /// note is, in the order of the lines. There may be none, or several of one key.
  ///
  /// @throws MalformedException if a line of a known key, cosigner's or not, is not valid
  public List<Cosignature> cosignatures(Collection<NoteVerifier> known) throws MalformedException {
    return judge(known).stream()
        .filter(judged -> judged.by().isCosigner())
        .map(judged -> new Cosignature(judged.by(), judged.meaning().posixSeconds()))
        .toList();
  }

  /// Whether the key has a line on the note, and each of its lines is valid. Unlike [#verify], this
  /// is enough for an ML-DSA-44 cosignature that leaves extension lines out.
  boolean hasLineOf(NoteVerifier key) throws MalformedException {
    return !judge(List.of(key)).isEmpty();
  }

  /// A valid line.
  private record Judged(NoteVerifier by, NoteKey.Meaning meaning) {}

  private List<Judged> judge(Collection<NoteVerifier> known) throws MalformedException {
    List<Judged> valid = new ArrayList<>();
    for (Signature signature : signatures) {
      boolean claimed = false;
      int before = valid.size();
      for (NoteVerifier key : known) {
        if (signature.claims(key)) {
          claimed = true;
          key.judge(text, signature.bytes()).ifPresent(m -> valid.add(new Judged(key, m)));
        }
      }
      if (claimed && valid.size() == before) {
        throw new MalformedException("note has an invalid signature by " + signature.name());
      }
    }
    return valid;
  }

  /// A valid cosignature on a checkpoint: this cosigner saw the log grow to it and never otherwise.
  ///
  /// @param posixSeconds when it was made, by the cosigner's clock; 0 where it does not say that
  ///   the checkpoint was the newest
  public record Cosignature(NoteVerifier by, long posixSeconds) {}

  /// One signature line: who claims to have signed, with which key, and what the key's type makes
  /// of the bytes.
  public static final class Signature {
    private static final int KEY_ID_BYTES = 4;

    private final String name;
    private final int keyId;
    private final byte[] bytes;

    Signature(String name, int keyId, byte[] bytes) {
      this.name = name;
      this.keyId = keyId;
      this.bytes = bytes.clone();
    }

    /// Reads a line, without its newline.
    public static Signature parse(String line) throws MalformedException {
      int space = line.indexOf(' ', LINE_START.length());
      if (!line.startsWith(LINE_START) || space < 0) {
        throw new MalformedException("note has a line below its text that is not a signature");
      }
      String name = line.substring(LINE_START.length(), space);
      if (!NoteText.isName(name)) {
        throw new MalformedException("note has a signature by an impossible name");
      }
      byte[] blob = NoteText.base64("signature", line.substring(space + 1));
      if (blob.length <= KEY_ID_BYTES) {
        throw new MalformedException("note has a signature of " + blob.length + " bytes");
      }
      byte[] signature = Arrays.copyOfRange(blob, KEY_ID_BYTES, blob.length);
      return new Signature(name, ByteBuffer.wrap(blob).getInt(), signature);
    }

    public String name() {
      return name;
    }

    /// First four bytes of the line's base64: which of the name's keys.
    public int keyId() {
      return keyId;
    }

    /// A fresh copy of the bytes after the key id.
    public byte[] bytes() {
      return bytes.clone();
    }

    /// The line without its newline.
    public String line() {
      byte[] blob =
          ByteBuffer.allocate(KEY_ID_BYTES + bytes.length).putInt(keyId).put(bytes).array();
      return LINE_START + name + " " + Base64.getEncoder().encodeToString(blob);
    }

    /// Whether the line says it is by this key; [SignedNote#verify] tells whether it is.
    boolean claims(NoteVerifier key) {
      return key.name().equals(name) && key.keyId() == keyId;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Signature that
          && name.equals(that.name)
          && keyId == that.keyId
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return line();
    }
  }
}
