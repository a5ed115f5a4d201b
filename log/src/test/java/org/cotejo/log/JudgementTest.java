package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of tlog-witness, row by row, and what follows from it for any log.
class JudgementTest {
  private static final String ORIGIN = Vectors.LOG_NAME;
  private static final NoteSigner LOG = Vectors.logSigner();
  private static final NoteSigner OTHER_KEY = signer(ORIGIN, 7);
  private static final List<byte[]> ENTRIES = Vectors.tallyRecords(300);
  private static final MerkleTree TREE = Vectors.tree(ENTRIES);

  private static NoteSigner signer(String name, int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new NoteSigner(name, SigningKey.fromSeed(Algorithm.ED25519, bytes));
  }

  private static Checkpoint at(long size) {
    return new Checkpoint(ORIGIN, size, TREE.root(size));
  }

  private static SignedNote note(long size) {
    return LOG.sign(at(size).body());
  }

  private static AddCheckpoint growth(long old, long size) {
    return new AddCheckpoint(old, TREE.consistency(old, size), note(size));
  }

  /// A log of which nothing was cosigned yet if the size is negative.
  private static Optional<KnownLog> knownAt(long size) {
    Optional<Checkpoint> latest = size < 0 ? Optional.empty() : Optional.of(at(size));
    return Optional.of(new KnownLog(Vectors.logKey(), latest));
  }

