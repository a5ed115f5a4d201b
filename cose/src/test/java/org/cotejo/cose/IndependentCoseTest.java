package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;

import com.authlete.cbor.CBORByteArray;
import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEProtectedHeaderBuilder;
import com.authlete.cose.COSESign1;
import com.authlete.cose.COSESign1Builder;
import com.authlete.cose.COSEVerifier;
import com.authlete.cose.SigStructureBuilder;
import java.io.IOException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A COSE library by other hands must agree on what is signed: it shares no code with ours.
class IndependentCoseTest {
  private static final byte[] ISSUER = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] PAYLOAD = HexFormat.of().parseHex("a20118640218c8");

  @Test
  void verifiesOurEdDsaStatements() throws Exception {
    SigningKey key = SigningKey.fromSeed(Algorithm.EDDSA, new byte[32]);
    byte[] spki =
        HexFormat.of()
            .parseHex(
                "302a300506032b6570032100"
                    + HexFormat.of().formatHex(key.verificationKey().encoded()));
    assertVerifies(
        key, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
  }

  @Test
  void verifiesOurEs256Statements() throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 7;
    SigningKey key = SigningKey.fromSeed(Algorithm.ES256, seed);
    byte[] point = P256Rules.decompress(key.verificationKey().encoded()).orElseThrow();
    byte[] spki =
        HexFormat.of()
            .parseHex(
                "3059301306072a8648ce3d020106082a8648ce3d030107034200"
                    + HexFormat.of().formatHex(point));
    assertVerifies(key, KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)));
  }

  private static void assertVerifies(SigningKey key, PublicKey publicKey) throws Exception {
    byte[] bytes = Sign1.sign("tally-record", ISSUER, "mayor/0101", PAYLOAD, key).bytes();
    COSESign1 theirs = read(bytes);
    assertThat(theirs.getPayload().parse()).isEqualTo(PAYLOAD);
    assertThat(new COSEVerifier(publicKey).verify(theirs)).isTrue();
    bytes[bytes.length - 1] ^= 1;
    COSESign1 changed = read(bytes);
    assertThat(new COSEVerifier(publicKey).verify(changed)).isFalse();
  }

  private static COSESign1 read(byte[] bytes) throws IOException {
    return (COSESign1) ((CBORTaggedItem) new CBORDecoder(bytes).next()).getTagContent();
  }

  @Test
  void makesTheStatementsThatWeMake() throws Exception {
    SigningKey key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    Map<Object, Object> claims = new LinkedHashMap<>();
    claims.put(1, ISSUER);
    claims.put(2, "mayor/0101");
    var header =
        new COSEProtectedHeaderBuilder()
            .alg(-19)
            .kid(key.verificationKey().id().bytes())
            .put(15, claims)
            .put(16, "tally-record")
            .build();
    byte[] signed =
        new SigStructureBuilder()
            .signature1()
            .bodyAttributes(header)
            .payload(PAYLOAD)
            .build()
            .encode();
    COSESign1 theirs =
        new COSESign1Builder()
            .protectedHeader(header)
            .payload(new CBORByteArray(PAYLOAD))
            .signature(key.sign(signed))
            .build();
    byte[] bytes = new CBORTaggedItem(18, theirs).encode();
    assertThat(Sign1.decode(bytes).isSignedBy(key.verificationKey())).isTrue();
    assertThat(bytes)
        .isEqualTo(Sign1.sign("tally-record", ISSUER, "mayor/0101", PAYLOAD, key).bytes());
  }
}
