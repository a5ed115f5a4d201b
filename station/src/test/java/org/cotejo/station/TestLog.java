package org.cotejo.station;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.TlogProof;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Mode;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.ElectionLog;

/// A log of a small election that takes whatever it is given, and gives receipts that verify.
public final class TestLog {
  public static final AuthorityKeys AUTHORITY = AuthorityKeys.of(key(1).verificationKey());
  private static final SigningKey STATION = key(4);

  private final ElectionLog log;
  private final NoteSigner signer;
  private final MerkleTree tree = new MerkleTree();
  private final List<Hash> leaves = new ArrayList<>();

  public TestLog() {
    this("log.example/test");
  }

  public TestLog(String origin) {
    signer = new NoteSigner(origin, key(6));
    var election =
        new ElectionStatement(
            "test",
            Mode.REHEARSAL,
            origin,
            List.of(key(6).verificationKey()),
            "",
            List.of(key(2).verificationKey()),
            List.of(),
            new TreeMap<>(Map.of("election.json", Hash.sha256(new byte[0]))),
            ElectionStatement.Limits.STANDARD,
            Optional.empty());
    byte[] founding = election.sign(key(1)).bytes();
    try {
      log = ElectionLog.read(founding);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    var _ = take(founding);
  }

  /// The key whose seed ends in this number.
  public static SigningKey key(int number) {
    byte[] seed = new byte[32];
    seed[31] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  public ElectionLog log() {
    return log;
  }

  /// The record of a station, another one for each number of votes.
  public byte[] record(int station, int votes) {
    var figures =
        new TallyFigures(
            500,
            OptionalLong.empty(),
            votes,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(new ChannelCount(0, votes, 0, 0, votes, new long[] {votes})));
    var record = new TallyRecord(new TallySubject("mayor", Integer.toString(station)), figures);
    return record.sign(log.id(), STATION).bytes();
  }

  /// The answer of an intake that takes this.
  public synchronized Answer.Taken take(byte[] statement) {
    Hash leaf = Merkle.leaf(statement);
    boolean isNew = !leaves.contains(leaf);
    if (isNew) {
      leaves.add(leaf);
      var _ = tree.append(statement);
    }
    return new Answer.Taken(isNew, receipt(leaf));
  }

  private TlogProof receipt(Hash leaf) {
    long size = tree.size();
    long index = leaves.indexOf(leaf);
    var checkpoint = new Checkpoint(log.election().origin(), size, tree.root());
    return new TlogProof(index, tree.inclusion(index, size), signer.sign(checkpoint.body()));
  }

  /// How many statements it has, its own first one included.
  public synchronized int size() {
    return leaves.size();
  }

  public synchronized boolean has(byte[] statement) {
    return leaves.contains(Merkle.leaf(statement));
  }
}
