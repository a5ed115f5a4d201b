package org.cotejo.publication;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessReply;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which witnesses cosigned the published checkpoint, and what became of the others: for people who
/// find that a quorum is missing. Nobody signs it and the manifest does not list it; the
/// cosignatures themselves are on the checkpoint.
///
/// @param size entries of that checkpoint
/// @param hasQuorum whether the operator's witness policy holds for it
/// @param replies one of each witness asked, at most 48
public record Witnessing(long size, boolean hasQuorum, List<WitnessReply> replies) {
  /// Where it is published.
  public static final String PATH = "witnesses.json";

  /// Longest file, in bytes: no name is longer than the origin of a log.
  public static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_WITNESSES = 48;
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper READER = JsonMapper.builder().build();

  public Witnessing {
    if (size < 0 || replies.size() > MAX_WITNESSES) {
      throw new IllegalArgumentException("no checkpoint is witnessed like that");
    }
    replies = List.copyOf(replies);
  }

  /// The file.
  public byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("size", size);
      json.writeBooleanProperty("quorum", hasQuorum);
      json.writeArrayPropertyStart("witnesses");
      for (WitnessReply reply : replies) {
        json.writeStartObject();
        json.writeStringProperty("name", reply.witness());
        json.writeStringProperty("outcome", reply.outcome().label());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  /// Reads what [#json] writes and nothing else.
  public static Witnessing parse(byte[] json) throws MalformedException {
    if (json.length > MAX_BYTES) {
      throw new MalformedException("is longer than any such file");
    }
    try {
      JsonNode root = READER.readTree(json);
      var replies = new ArrayList<WitnessReply>();
      for (JsonNode reply : root.path("witnesses")) {
        String name = reply.path("name").stringValue("");
        replies.add(new WitnessReply(name, outcome(reply.path("outcome").stringValue(""))));
      }
      var read =
          new Witnessing(
              root.path("size").longValue(-1), root.path("quorum").booleanValue(false), replies);
      // One comparison refuses every second spelling, and fields nobody knows.
      if (Arrays.equals(read.json(), json)) {
        return read;
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new MalformedException("is not a list of witnesses");
    }
    throw new MalformedException("is not a list of witnesses in its canonical form");
  }

  private static WitnessReply.Outcome outcome(String label) throws MalformedException {
    for (WitnessReply.Outcome outcome : WitnessReply.Outcome.values()) {
      if (outcome.label().equals(label)) {
        return outcome;
      }
    }
    throw new MalformedException("has an outcome that nobody knows");
  }

  /// Whether it can be about this checkpoint: the size is right, and whoever is said to have
  /// cosigned has a line there. Not whether those lines verify.
  public boolean fits(long size, SignedNote checkpoint) {
    Set<String> names = new HashSet<>();
    checkpoint.signatures().forEach(line -> names.add(line.name()));
    return this.size == size
        && replies.stream()
            .filter(reply -> reply.outcome() == WitnessReply.Outcome.COSIGNED)
            .allMatch(reply -> names.contains(reply.witness()));
  }
}
