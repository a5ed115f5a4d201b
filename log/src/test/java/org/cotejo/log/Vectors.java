package org.cotejo.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The known answers that several tests share.
final class Vectors {
  static final String LOG_NAME = "example.com/tally";
  static final String LOG_VKEY =
      "example.com/tally+fcf6042d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

  /// The eight entries that RFC 6962 implementations test with.
  static final List<byte[]> RFC_ENTRIES =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(HexFormat.of()::parseHex)
          .toList();

  private Vectors() {}

  static NoteSigner logSigner() {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    return new NoteSigner(LOG_NAME, SigningKey.fromSeed(Algorithm.ED25519, seed));
  }

  static List<NoteVerifier> logKey() {
    try {
      return List.of(NoteVerifier.parse(LOG_VKEY));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  static MerkleTree tree(List<byte[]> entries) {
    MerkleTree tree = new MerkleTree();
    entries.forEach(tree::append);
    return tree;
  }

  static List<byte[]> tallyRecords(int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> ("tally record " + i).getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  static Path path(String name) {
    URL url = Objects.requireNonNull(Vectors.class.getResource("/vectors/tlog/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One JSON object a line.
  static Stream<JsonNode> cases(String name) {
    return text(name).lines().map(new JsonMapper()::readTree);
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }
}
