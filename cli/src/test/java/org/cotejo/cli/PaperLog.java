package org.cotejo.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;

/// A small election with one witness, its log published as files: the same bytes each time.
final class PaperLog {
  static final String ORIGIN = "results.example/paper";
  static final SigningKey AUTHORITY = key(1);
  static final SigningKey DEVICE = key(4);
  private static final SigningKey LOG = key(6);
  private static final SigningKey WITNESS = key(7);
  private static final String WITNESS_NAME = "witness.example/one";
  private static final SyntheticElection SYNTHETIC = new SyntheticElection(3, 1, 7);

  private final TreeMap<String, byte[]> files;
  private final byte[] founding;
  private final List<byte[]> entries = new ArrayList<>();
  private final MerkleTree tree = new MerkleTree();

  PaperLog() {
    files =
        new TreeMap<>(
            SYNTHETIC
                .packageFiles()
                .device(SYNTHETIC.stationCode(0), DEVICE.verificationKey().toString())
                .files());
    var digests = new TreeMap<String, Hash>();
    files.forEach((name, content) -> digests.put(name, Hash.sha256(content)));
    founding =
        new ElectionStatement(
                "synthetic-3-1",
                Mode.REHEARSAL,
                ORIGIN,
                List.of(LOG.verificationKey()),
                "witness one " + witnessKey().vkey() + "\nquorum one\n",
                List.of(key(2).verificationKey()),
                List.of(),
                digests,
                ElectionStatement.Limits.STANDARD,
                Optional.empty())
            .sign(AUTHORITY)
            .bytes();
    append(founding);
  }

  static SigningKey key(int number) {
    byte[] seed = new byte[32];
    seed[31] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  private static NoteVerifier witnessKey() {
    byte[] typed =
        ByteBuffer.allocate(33).put((byte) 4).put(WITNESS.verificationKey().encoded()).array();
    byte[] name = (WITNESS_NAME + "\n").getBytes(StandardCharsets.UTF_8);
    String id = Hash.sha256(name, typed).hex().substring(0, 8);
    String encoded = Base64.getEncoder().encodeToString(typed);
    try {
      return NoteVerifier.parse(WITNESS_NAME + "+" + id + "+" + encoded);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  static FiguresFile.Reported reported(int station) {
    return SYNTHETIC.reported(0, station);
  }

  byte[] founding() {
    return founding.clone();
  }

  /// A record of these figures.
  byte[] record(FiguresFile.Reported reported, SigningKey key) {
    return new TallyRecord(reported.about(), reported.figures())
        .sign(ElectionId.of(founding), key)
        .bytes();
  }

  PaperLog append(byte[] entry) {
    entries.add(entry);
    tree.append(entry);
    return this;
  }

  /// The checkpoint of now, cosigned or not.
  SignedNote checkpoint(boolean isCosigned) {
    String text = new Checkpoint(ORIGIN, tree.size(), tree.root()).body();
    SignedNote note = new NoteSigner(ORIGIN, LOG).sign(text);
    if (!isCosigned) {
      return note;
    }
    long time = 1_800_000_000;
    byte[] signed =
        WITNESS.sign(
            ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
    byte[] line =
        ByteBuffer.allocate(4 + 8 + signed.length)
            .putInt(witnessKey().keyId())
            .putLong(time)
            .put(signed)
            .array();
    try {
      return note.withSignatures(
          List.of(
              SignedNote.Signature.parse(
                  "— " + WITNESS_NAME + " " + Base64.getEncoder().encodeToString(line))));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// The receipt of an entry in the log of now.
  TlogProof receipt(int index) {
    return new TlogProof(index, tree.inclusion(index, tree.size()), checkpoint(true));
  }

  /// Writes what any mirror shows.
  Path publish(Path directory, boolean isCosigned) throws IOException {
    int size = entries.size();
    write(directory, "checkpoint", checkpoint(isCosigned).bytes());
    var hashes = new Tile(0, 0, size);
    write(directory, hashes.path(), tree.tile(0, 0, size));
    write(directory, new EntryBundle(0, size).path(), EntryBundle.encode(entries));
    return directory;
  }

  private static void write(Path directory, String path, byte[] content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /// Writes package, election statement and the authority's key as they are handed out.
  void handOut(Path directory) throws IOException {
    Path packageDirectory = Files.createDirectories(directory.resolve("package"));
    for (var file : files.entrySet()) {
      Files.write(packageDirectory.resolve(file.getKey()), file.getValue());
    }
    Files.write(directory.resolve("election.statement"), founding);
    Files.writeString(directory.resolve("authority"), AUTHORITY.verificationKey().toString());
  }
}
