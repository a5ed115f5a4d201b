package org.cotejo.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The small words that statements are made of: ids, keys, phases, kinds.
class StatementWordsTest {
  private static final VerificationKey KEY = VillageElection.key(1).verificationKey();

  @Test
  void electionIsNamedByTheStartOfTheDigestOfEntryZero() {
    ElectionId id = ElectionId.of("entry 0".getBytes(US_ASCII));
    assertThat(id).hasToString("69913a97e9f931ceb9b11fdfba1532fa");
    assertThat(id.bytes()).hasSize(16);
    assertThat(id.isIssuer(id.bytes())).isTrue();
    assertThat(id.isIssuer(new byte[16])).isFalse();
    assertThat(id.isIssuer(new byte[0])).isFalse();
  }

  @Test
  void idOfAnElectionCannotBeChangedFromOutside() {
    ElectionId id = ElectionId.of(new byte[0]);
    id.bytes()[0] ^= 1;
    assertThat(id).isEqualTo(ElectionId.of(new byte[0]));
    assertThat(id).isNotEqualTo(ElectionId.of(new byte[1]));
  }

  @Test
  void readsTheIdOfAnElectionInItsOneSpelling() throws MalformedException {
    ElectionId id = ElectionId.of("entry 0".getBytes(US_ASCII));
    assertThat(ElectionId.parse(id.toString())).isEqualTo(id);
    for (String other : List.of("", id + "0", id.toString().toUpperCase(Locale.ROOT))) {
      assertThatThrownBy(() -> ElectionId.parse(other))
          .hasMessage("not an election's id of 32 hex digits");
    }
  }

  @Test
  void keyIdIsSixteenLowerCaseDigits() throws MalformedException {
    assertThat(KeyCodec.parseId("4a67330b803d5c88")).isEqualTo(KEY.id());
    assertThat(KeyCodec.parseId("ffffffffffffffff")).isEqualTo(new KeyId(-1));
    assertThat(KeyCodec.parseId("0000000000000000")).isEqualTo(new KeyId(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "000000000000000",
        "00000000000000000",
        "000000000000000A",
        "000000000000000g",
        "+00000000000000f",
        "-00000000000000f",
        " 00000000000000f",
        "\u0660000000000000000"
      })
  void refusesKeyIdInAnyOtherSpelling(String text) {
    assertThatThrownBy(() -> KeyCodec.parseId(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the subject is not a key id: '" + text + "'");
  }

  @Test
  void keyStandsWithTheNumberOfItsAlgorithm() throws MalformedException {
    var writer = new CborWriter();
    KeyCodec.write(writer, KEY);
    byte[] bytes = writer.toByteArray();
    assertThat(bytes).startsWith(0x82, 0x32, 0x58, 0x20).endsWith(KEY.encoded()).hasSize(36);
    assertThat(KeyCodec.read(new CborReader(bytes))).isEqualTo(KEY);
    bytes[1] = 0x27;
    assertThat(KeyCodec.read(new CborReader(bytes))).isNotEqualTo(KEY);
  }

  @Test
  void refusesKeyWithMoreOrLessThanAlgorithmAndBytes() {
    for (int items : new int[] {1, 3}) {
      var writer = new CborWriter().array(items).integer(-19);
      for (int i = 1; i < items; i++) {
        writer.bytes(KEY.encoded());
      }
      assertThatThrownBy(() -> KeyCodec.read(new CborReader(writer.toByteArray())))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void phasesFollowEachOtherAndTheLastItself() {
    assertThat(Stream.iterate(Phase.SETUP, Phase::next).limit(5))
        .containsExactly(
            Phase.SETUP,
            Phase.COUNTING_OPEN,
            Phase.RECORDS_CLOSED,
            Phase.LOG_CLOSED,
            Phase.LOG_CLOSED);
  }

  @Test
  void readsTheWordsOfThePhasesThatAreAnnounced() throws MalformedException {
    assertThat(Phase.of("counting-open")).isEqualTo(Phase.COUNTING_OPEN);
    assertThat(Phase.of("records-closed")).isEqualTo(Phase.RECORDS_CLOSED);
    assertThat(Phase.of("log-closed")).isEqualTo(Phase.LOG_CLOSED);
    for (String other : List.of("setup", "", "COUNTING_OPEN", "counting-open ")) {
      assertThatThrownBy(() -> Phase.of(other)).hasMessage("unknown phase '" + other + "'");
    }
  }

  @Test
  void readsTheWordsOfTheKinds() throws MalformedException {
    List<String> words =
        List.of(
            "election",
            "enrolment",
            "phase",
            "tally-record",
            "corrigendum",
            "ruling",
            "time-mark",
            "bulletin",
            "log-key",
            "incident",
            "opening",
            "witness-copy",
            "claim",
            "challenge",
            "evidence");
    assertThat(Kind.values()).extracting(Kind::label).containsExactlyElementsOf(words);
    for (String word : words) {
      assertThat(Kind.of(word).label()).isEqualTo(word);
    }
    assertThatThrownBy(() -> Kind.of("TALLY_RECORD"))
        .hasMessage("unknown kind of statement 'TALLY_RECORD'");
  }
}
