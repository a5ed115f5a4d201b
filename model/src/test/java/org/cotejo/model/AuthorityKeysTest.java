package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.junit.jupiter.api.Test;

/// The trust file.
class AuthorityKeysTest {
  private static final VerificationKey A = VillageElection.key(1).verificationKey();
  private static final VerificationKey B = VillageElection.key(2).verificationKey();

  /// The public keys of the seeds 1 and 2, as computed elsewhere.
  private static final String A_TEXT =
      "ed25519:4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29";

  private static final String B_TEXT =
      "ed25519:7422b9887598068e32c4448a949adb290d0f4e35b9e01b0ee5f1a1e600fe2674";

  private static void refuses(String text, String why) {
    assertThatThrownBy(() -> AuthorityKeys.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage(why);
  }

  @Test
  void readsOneKeyALineAndHowManyMustSign() throws MalformedException {
    assertThat(AuthorityKeys.parse("threshold 2\n" + A_TEXT + "\n" + B_TEXT + "\n"))
        .isEqualTo(new AuthorityKeys(2, List.of(A, B)));
  }

  @Test
  void asksForOneKeyWhereNoThresholdStands() throws MalformedException {
    assertThat(AuthorityKeys.parse(A_TEXT)).isEqualTo(AuthorityKeys.of(A));
    assertThat(AuthorityKeys.parse(A_TEXT + "\n" + B_TEXT).threshold()).isEqualTo(1);
  }

  @Test
  void passesOverCommentsBlankLinesAndWindowsLineEnds() throws MalformedException {
    String text = "# who\r\n\r\n  " + B_TEXT + "  \r\n# how many\r\nthreshold 2\r\n" + A_TEXT;
    assertThat(AuthorityKeys.parse(text)).isEqualTo(new AuthorityKeys(2, List.of(B, A)));
  }

  @Test
  void readsTheTextItWrites() throws MalformedException {
    for (int threshold = 1; threshold <= 2; threshold++) {
      var keys = new AuthorityKeys(threshold, List.of(B, A));
      AuthorityKeys read = AuthorityKeys.parse(keys.text());
      assertThat(read.threshold()).isEqualTo(threshold);
      assertThat(read.keys()).containsExactlyInAnyOrder(A, B);
    }
    assertThat(new AuthorityKeys(1, List.of(A)).text()).isEqualTo("threshold 1\n" + A_TEXT + "\n");
  }

  @Test
  void writesTheSameKeysAsTheSameText() {
    String text = new AuthorityKeys(2, List.of(A, B)).text();
    assertThat(new AuthorityKeys(2, List.of(B, A)).text()).isEqualTo(text);
  }

  @Test
  void refusesThresholdThatTheKeysCannotReach() {
    refuses("threshold 2\n" + A_TEXT, "the trust file asks for 2 of 1 authority keys");
    refuses("threshold 1\n", "no key here; a trust file has one a line, as ed25519:<hex>");
    refuses("", "no key here; a trust file has one a line, as ed25519:<hex>");
  }

  @Test
  void refusesThresholdOfNoKey() {
    refuses("threshold 0\n" + A_TEXT, "line 1: the threshold is not a number from 1 to 32: '0'");
    refuses(
        "threshold 0\nthreshold 1\n" + A_TEXT,
        "line 1: the threshold is not a number from 1 to 32: '0'");
  }

  @Test
  void namesTheLineOfThresholdThatIsNoNumber() {
    for (String number : List.of("two", "-1", "02", "33", "1 2")) {
      refuses(
          "# trust\nthreshold " + number + "\n" + A_TEXT,
          "line 2: the threshold is not a number from 1 to 32: '" + number + "'");
    }
  }

  @Test
  void refusesSecondThreshold() {
    refuses(
        "threshold 1\nthreshold 2\n" + A_TEXT + "\n" + B_TEXT,
        "line 2: the threshold is said already");
  }

  @Test
  void namesTheLineOfKeyThatIsNone() {
    refuses(
        A_TEXT + "\n\n" + B_TEXT.substring(0, 70),
        "line 3: ed25519 key has 62 digits instead of 64");
    refuses("Ed25519:00", "line 1: key does not start with ed25519:, eddsa: or es256:");
  }

  @Test
  void refusesKeyListedTwiceAlsoUnderItsOlderNumber() throws MalformedException {
    String twice = "line 2: the key is listed already";
    refuses(A_TEXT + "\n" + A_TEXT, twice);
    refuses(A_TEXT + "\n" + VerificationKey.of(Algorithm.EDDSA, A.encoded()), twice);
  }

  @Test
  void holdsThirtyTwoKeysAndNoMore() {
    List<VerificationKey> keys =
        IntStream.range(1, 34).mapToObj(i -> VillageElection.key(i).verificationKey()).toList();
    assertThat(new AuthorityKeys(32, keys.subList(0, 32)).keys()).hasSize(32);
    assertThatIllegalArgumentException().isThrownBy(() -> new AuthorityKeys(32, keys));
  }

  @Test
  void refusesThresholdOutsideTheKeys() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AuthorityKeys(0, List.of(A)));
    assertThatIllegalArgumentException().isThrownBy(() -> new AuthorityKeys(2, List.of(A)));
  }
}
