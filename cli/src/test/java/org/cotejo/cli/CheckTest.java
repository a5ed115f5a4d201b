package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Fork;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that another program made, and forged ones, as a court would check them.
class CheckTest {
  private static final Path VECTORS = Path.of("../log/src/test/resources/vectors/tlog");
  private static final Path FORK = VECTORS.resolve("fork.proof");
  private static final Path RECEIPT = VECTORS.resolve("logs/rfc8.tlog-proof");
  private static final Path ENTRY = VECTORS.resolve("logs/rfc8.leaf");
  private static final String ORIGIN = "example.com/tally";

  @TempDir private Path directory;

  /// Of the log and of its witness.
  private List<String> vkeys = List.of();

  @BeforeEach
  void readKeys() throws IOException {
    vkeys = Files.readAllLines(VECTORS.resolve("logs/rfc8.vkeys"));
  }

  private String key() {
    return vkeys.getFirst();
  }

  private static Run check(Object file, Object... options) {
    var command = new ArrayList<Object>(List.of("log", "check", file));
    command.addAll(List.of(options));
    return Run.cotejo(command.toArray());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path changed(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    return file("changed", text.replaceFirst(Pattern.quote(from), to));
  }

  private static void requireRefused(Run run, String why) {
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.out()).startsWith("Not proved: ").contains(why).hasLineCount(1);
    assertThat(run.err()).isEmpty();
  }

