package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointTest {
  /// The example of the specification.
  private static final String EXAMPLE =
      """
      old 20852014
      PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
      jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
      5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
      /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
      """;

  private static final String HASH = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
  private static final String NOTE = EXAMPLE.substring(EXAMPLE.indexOf("\n\n") + 2);

  private static AddCheckpoint parse(String body) throws MalformedException {
    return AddCheckpoint.parse(body.getBytes(UTF_8));
  }

  @Test
  void readsAndWritesTheExampleOfTheSpecification() throws MalformedException {
    AddCheckpoint request = parse(EXAMPLE);

    assertThat(request.old()).isEqualTo(20852014);
    assertThat(request.proof()).hasSize(4);
    assertThat(request.proof().getLast().hex())
        .isEqualTo("ffa59584fb360b04ac6f9ad8047e5c8c757fc12980efd69b5c0c215f0dca8ffd");
    assertThat(request.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(request.note().signatures()).hasSize(2);
    assertThat(new String(request.bytes(), UTF_8)).isEqualTo(EXAMPLE);
  }

  @Test
  void readsRequestWithoutProofAndWithTheLongestOne() throws MalformedException {
    assertThat(parse("old 0\n\n" + NOTE).proof()).isEmpty();
    assertThat(parse("old 1\n" + HASH.repeat(63) + "\n" + NOTE).proof()).hasSize(63);
    assertThat(parse("old 9223372036854775807\n\n" + NOTE).old()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesProofOfMoreThan63Hashes() throws MalformedException {
    Hash hash = Hash.parseBase64(HASH.strip());

    assertThatThrownBy(() -> parse("old 1\n" + HASH.repeat(64) + "\n" + NOTE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("63");
    assertThatThrownBy(() -> parse("old 1\n" + HASH.repeat(1000) + "\n" + NOTE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("63");
    SignedNote note = SignedNote.parse(NOTE.getBytes(UTF_8));
    List<Hash> tooLong = Collections.nCopies(64, hash);
    assertThatThrownBy(() -> new AddCheckpoint(1, tooLong, note))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "old\n",
        "old \n",
        "old +1\n",
        "old -1\n",
        "old 01\n",
        "old 00\n",
        "old 1 \n",
        "old  1\n",
        "old\t1\n",
        "Old 1\n",
        " old 1\n",
        "old ٣\n",
        "old 9223372036854775808\n",
        "size 1\n",
        "old 1\nold 1\n",
        "old 1\r\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpka==\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw= \n",
      })
  void refusesAnotherBeginning(String head) {
    assertThatThrownBy(() -> parse(head + "\n" + NOTE)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesRequestWithoutANote() {
    for (String body :
        List.of("old 1", "old 1\n", "old 1\n\n", "old 1\n\nexample.com\n", "old 1\n" + NOTE)) {
      assertThatThrownBy(() -> parse(body)).as(body).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> parse(EXAMPLE.substring(0, EXAMPLE.length() - 1)))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> parse(EXAMPLE + "\n")).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesWhatIsLongerThanAnyRequestBeforeReadingIt() {
    byte[] endless = new byte[AddCheckpoint.MAX_BYTES + 1];

    assertThatThrownBy(() -> AddCheckpoint.parse(endless))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("longer");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] body = EXAMPLE.getBytes(UTF_8);
    body[body.length - 5] = (byte) 0xff;

    assertThatThrownBy(() -> AddCheckpoint.parse(body)).isInstanceOf(MalformedException.class);
  }
}
