package org.cotejo.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What codes were found in which photographs, kept in a file, so that thousands of them need not
/// be searched again after an interruption. Only the search is kept: signatures and figures are
/// checked anew each time. A photograph is known by the SHA-256 of its bytes, whatever it is
/// called. Safe from several threads; see "Sheets that were read" in `docs/formats.md`.
public final class CodesRead implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FIRST_LINE = "cotejo-codes/1";
  private static final int MAX_BYTES = 1 << 30;

  private final Map<Hash, Set<String>> known = new ConcurrentHashMap<>();
  private final OutputStream out;

  private CodesRead(OutputStream out) {
    this.out = out;
  }

  /// Goes on with a file, or begins one.
  ///
  /// @throws IOException if it is something else, or cannot be written
  public static CodesRead open(Path file) throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (bytes.length > MAX_BYTES) {
      throw new IOException(file + ": larger than 1 GiB");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.isEmpty() && !text.startsWith(FIRST_LINE + "\n")) {
      throw new IOException(file + ": not a file of codes that were read; name a new one");
    }
    // A last line without its end was being written when the power went.
    int whole = text.lastIndexOf('\n') + 1;
    var codes =
        new CodesRead(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    if (whole == 0) {
      codes.out.write((FIRST_LINE + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (whole < text.length()) {
      codes.out.write('\n');
    }
    int number = 1;
    for (String line : text.substring(0, whole).lines().skip(1).toList()) {
      number++;
      codes.learn(line, file, number);
    }
    return codes;
  }

  private void learn(String line, Path file, int number) throws IOException {
    try {
      JsonNode object = JSON.readTree(line);
      var texts = new LinkedHashSet<String>();
      object.path("codes").forEach(text -> texts.add(text.asString()));
      known.put(Hash.parseHex(object.path("sha256").asString("")), texts);
    } catch (JacksonException | MalformedException e) {
      // The half line that was cut off once; what it said is searched for again.
      if (line.endsWith("}")) {
        throw new IOException("%s:%d: not a line of this file".formatted(file, number), e);
      }
    }
  }

  /// The codes in a file with these bytes, if it was searched before.
  public Optional<Set<String>> of(Hash bytes) {
    return Optional.ofNullable(known.get(bytes));
  }

  /// Keeps what was found.
  public void add(Hash bytes, Set<String> texts) throws IOException {
    if (known.putIfAbsent(bytes, texts) != null) {
      return;
    }
    ObjectNode object = JSON.createObjectNode();
    object.put("sha256", bytes.hex());
    ArrayNode codes = object.putArray("codes");
    texts.forEach(codes::add);
    byte[] line = (JSON.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(line);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