  private static int status(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Grown grown -> 200;
      case Judgement.Refused(WitnessAnswer.Refusal refusal) -> refusal.status();
    };
  }

  @ParameterizedTest
  @CsvSource({
    // What is known, old size, new size; -1: never cosigned
    "-1, 0, 0",
    "-1, 0, 1",
    "-1, 0, 300",
    "0, 0, 0",
    "0, 0, 300",
    "1, 1, 2",
    "128, 128, 256",
    "255, 255, 256",
    "256, 256, 257",
    "7, 7, 300",
    "299, 299, 300",
    "300, 300, 300"
  })
  void cosignsLogThatGrewOrStayedAsItWas(long known, long old, long size) {
    Judgement judgement = Judgement.of(growth(old, size), knownAt(known));

    assertThat(judgement).isEqualTo(new Judgement.Grown(at(size), grown(judgement).signed()));
    assertThat(grown(judgement).signed().bytes()).isEqualTo(note(size).bytes());
  }

  private static Judgement.Grown grown(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Grown.class);
    return (Judgement.Grown) judgement;
  }

  @Test
  void cosignsTheKnownLogsOfAnotherProgram() throws MalformedException {
    SignedNote note = SignedNote.parse(Vectors.bytes("logs/rfc8/checkpoint"));
    Hash root6 = Hash.parseHex("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef");
    List<Hash> proof =
        List.of(
            Hash.parseHex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
            Hash.parseHex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            Hash.parseHex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    var known = new KnownLog(Vectors.logKey(), Optional.of(new Checkpoint(ORIGIN, 6, root6)));

    assertThat(status(Judgement.of(new AddCheckpoint(6, proof, note), Optional.of(known))))
        .isEqualTo(200);
    assertThat(
            status(Judgement.of(new AddCheckpoint(6, proof.reversed(), note), Optional.of(known))))
        .isEqualTo(422);
  }

  @Test
  void refusesCheckpointThatIsNoneAsMalformed() {
    for (String text :
        List.of(
            ORIGIN + "\n8\n",
            at(8).body() + "\n",
            at(8).body().replace("\n8\n", "\n08\n"),
            ORIGIN + "\n0\nnot a hash\n",
            at(0).body() + "an extension line\n\n",
            "a log\n0\n",
            "\n" + at(8).body(),
            "hello\n")) {
      var request = new AddCheckpoint(0, List.of(), LOG.sign(text));

      assertThat(status(Judgement.of(request, knownAt(-1)))).as(text).isEqualTo(400);
      assertThat(status(Judgement.of(request, Optional.empty()))).as(text).isEqualTo(400);
    }
  }

  @Test
  void keepsExtensionLinesInWhatItCosignsAndComparesNone() {
    String text = at(8).body() + "an extension line\n";
    var request = new AddCheckpoint(8, List.of(), LOG.sign(text));

    assertThat(Judgement.of(request, knownAt(8)))
        .isInstanceOfSatisfying(
            Judgement.Grown.class, grown -> assertThat(grown.checkpoint().body()).isEqualTo(text));
    String empty = at(0).body() + "an extension line\n";
    assertThat(status(Judgement.of(new AddCheckpoint(0, List.of(), LOG.sign(empty)), knownAt(-1))))
        .isEqualTo(200);
  }

  @Test
  void refusesOldSizeAboveTheCheckpointAsMalformed() {
    var request = new AddCheckpoint(9, List.of(), note(8));

    assertThat(status(Judgement.of(request, knownAt(9)))).isEqualTo(400);
    assertThat(status(Judgement.of(request, knownAt(8)))).isEqualTo(400);
    assertThat(status(Judgement.of(request, knownAt(-1)))).isEqualTo(400);
  }

  @Test
  void knowsNoLogItDoesNotWatch() {
    assertThat(status(Judgement.of(growth(0, 8), Optional.empty()))).isEqualTo(404);
    // Before anything else is said about the sizes.
    assertThat(status(Judgement.of(new AddCheckpoint(9, List.of(), note(8)), Optional.empty())))
        .isEqualTo(404);
  }

  @Test
  void refusesCheckpointThatNoKeyOfTheLogSigned() {
    var request = new AddCheckpoint(0, List.of(), OTHER_KEY.sign(at(8).body()));
    var stranger = new AddCheckpoint(0, List.of(), signer("stranger", 3).sign(at(8).body()));

    assertThat(status(Judgement.of(request, knownAt(-1)))).isEqualTo(403);
    assertThat(status(Judgement.of(stranger, knownAt(-1)))).isEqualTo(403);
    // A stranger learns nothing of what was cosigned, and cannot tell old sizes apart.
    assertThat(status(Judgement.of(stranger, knownAt(5)))).isEqualTo(403);
  }

  @Test
  void refusesLineOfTheLogsKeyThatDoesNotVerify() {
    SignedNote.Signature right = note(8).signatures().getFirst();
    SignedNote.Signature wrong = note(9).signatures().getFirst();
    var alone = SignedNote.of(at(8).body(), List.of(wrong));
    var both = SignedNote.of(at(8).body(), List.of(right, wrong));

    assertThat(status(Judgement.of(new AddCheckpoint(0, List.of(), alone), knownAt(-1))))
        .isEqualTo(403);
    assertThat(status(Judgement.of(new AddCheckpoint(0, List.of(), both), knownAt(-1))))
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"-1, 5, 8, 0", "5, 0, 8, 5", "5, 4, 8, 5", "5, 6, 8, 5", "8, 0, 5, 8", "8, 5, 5, 8"})
  void tellsTheSizeItCosignedLastIfTheProofStartsElsewhere(
      long known, long old, long size, long told) {
    assertThat(Judgement.of(growth(old, size), knownAt(known)))
        .isEqualTo(new Judgement.Refused(new WitnessAnswer.OtherSize(told)));
  }

  @Test
  void refusesEmptyLogWithAnotherRoot() {
    String text = ORIGIN + "\n0\n" + at(8).root().base64() + "\n";
    var request = new AddCheckpoint(0, List.of(), LOG.sign(text));

    assertThat(status(Judgement.of(request, knownAt(-1)))).isEqualTo(422);
    assertThat(status(Judgement.of(request, knownAt(0)))).isEqualTo(422);
    assertThat(status(Judgement.of(request, knownAt(8)))).isEqualTo(409);
    assertThat(status(Judgement.of(request, Optional.empty()))).isEqualTo(404);
  }

  @Test
  void refusesProofFromNothing() {
    var request = new AddCheckpoint(0, List.of(at(3).root()), note(8));

    assertThat(status(Judgement.of(request, knownAt(-1)))).isEqualTo(422);
    assertThat(status(Judgement.of(request, knownAt(0)))).isEqualTo(422);
  }

  @Test
  void refusesSameSizeWithAnotherRootOrWithAProof() {
    SignedNote other = LOG.sign(new Checkpoint(ORIGIN, 8, at(9).root()).body());

    assertThat(status(Judgement.of(new AddCheckpoint(8, List.of(), other), knownAt(8))))
        .isEqualTo(422);
    var needless = new AddCheckpoint(8, List.of(at(8).root()), note(8));
    assertThat(status(Judgement.of(needless, knownAt(8)))).isEqualTo(422);
  }

  @Test
  void refusesProofWithAnythingWrong() {
    List<Hash> proof = TREE.consistency(6, 300);
    List<Hash> longer = new ArrayList<>(proof);
    longer.add(proof.getFirst());

    for (List<Hash> wrong :
        List.of(
            List.<Hash>of(),
            proof.subList(1, proof.size()),
            proof.subList(0, proof.size() - 1),
            proof.reversed(),
            longer,
            Collections.nCopies(63, proof.getFirst()))) {
      assertThat(status(Judgement.of(new AddCheckpoint(6, wrong, note(300)), knownAt(6))))
          .isEqualTo(422);
    }
  }

  @Test
  void acceptsAnyKeyOfALogWithSeveralAndKeepsNothingElse() {
    var keys = List.of(LOG.verifier(), OTHER_KEY.verifier());
    var known = Optional.of(new KnownLog(keys, Optional.of(at(6))));
    SignedNote.Signature old = note(8).signatures().getFirst();
    SignedNote.Signature fresh = OTHER_KEY.sign(at(8).body()).signatures().getFirst();
    SignedNote.Signature grease = signer("grease", 9).sign("x\n").signatures().getFirst();
    List<Hash> proof = TREE.consistency(6, 8);

    for (List<SignedNote.Signature> lines :
        List.of(List.of(old), List.of(fresh), List.of(old, fresh))) {
      var greased = new ArrayList<>(lines);
      greased.addFirst(grease);
      greased.addAll(lines);
      var request = new AddCheckpoint(6, proof, SignedNote.of(at(8).body(), greased));

      assertThat(grown(Judgement.of(request, known)).signed().signatures()).isEqualTo(lines);
    }
    // One key rotated out does not carry a line that fails in its name.
    var revoked = Optional.of(new KnownLog(List.of(OTHER_KEY.verifier()), Optional.of(at(6))));
    assertThat(status(Judgement.of(new AddCheckpoint(6, proof, note(8)), revoked))).isEqualTo(403);
  }

  /// Whatever log it is: it grows and is cosigned, and no other past of it ever is.
  @Test
  void cosignsEveryHonestGrowthAndNoFork() {
    var random = new Random(20260301);
    for (int round = 0; round < 400; round++) {
      int size = 1 + random.nextInt(400);
      int old = random.nextInt(size + 1);
      List<byte[]> entries = new ArrayList<>(Vectors.tallyRecords(size));
      MerkleTree honest = Vectors.tree(entries);
      var latest = new Checkpoint(ORIGIN, old, honest.root(old));
      var known = Optional.of(new KnownLog(Vectors.logKey(), Optional.of(latest)));
      AddCheckpoint growth = request(honest, old, size);

      assertThat(status(Judgement.of(growth, known))).isEqualTo(200);
      if (old == 0) {
        continue;
      }
      entries.set(random.nextInt(old), ("another past " + round).getBytes(UTF_8));
      MerkleTree fork = Vectors.tree(entries);
      AddCheckpoint forked = request(fork, old, size);
      assertThat(status(Judgement.of(forked, known))).isEqualTo(422);
      var disguised = new AddCheckpoint(old, growth.proof(), forked.note());
      assertThat(status(Judgement.of(disguised, known))).isEqualTo(422);
      // From any other size it only learns where to start.
      int elsewhere = random.nextInt(size + 1);
      if (elsewhere != old) {
        assertThat(Judgement.of(request(fork, elsewhere, size), known))
            .isEqualTo(new Judgement.Refused(new WitnessAnswer.OtherSize(old)));
      }
    }
  }

  private static AddCheckpoint request(MerkleTree tree, long old, long size) {
    var checkpoint = new Checkpoint(ORIGIN, size, tree.root(size));
    return new AddCheckpoint(old, tree.consistency(old, size), LOG.sign(checkpoint.body()));
  }
}