  private static void requireUnchecked(Run run, String why) {
    assertThat(run.code()).as(run.text()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(why);
  }

  private static NoteSigner signer(String name, int seed) {
    byte[] secret = new byte[Hash.BYTES];
    Arrays.fill(secret, (byte) seed);
    return new NoteSigner(name, SigningKey.fromSeed(Algorithm.ED25519, secret));
  }

  /// Two histories of two entries of which the second differs.
  private Path fork(String origin, NoteSigner first, NoteSigner second) throws IOException {
    var notes = new ArrayList<SignedNote>();
    var trees = new ArrayList<MerkleTree>();
    for (NoteSigner signer : List.of(first, second)) {
      var tree = new MerkleTree();
      tree.append(Hash.sha256("founding".getBytes(UTF_8)));
      tree.append(Hash.sha256(("side " + trees.size()).getBytes(UTF_8)));
      trees.add(tree);
      notes.add(signer.sign(new Checkpoint(origin, 2, tree.root()).body()));
    }
    Fork fork =
        Fork.between(notes.getFirst(), trees.getFirst(), notes.getLast(), trees.getLast())
            .orElseThrow();
    return Files.write(directory.resolve("made.proof"), fork.bytes());
  }

  @Test
  void provesAForkWithNothingButTheKey() throws IOException {
    for (Object key : new Object[] {key(), file("log.vkey", key() + "\n")}) {
      Run run = check(FORK, "--key", key);
      assertThat(run.code()).as(run.text()).isZero();
      assertThat(run.text())
          .isEqualToNormalizingNewlines(
              "Proved: example.com/tally signed two histories that differ at index 5, one of 8"
                  + " entries and one of 11.\n");
    }
  }

  @Test
  void speaksSpanish() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("es"));
      assertThat(check(FORK, "--key", key()).out())
          .contains(
              "firmó dos historias que difieren en el índice 5, una de 8 entradas y otra de 11");
      Run refused = check(RECEIPT, "--key", key(), "--entry", FORK);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.out()).startsWith("No probado: ");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index 5     | index 4    | proof does not lead from the leaf
          leaf QnGi   | leaf QnGj  | proof does not lead from the leaf
          checkpoint 3| checkpoint 2| note
          PYELcL75    | PYELcL76   | note has an invalid signature by example.com/tally
          index 5     | index five | index is not a decimal number
          """)
  void refusesAForkThatWasTamperedWith(String from, String to, String why) throws IOException {
    requireRefused(check(changed(FORK, from, to), "--key", key()), why);
  }

  @Test
  void refusesAForkThatIsCutShortOrContinued() throws IOException {
    String proof = Files.readString(FORK);
    Path cut = file("cut", proof.substring(0, proof.length() - 1));
    requireRefused(check(cut, "--key", key()), "proof ends within a checkpoint");
    Path longer = file("longer", proof + "\n");
    requireRefused(check(longer, "--key", key()), "proof has 1 bytes after its end");
    Path endless = file("endless", proof + "x".repeat(Fork.MAX_BYTES));
    requireRefused(check(endless, "--key", key()), "proof is longer than");
  }

  @Test
  void blamesNoLogThatDidNotSign() throws IOException {
    String own = signer(ORIGIN, 7).verifier().vkey();
    requireRefused(check(FORK, "--key", own), "note is not signed by any known key");

    NoteSigner signer = signer("one.example/log", 1);
    Path other = fork("other.example/log", signer, signer);
    requireRefused(
        check(other, "--key", signer.verifier().vkey()),
        "proof is of another log than one.example/log");
    requireUnchecked(check(FORK, "--key", vkeys.getLast()), "key of a witness");
  }

  @Test
  void knowsALogWhoseKeyWasReplacedByBothKeys() throws IOException {
    NoteSigner first = signer(ORIGIN, 1);
    NoteSigner second = signer(ORIGIN, 2);
    Path proof = fork(ORIGIN, first, second);
    String one = first.verifier().vkey();
    String two = second.verifier().vkey();
    requireRefused(check(proof, "--key", one), "note is not signed by any known key");
    Run both = check(proof, "--key", one, "--key", two);
    assertThat(both.code()).as(both.text()).isZero();
    String stranger = signer("other.example/log", 3).verifier().vkey();
    requireUnchecked(check(proof, "--key", one, "--key", stranger), "of several logs");
  }

  @Test
  void provesWithATlogProofThatAnEntryIsInTheLog() {
    Run run = check(RECEIPT, "--key", key(), "--entry", ENTRY);
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.text())
        .isEqualToNormalizingNewlines(
            "Proved: the log example.com/tally has this entry at index 2, in its history of 8"
                + " entries.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index 2  | index 3   | proof does not lead from the entry to the signed root
          B1Bqhf2d | B1Bqhf2e  | proof does not lead from the entry to the signed root
          PYELcL75 | PYELcL76  | note has an invalid signature by example.com/tally
          index 2  | place 2   | proof has no index line
          """)
  void refusesATlogProofThatWasTamperedWith(String from, String to, String why) throws IOException {
    requireRefused(check(changed(RECEIPT, from, to), "--key", key(), "--entry", ENTRY), why);
  }

  @Test
  void refusesATlogProofOfAnotherEntryOrLog() throws IOException {
    Path other = file("other", "\u0011");
    requireRefused(
        check(RECEIPT, "--key", key(), "--entry", other), "does not lead from the entry");
    String stranger = signer("other.example/log", 1).verifier().vkey();
    requireRefused(check(RECEIPT, "--key", stranger, "--entry", ENTRY), "another log");
    String sameName = signer(ORIGIN, 1).verifier().vkey();
    requireRefused(check(RECEIPT, "--key", sameName, "--entry", ENTRY), "not signed by any");
  }

  @Test
  void demandsTheQuorumOfTheReadersPolicy() throws IOException {
    String log = "log " + key() + "\n";
    String witness = "witness first " + vkeys.getLast() + "\nquorum first\n";
    Path listing = file("listing", log + witness);
    Path silent = file("silent", witness);
    for (Object[] options :
        new Object[][] {
          {"--policy", listing},
          {"--policy", listing, "--key", key()},
          {"--policy", silent, "--key", key()}
        }) {
      var all = new ArrayList<>(List.of("--entry", (Object) ENTRY));
      all.addAll(List.of(options));
      Run run = check(RECEIPT, all.toArray());
      assertThat(run.code()).as(run.text()).isZero();
      assertThat(run.out())
          .contains("at index 2")
          .contains("Cosigned by 1 of the 1 witnesses")
          .containsPattern("(?m)^  first$");
    }
    requireUnchecked(check(RECEIPT, "--policy", silent, "--entry", ENTRY), "--key");

    Path entry = file("other", "\u0011");
    requireRefused(check(RECEIPT, "--policy", listing, "--entry", entry), "does not lead");
    Path stranger =
        file(
            "stranger", "log " + signer("other.example/log", 1).verifier().vkey() + "\n" + witness);
    requireRefused(check(RECEIPT, "--policy", stranger, "--entry", ENTRY), "does not list the log");
    requireRefused(
        check(RECEIPT, "--policy", stranger, "--entry", ENTRY, "--key", key()),
        "does not list the log");
  }

  @Test
  void refusesAReceiptThatTheQuorumDidNotCosign() throws IOException {
    Path policy = file("policy", "witness first %s\nquorum first\n".formatted(vkeys.getLast()));
    String cosignature =
        Files.readString(RECEIPT)
            .lines()
            .filter(l -> l.startsWith("\u2014 witness"))
            .findFirst()
            .orElseThrow();
    Path bare = changed(RECEIPT, cosignature + "\n", "");
    assertThat(check(bare, "--entry", ENTRY, "--key", key()).code()).isZero();
    requireRefused(
        check(bare, "--entry", ENTRY, "--key", key(), "--policy", policy),
        "the quorum first lacks the cosignature of first");
    Path forged = changed(RECEIPT, "IDJKvgAAAABlU/EA", "IDJKvgAAAABlU/EB");
    requireRefused(
        check(forged, "--entry", ENTRY, "--key", key(), "--policy", policy),
        "invalid signature by witness.example/w1");
  }

  private static String value(String json, String name) {
    var value = Pattern.compile("\"%s\": \"?([^\",}]*)".formatted(name)).matcher(json);
    assertThat(value.find()).as(name + " of " + json).isTrue();
    return value.group(1);
  }

  private Path bytes(String name, String hex) throws IOException {
    return Files.write(directory.resolve(name), HexFormat.of().parseHex(hex));
  }

  @Test
  void judgesCoseReceiptsAsTheVectorsDo() throws IOException, MalformedException {
    int[] judged = new int[3];
    for (String test : Files.readAllLines(VECTORS.resolve("cose-receipts.jsonl"))) {
      Path receipt = bytes("receipt", value(test, "receipt"));
      Path entry = bytes("entry", value(test, "entry"));
      VerificationKey key = VerificationKey.parse(value(test, "key"));
      String vkey = NoteVerifier.of(value(test, "origin"), key).vkey();
      Run run = check(receipt, "--key", vkey, "--entry", entry);
      if (value(test, "outcome").equals("accepted")) {
        assertThat(run.code()).as(test + run.text()).isZero();
        String root =
            Base64.getEncoder().encodeToString(HexFormat.of().parseHex(value(test, "root")));
        assertThat(run.out())
            .contains("the log " + value(test, "origin") + " signed a tree that has this entry")
            .contains(
                "Index %,d and a size of %,d entries are claims, until"
                    .formatted(
                        Long.parseLong(value(test, "index")), Long.parseLong(value(test, "size"))))
            .endsWith("  " + root + System.lineSeparator());
      } else if (value(test, "receipt").startsWith("d2")) {
        requireRefused(run, "receipt: ");
      } else {
        requireUnchecked(run, "is neither a proof of a fork");
      }
      judged[run.code()]++;
    }
    assertThat(judged[0]).isGreaterThanOrEqualTo(36);
    assertThat(judged[1]).isGreaterThanOrEqualTo(36);
    assertThat(judged[0] + judged[1] + judged[2]).isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cotejo-fork-proof/2\n",
        "cotejo-fork-proof/1",
        "c2sp.org/tlog-proof@v10\n",
        "x"
      })
  void checksNothingThatItDoesNotKnow(String text) throws IOException {
    requireUnchecked(
        check(file("unknown", text), "--key", key()), "unknown: is neither a proof of a fork");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path absent = directory.resolve("absent");
    requireUnchecked(check(absent, "--key", key()), "absent: no such file or directory");
    requireUnchecked(check(directory, "--key", key()), "is a directory");
    requireUnchecked(check(FORK), "--key");
    requireUnchecked(check(FORK, "--key", absent), "absent: no such file or directory");
    requireUnchecked(check(FORK, "--key", file("junk", "junk")), "key is not of the form");
    requireUnchecked(check(RECEIPT, "--key", key()), "--entry");
    requireUnchecked(check(RECEIPT, "--key", key(), "--entry", absent), "absent: no such file");
    requireUnchecked(check(RECEIPT, "--entry", ENTRY), "--key");
    Path large = file("large", "x".repeat(65_536));
    requireUnchecked(check(RECEIPT, "--key", key(), "--entry", large), "longer than 65535 bytes");
    requireUnchecked(
        check(RECEIPT, "--key", key(), "--entry", ENTRY, "--policy", file("bad", "quorum x\n")),
        "bad: policy line 1");
  }

  @Test
  void takesNoOptionThatWouldNotBeHeeded() throws IOException {
    Path policy = file("policy", "quorum none\n");
    Path cose = bytes("receipt", "d2");
    requireUnchecked(check(FORK, "--key", key(), "--entry", ENTRY), "needs no --entry");
    requireUnchecked(check(FORK, "--key", key(), "--policy", policy), "--policy");
    requireUnchecked(check(cose, "--key", key(), "--entry", ENTRY, "--policy", policy), "--policy");
  }
}
