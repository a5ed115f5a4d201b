package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PolicyTest {
  private static final String LOG = "log " + Vectors.LOG_VKEY + "\n";
  private static final Checkpoint EMPTY = new Checkpoint(Vectors.LOG_NAME, 0, Merkle.EMPTY_ROOT);

  /// A log, witnesses A to F, and X = 2 of A B C, Y = any of D E, and both and F asked for.
  private static final String NESTED =
      LOG
          + IntStream.range(0, 6)
              .mapToObj(i -> "witness %c %s\n".formatted('A' + i, cosigner(i).verifier().vkey()))
              .collect(Collectors.joining())
          + "group X 2 A B C\ngroup Y any D E\ngroup Z all X Y F\nquorum Z\n";

  static Stream<JsonNode> policies() {
    return Vectors.cases("policies.jsonl");
  }

  private static Cosigner cosigner(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) (number + 1);
    return Cosigner.ed25519(
        "witness.example/" + number, SigningKey.fromSeed(Algorithm.ED25519, seed));
  }

  /// The empty log's checkpoint, cosigned by the witnesses with these letters.
  private static SignedNote cosigned(String letters) {
    return Vectors.logSigner()
        .sign(EMPTY.body())
        .withSignatures(
            letters
                .chars()
                .mapToObj(letter -> cosigner(letter - 'A').cosign(EMPTY, letter))
                .toList());
  }

  private static Policy parse(String policy) throws MalformedException {
    return Policy.parse(policy.getBytes(UTF_8));
  }

  @Test
  void readsAllTheVectors() {
    assertThat(policies()).hasSize(83);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void judgesPoliciesAsTheVectorsDo(JsonNode test) throws MalformedException {
    byte[] bytes =
        test.has("policy")
            ? test.get("policy").asString().getBytes(UTF_8)
            : Base64.getDecoder().decode(test.get("policyBase64").asString());
    if (!test.get("valid").asBoolean()) {
      assertThatThrownBy(() -> Policy.parse(bytes))
          .isInstanceOf(MalformedException.class)
          .hasMessageMatching(
              "policy (line \\d+: .+|does not end with a newline|has no quorum line)");
      return;
    }
    Policy policy = Policy.parse(bytes);
    Policy again = Policy.parse(policy.bytes());
    assertThat(again.bytes()).isEqualTo(policy.bytes());
    assertThat(again.logs()).isEqualTo(policy.logs());
    assertThat(again.witnesses()).isEqualTo(policy.witnesses());
    assertThat(again.quorum()).isEqualTo(policy.quorum());
    for (JsonNode check : test.get("checks")) {
      SignedNote note = SignedNote.parse(check.get("checkpoint").asString().getBytes(UTF_8));
      assertJudged(check, policy, note);
      assertJudged(check, again, note);
    }
  }

  private static void assertJudged(JsonNode check, Policy policy, SignedNote note)
      throws MalformedException {
    if (check.get("outcome").asString().equals("refused")) {
      assertThatThrownBy(() -> policy.evaluate(note)).isInstanceOf(MalformedException.class);
      return;
    }
    Policy.Result result = policy.evaluate(note);
    assertThat(result.holds()).isEqualTo(check.get("outcome").asString().equals("holds"));
    assertThat(result.cosigned())
        .extracting(cosigned -> cosigned.witness().name())
        .isEqualTo(check.get("cosigned").valueStream().map(JsonNode::asString).toList());
    assertThat(result.newest())
        .isEqualTo(
            check.has("newest")
                ? OptionalLong.of(check.get("newest").asLong())
                : OptionalLong.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''     | 3 of (2 of A, B, C), (1 of D, E), F",
        "ABDF   | ''",
        "BCEF   | ''",
        "ABCDEF | ''",
        "ABD    | F",
        "AB     | 2 of (1 of D, E), F",
        "CDF    | 1 of A, B",
        "DEF    | 2 of A, B, C",
        "AF     | 2 of (1 of B, C), (1 of D, E)"
      })
  void namesTheWitnessesThatAreMissing(String letters, String missing) throws MalformedException {
    Policy.Result result = parse(NESTED).evaluate(cosigned(letters));

    assertThat(result.holds()).isEqualTo(missing.isEmpty());
    assertThat(result.lacking().orElse(""))
        .isEqualTo(missing.isEmpty() ? "" : "the quorum Z lacks the cosignature of " + missing);
  }

  @Test
  void countsEveryChoiceOfWitnessesAsThePlainRuleDoes() throws MalformedException {
    Policy policy = parse(NESTED);
    for (int choice = 0; choice < 64; choice++) {
      int chosen = choice;
      String letters =
          IntStream.range(0, 6)
              .filter(i -> (chosen >> i & 1) == 1)
              .mapToObj(i -> String.valueOf((char) ('A' + i)))
              .collect(Collectors.joining());
      boolean rule = Integer.bitCount(choice & 7) >= 2 && (choice & 24) != 0 && (choice & 32) != 0;

      assertThat(policy.evaluate(cosigned(letters)).holds()).as(letters).isEqualTo(rule);
    }
  }

  @Test
  void takesTheNewestTimeOfAWitnessThatCosignedTwice() throws MalformedException {
    Policy policy = parse(NESTED);
    SignedNote note =
        cosigned("A")
            .withSignatures(List.of(cosigner(0).cosign(EMPTY, 99), cosigner(0).cosign(EMPTY, 98)));

    assertThat(policy.evaluate(note).cosigned())
        .extracting(Policy.Cosigned::posixSeconds)
        .containsExactly(99L);
    assertThat(policy.evaluate(note).newest()).hasValue(99);
    assertThat(policy.evaluate(cosigned("")).newest()).isEmpty();
  }

  @Test
  void refusesMoreThanItsLimits() throws MalformedException {
    String witnesses =
        IntStream.range(0, 64)
            .mapToObj(i -> "witness w%d %s\n".formatted(i, cosigner(i).verifier().vkey()))
            .collect(Collectors.joining());
    String more = "witness x " + cosigner(64).verifier().vkey() + "\n";
    String groups =
        IntStream.range(0, 64)
            .mapToObj(i -> "group g%d any %s\n".formatted(i, i == 0 ? "w0" : "g" + (i - 1)))
            .collect(Collectors.joining());
    String full = witnesses + groups + "quorum g63\n";
    String padding = "#".repeat(Policy.MAX_BYTES - full.length() - 1) + "\n";

    assertThat(parse(padding + full).witnesses()).hasSize(64);
    assertThatThrownBy(() -> parse("#" + padding + full)).hasMessageContaining("longer than");
    assertThatThrownBy(() -> parse(witnesses + more + "quorum none\n"))
        .hasMessageContaining("line 65: more than 64 witnesses");
    assertThatThrownBy(() -> parse(witnesses + groups + "group h 1 w1\nquorum none\n"))
        .hasMessageContaining("line 129: more than 64 groups");
  }

  @Test
  void readsAnyBytesAsAPolicyOrSaysWhyNot() {
    var random = new Random(20260719);
    byte[] sound = NESTED.getBytes(UTF_8);
    int read = 0;
    for (int run = 0; run < 5_000; run++) {
      byte[] changed = Arrays.copyOf(sound, sound.length - random.nextInt(2) * random.nextInt(80));
      for (int change = random.nextInt(3); change >= 0; change--) {
        // Near the end, where groups and quorum are, more often than among the keys.
        int at = changed.length - 1 - random.nextInt(random.nextBoolean() ? 60 : changed.length);
        changed[at] = (byte) random.nextInt(256);
      }
      try {
        Policy policy = Policy.parse(changed);
        assertThat(Policy.parse(policy.bytes()).bytes()).isEqualTo(policy.bytes());
        read++;
      } catch (MalformedException e) {
        assertThat(e.getMessage()).startsWith("policy ");
      }
    }
    assertThat(read).isBetween(1, 4_999);
  }

  @Test
  void hidesControlCharactersOfNamesInSentences() throws MalformedException {
    String name = "a\u009b1m\u202e";
    Policy policy =
        parse("witness %s %s\nquorum %1$s\n".formatted(name, cosigner(0).verifier().vkey()));

    assertThat(policy.evaluate(cosigned("")).lacking())
        .hasValue("the quorum a?1m? lacks the cosignature of a?1m?");
  }

  @Test
  void acceptsTheRealWitnessOfTheThirdPartyCheckpoint() throws MalformedException {
    SignedNote note = SignedNote.parse(Vectors.bytes("litewitness-cosigned-70000.checkpoint"));
    Policy policy =
        parse(
            LOG
                + "witness lite litewitness.example/w1+1f4733bc+BKByxPGNRBnFOpOLpuarli5m3vxN14L1eMGzDz6TIxzx\n"
                + "quorum lite\n");
    Policy other = parse(LOG + "witness A " + cosigner(0).verifier().vkey() + "\nquorum A\n");

    assertThat(policy.evaluate(note).holds()).isTrue();
    assertThat(policy.evaluate(note).newest()).hasValue(0x6b036fbbL);
    assertThat(other.evaluate(note).holds()).isFalse();
  }

  @Test
  void holdsAReceiptToThePolicy() throws MalformedException {
    TlogProof proof = TlogProof.parse(Vectors.bytes("logs/rfc8.tlog-proof"));
    Hash leaf = Merkle.leaf(new byte[] {0x10});
    String witness =
        "witness w1 witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\n";

    proof.verify(leaf, parse(LOG + witness + "quorum w1\n"));
    proof.verify(leaf, parse(LOG + "quorum none\n"));
    assertThatThrownBy(() -> proof.verify(leaf, parse(NESTED)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("the quorum Z lacks");
    assertThatThrownBy(() -> proof.verify(leaf, parse(witness + "quorum w1\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("lists no log");
    assertThatThrownBy(
            () -> proof.verify(Merkle.leaf(new byte[] {0x11}), parse(LOG + "quorum none\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("does not lead");
    NoteSigner other =
        new NoteSigner("example.com/other", SigningKey.fromSeed(Algorithm.ED25519, new byte[32]));
    String renamed = "log " + other.verifier().vkey();
    assertThatThrownBy(() -> proof.verify(leaf, parse(renamed + "\nquorum none\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("does not list the log example.com/tally");
  }
}
