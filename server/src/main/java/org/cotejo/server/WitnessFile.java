package org.cotejo.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessClient;

/// A witness policy (C2SP tlog-policy) as the one who asks for cosignatures needs it: every witness
/// has an address, and lines about logs say nothing here.
public final class WitnessFile {
  private static final int MAX_BYTES = 64 * 1024;

  private final Path file;
  private final List<WitnessClient.Peer> peers = new ArrayList<>();
  private final Map<String, Witnesses.Quorum> named = new HashMap<>();
  private Optional<Witnesses.Quorum> quorum = Optional.empty();

  private WitnessFile(Path file) {
    this.file = file;
  }

  /// @throws IOException if the file cannot be read or is no such policy; says which line
  public static Witnesses read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": is longer than any policy");
    }
    var read = new WitnessFile(file);
    int number = 0;
    for (String line : Files.readString(file).split("\n", -1)) {
      number++;
      String stripped = line.replaceAll("^[ \t]+|[ \t]+$", "");
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        read.line(number, stripped.split("[ \t]+"));
      }
    }
    if (read.quorum.isEmpty()) {
      throw new IOException(file + ": has no quorum line");
    }
    return new Witnesses(read.peers, read.quorum.get(), WitnessClient.PATIENCE);
  }

  private void line(int number, String[] items) throws IOException {
    try {
      switch (items[0]) {
        case "log" -> {}
        case "witness" -> witness(items);
        case "group" -> group(items);
        case "quorum" -> quorum(items);
        default -> throw new MalformedException("begins with none of the known words");
      }
    } catch (MalformedException | IllegalArgumentException e) {
      throw new IOException("%s: line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private void witness(String[] items) throws MalformedException {
    if (items.length != 4) {
      throw new MalformedException("expected: witness NAME VKEY URL");
    }
    NoteVerifier key = NoteVerifier.parse(items[2]);
    peers.add(new WitnessClient.Peer(key, URI.create(items[3])));
    name(items[1], checkpoint -> isCosigned(checkpoint, key));
  }

  private static boolean isCosigned(SignedNote checkpoint, NoteVerifier key) {
    try {
      checkpoint.verify(List.of(key));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private void group(String[] items) throws MalformedException {
    if (items.length < 4) {
      throw new MalformedException("expected: group NAME any|all|NUMBER MEMBER...");
    }
    List<Witnesses.Quorum> members = new ArrayList<>();
    for (String member : Arrays.asList(items).subList(3, items.length)) {
      members.add(known(member));
    }
    int enough =
        switch (items[2]) {
          case "any" -> 1;
          case "all" -> members.size();
          default -> Integer.parseInt(items[2]);
        };
    if (enough < 1 || enough > members.size()) {
      throw new MalformedException("%d of %d members".formatted(enough, members.size()));
    }
    name(
        items[1],
        checkpoint ->
            members.stream().filter(member -> member.holdsFor(checkpoint)).count() >= enough);
  }

  private void quorum(String[] items) throws MalformedException {
    if (items.length != 2 || quorum.isPresent()) {
      throw new MalformedException("expected once: quorum NAME|none");
    }
    quorum = Optional.of(items[1].equals("none") ? checkpoint -> true : known(items[1]));
  }

  private Witnesses.Quorum known(String name) throws MalformedException {
    Witnesses.Quorum known = named.get(name);
    if (known == null) {
      throw new MalformedException("no line above defines " + name);
    }
    return known;
  }

  private void name(String name, Witnesses.Quorum quorum) throws MalformedException {
    if (name.equals("none") || named.put(name, quorum) != null) {
      throw new MalformedException("the name is taken: " + name);
    }
  }
}
