package org.cotejo.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.SignedNote.Cosignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Keys, notes, checkpoints and cosignatures that another program made, right and wrong ones.
class NoteVectorsTest {
  static Stream<JsonNode> keys() {
    return Vectors.cases("vkeys.jsonl");
  }

  static Stream<JsonNode> notes() {
    return Vectors.cases("notes.jsonl");
  }

  static Stream<JsonNode> checkpoints() {
    return Vectors.cases("checkpoints.jsonl");
  }

  static Stream<JsonNode> cosignatures() {
    return Vectors.cases("cosignatures.jsonl");
  }

  @Test
  void readsAllTheVectors() {
    assertThat(keys()).hasSize(46);
    assertThat(notes()).hasSize(80);
    assertThat(checkpoints()).hasSize(37);
    assertThat(cosignatures()).hasSize(9);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void judgesKeysAsTheVectorsDo(JsonNode test) throws MalformedException {
    String vkey = test.get("vkey").asString();
    if (!test.get("valid").asBoolean()) {
      assertThatThrownBy(() -> NoteVerifier.parse(vkey)).isInstanceOf(MalformedException.class);
      return;
    }
    NoteVerifier key = NoteVerifier.parse(vkey);

    assertThat(key.vkey()).isEqualTo(vkey);
    assertThat(key.name()).isEqualTo(test.get("keyName").asString());
    assertThat(HexFormat.of().toHexDigits(key.keyId())).isEqualTo(test.get("keyId").asString());
    assertThat(key.isCosigner()).isEqualTo(test.get("type").asInt() != 1);
  }

  @ParameterizedTest
  @MethodSource("notes")
  void judgesNotesAsTheVectorsDo(JsonNode test) throws MalformedException {
    byte[] bytes =
        test.has("note")
            ? test.get("note").asString().getBytes(UTF_8)
            : Base64.getDecoder().decode(test.get("noteBase64").asString());
    List<NoteVerifier> known = new ArrayList<>();
    for (JsonNode vkey : test.get("keys")) {
      known.add(NoteVerifier.parse(vkey.asString()));
    }
    switch (test.get("outcome").asString()) {
      case "accepted" -> {
        SignedNote note = SignedNote.parse(bytes);
        note.verify(known);
        assertThat(told(note.cosignatures(known))).isEqualTo(expected(test));
        assertThat(note.bytes()).isEqualTo(bytes);
      }
      case "unsigned" -> {
        SignedNote note = SignedNote.parse(bytes);
        assertThatThrownBy(() -> note.verify(known))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining("not signed by any known key");
        assertThat(told(note.cosignatures(known))).isEqualTo(expected(test));
      }
      case "refused" -> {
        SignedNote note = SignedNote.parse(bytes);
        assertThatThrownBy(() -> note.verify(known))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining("invalid signature");
        assertThatThrownBy(() -> note.cosignatures(known)).isInstanceOf(MalformedException.class);
      }
      case "malformed" ->
          assertThatThrownBy(() -> SignedNote.parse(bytes)).isInstanceOf(MalformedException.class);
      default -> throw new AssertionError("no such outcome");
    }
  }

  private static List<String> told(List<Cosignature> cosignatures) {
    return cosignatures.stream().map(c -> c.by().name() + " " + c.posixSeconds()).toList();
  }

  private static List<String> expected(JsonNode test) {
    return test.get("cosignatures")
        .valueStream()
        .map(c -> c.get("by").asString() + " " + c.get("time").asLong())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void judgesCheckpointsAsTheVectorsDo(JsonNode test) throws MalformedException {
    String body = test.get("body").asString();
    if (test.get("valid").asBoolean()) {
      assertThat(Checkpoint.parse(body).body()).isEqualTo(body);
    } else {
      assertThatThrownBy(() -> Checkpoint.parse(body)).isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("cosignatures")
  void cosignsAsTheVectorsDo(JsonNode test) throws MalformedException {
    Checkpoint checkpoint = Checkpoint.parse(test.get("checkpoint").asString());
    long time = test.get("time").asLong();
    byte[] seed = HexFormat.of().parseHex(test.get("seed").asString());
    NoteVerifier key = NoteVerifier.parse(test.get("vkey").asString());
    SignedNote.Signature known = SignedNote.Signature.parse(test.get("line").asString());
    boolean isEd25519 = test.get("type").asInt() == 4;
    Cosigner cosigner =
        isEd25519
            ? Cosigner.ed25519(key.name(), SigningKey.fromSeed(Algorithm.ED25519, seed))
            : Cosigner.mlDsa44(key.name(), seed, new SecureRandom());
    SignedNote.Signature made = cosigner.cosign(checkpoint, time);

    assertThat(cosigner.verifier()).isEqualTo(key);
    for (SignedNote.Signature signature : List.of(known, made)) {
      SignedNote note = SignedNote.of(checkpoint.body(), List.of(signature));
      assertThat(note.cosignatures(List.of(key))).containsExactly(new Cosignature(key, time));
    }
    if (isEd25519) {
      assertThat(made.line()).isEqualTo(known.line());
    }
    byte[] message =
        isEd25519
            ? NoteKey.Ed25519Cosignature.message(checkpoint, time)
            : NoteKey.MlDsa44Cosignature.message(key.name(), checkpoint, time);
    assertThat(HexFormat.of().formatHex(message)).isEqualTo(test.get("message").asString());
  }
}
