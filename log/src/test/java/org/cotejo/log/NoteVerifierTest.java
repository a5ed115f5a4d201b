package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteVerifierTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        Vectors.LOG_VKEY
      })
  void readsAndWritesKnownKeys(String vkey) throws MalformedException {
    NoteVerifier verifier = NoteVerifier.parse(vkey);

    assertThat(verifier.vkey()).isEqualTo(vkey);
    assertThat(verifier.name()).isEqualTo(vkey.substring(0, vkey.indexOf('+')));
    assertThat(verifier).isEqualTo(NoteVerifier.parse(vkey));
  }

  @Test
  void derivesTheKnownKeyFromItsSeed() {
    NoteVerifier verifier = Vectors.logSigner().verifier();

    assertThat(verifier.vkey()).isEqualTo(Vectors.LOG_VKEY);
    assertThat(verifier.keyId()).isEqualTo(0xfcf6042d);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/tally",
        "example.com/tally+fcf6042d",
        "+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tally+fcf6042e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tally+FCF6042D+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tally+0fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tallyx+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tally+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
        "example.com/tally+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTE=",
        "example.com/tally+fcf6042d+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "example.com/tal ly+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
      })
  void refusesKeyWithAnythingWrong(String vkey) {
    assertThatThrownBy(() -> NoteVerifier.parse(vkey)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2003b", "a\u202fb", "a\u0085b"})
  void refusesNamesThatASignatureLineCannotCarry(String name) {
    SigningKey key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);

    assertThatThrownBy(() -> new NoteSigner(name, key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NoteVerifier.of(name, key.verificationKey()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
