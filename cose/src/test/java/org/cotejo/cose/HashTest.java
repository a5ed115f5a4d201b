package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String HEX =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String BASE64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void readsAndWritesBothTextForms() throws MalformedException {
    Hash hash = Hash.parseHex(HEX);

    assertThat(hash.hex()).isEqualTo(HEX);
    assertThat(hash.base64()).isEqualTo(BASE64);
    assertThat(Hash.parseBase64(BASE64)).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(Hash.of(hash.bytes())).isEqualTo(hash);
  }

  @Test
  void isNotChangedThroughItsArrays() {
    byte[] bytes = new byte[32];
    Hash hash = Hash.of(bytes);
    bytes[0] = 1;
    hash.bytes()[1] = 1;

    assertThat(hash).isEqualTo(Hash.of(new byte[32]));
  }

  @Test
  void ordersByUnsignedBytes() throws MalformedException {
    Hash small = Hash.parseHex("7f" + HEX.substring(2));
    Hash large = Hash.parseHex("80" + HEX.substring(2));

    assertThat(small).isLessThan(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8g5",
        "٣3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85500"
      })
  void refusesHexThatIsNotExact(String hex) {
    assertThatThrownBy(() -> Hash.parseHex(hex)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFVV"
      })
  void refusesBase64ThatIsNotCanonicalOrNotOfAHash(String base64) {
    assertThatThrownBy(() -> Hash.parseBase64(base64)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesAnotherNumberOfBytes() {
    assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hash.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
  }
}
