package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys that are kept in PKCS#12 files.
class Pkcs12Test {
  private static final char[] PASSWORD = "it rains".toCharArray();
  private static final byte[] MESSAGE = {1, 2, 3};

  private static SigningKey key(Algorithm algorithm, int number) {
    return SigningKey.fromSeed(algorithm, Sha256.digest(new byte[] {(byte) number}));
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ES256"})
  void givesBackTheKeyThatWasPutIn(Algorithm algorithm) throws Exception {
    for (int number = 0; number < 8; number++) {
      SigningKey key = key(algorithm, number);
      byte[] file = Pkcs12.write(key, PASSWORD);
      assertThat(Pkcs12.isMeant(file)).isTrue();
      SigningKey read = Pkcs12.read(file, PASSWORD);
      assertThat(read.verificationKey()).isEqualTo(key.verificationKey());
      assertThat(read.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ES256"})
  void certifiesTheKeyByItself(Algorithm algorithm) throws Exception {
    X509Certificate certificate = BareCertificate.of(key(algorithm, 1));
    certificate.verify(certificate.getPublicKey());
    assertThat(JcaSignatures.key(certificate.getPublicKey()))
        .contains(key(algorithm, 1).verificationKey());
    assertThat(certificate.getNotAfter()).isAfter("9999-12-31T00:00:00Z");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    byte[] file = Pkcs12.write(key(Algorithm.ED25519, 1), PASSWORD);
    refuses(file, "it pours".toCharArray(), "the password is wrong");
    refuses(Arrays.copyOf(file, file.length - 40), PASSWORD, "damaged; use another copy");
    refuses(new byte[Pkcs12.MAX_BYTES + 1], PASSWORD, "more than 65,536 bytes");
    refuses(new byte[] {0x30, 0}, PASSWORD, "not a PKCS#12 file");
    refuses(with(2, true), PASSWORD, "2 private keys; export the one key alone");
    refuses(with(0, true), PASSWORD, "0 private keys");
    refuses(with(1, false), PASSWORD, "the certificate is not that of the key");
  }

  @Test
  void refusesAKeyThatSignsNoStatements() throws Exception {
    var rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    assertThat(JcaSignatures.key(rsa.generateKeyPair().getPublic())).isEmpty();
    var wide = KeyPairGenerator.getInstance("EC");
    wide.initialize(384);
    assertThat(JcaSignatures.key(wide.generateKeyPair().getPublic())).isEmpty();
  }

  /// Every byte of a file changed: it is refused, or gives the key that was put in.
  @Test
  void givesNoOtherKeyWhateverIsDamaged() {
    SigningKey key = key(Algorithm.ES256, 1);
    byte[] file = Pkcs12.write(key, PASSWORD);
    for (int i = 0; i < file.length; i += 11) {
      byte[] damaged = file.clone();
      damaged[i] ^= 0x04;
      try {
        assertThat(Pkcs12.read(damaged, PASSWORD).verificationKey())
            .isEqualTo(key.verificationKey());
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void refuses(byte[] file, char[] password, String why) {
    assertThatThrownBy(() -> Pkcs12.read(file, password))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  private static byte[] with(int keys, boolean isOwn) throws Exception {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(new ByteArrayInputStream(Pkcs12.write(key(Algorithm.ED25519, 1), PASSWORD)), PASSWORD);
    KeyStore many = KeyStore.getInstance("PKCS12");
    many.load(null, PASSWORD);
    Certificate[] chain = {BareCertificate.of(key(Algorithm.ED25519, isOwn ? 1 : 2))};
    for (int i = 0; i < keys; i++) {
      many.setKeyEntry("key" + i, one.getKey("cotejo", PASSWORD), PASSWORD, chain);
    }
    var file = new ByteArrayOutputStream();
    many.store(file, PASSWORD);
    return file.toByteArray();
  }
}
