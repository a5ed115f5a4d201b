package org.cotejo.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy.Group;
import org.cotejo.log.Policy.Log;
import org.cotejo.log.Policy.Member;
import org.cotejo.log.Policy.Witness;
import org.jspecify.annotations.Nullable;

/// Reads a policy line by line. A name can only be used below the line that defines it, so no group
/// can contain itself.
///
/// Octets above 0x7f are opaque by the format. A file that is UTF-8 throughout is read as such, any
/// other as ISO 8859-1: either way two names are equal if and only if their octets are.
final class PolicyReader {
  /// The quorum that asks for nobody.
  static final String NONE = "none";

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private final Charset octets;
  private final List<Log> logs = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Member> defined = new HashMap<>();
  private final Set<String> members = new HashSet<>();
  private @Nullable String quorum;

  private PolicyReader(Charset octets) {
    this.octets = octets;
  }

  static Policy read(byte[] bytes) throws MalformedException {
    if (bytes.length > Policy.MAX_BYTES) {
      throw new MalformedException("policy is longer than " + Policy.MAX_BYTES + " bytes");
    }
    Charset octets = isUtf8(bytes) ? UTF_8 : ISO_8859_1;
    String[] lines = new String(bytes, octets).split("\n", -1);
    // A file cut short could end in the name of another quorum.
    if (!lines[lines.length - 1].isEmpty()) {
      throw new MalformedException("policy does not end with a newline");
    }
    PolicyReader reader = new PolicyReader(octets);
    for (int i = 0; i < lines.length; i++) {
      try {
        reader.line(lines[i]);
      } catch (MalformedException e) {
        throw new MalformedException("policy line %d: %s".formatted(i + 1, e.getMessage()));
      }
    }
    if (reader.quorum == null) {
      throw new MalformedException("policy has no quorum line");
    }
    Optional<Member> quorum = Optional.ofNullable(reader.defined.get(reader.quorum));
    return new Policy(reader.logs, reader.witnesses, reader.groups, quorum, octets);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// The text whose octets in one charset are those of this text in another.
  static String recode(String text, Charset from, Charset to) {
    return new String(text.getBytes(from), to);
  }

  private void line(String line) throws MalformedException {
    if (line.chars().anyMatch(c -> (c < FIRST_PRINTABLE && c != '\t') || c == DELETE)) {
      throw new MalformedException("a control character other than tab");
    }
    List<String> items =
        Arrays.stream(line.split("[ \t]+")).filter(item -> !item.isEmpty()).toList();
    if (items.isEmpty() || items.getFirst().startsWith("#")) {
      return;
    }
    List<String> values = items.subList(1, items.size());
    switch (items.getFirst()) {
      case "log" -> log(values);
      case "witness" -> witness(values);
      case "group" -> group(values);
      case "quorum" -> quorum(values);
      default -> throw new MalformedException("does not begin with log, witness, group or quorum");
    }
  }

  private void log(List<String> values) throws MalformedException {
    if (values.isEmpty() || values.size() > 2) {
      throw new MalformedException("a log has a key and perhaps a URL");
    }
    refuseMoreThan(logs, "logs");
    NoteVerifier key = key(values.getFirst());
    if (logs.stream().anyMatch(log -> log.key().hasKeyOf(key))) {
      throw new MalformedException("a log with this key is listed above");
    }
    logs.add(new Log(key, values.stream().skip(1).findFirst()));
  }

  private void witness(List<String> values) throws MalformedException {
    if (values.size() < 2 || values.size() > 3) {
      throw new MalformedException("a witness has a name, a key and perhaps a URL");
    }
    refuseMoreThan(witnesses, "witnesses");
    NoteVerifier key = key(values.get(1));
    if (!key.isCosigner()) {
      throw new MalformedException("the key of a witness has type 0x04 or 0x06");
    }
    if (witnesses.stream().anyMatch(witness -> witness.key().hasKeyOf(key))) {
      throw new MalformedException("a witness with this key is listed above");
    }
    Witness witness = new Witness(values.getFirst(), key, values.stream().skip(2).findFirst());
    define(witness);
    witnesses.add(witness);
  }

  private void group(List<String> values) throws MalformedException {
    if (values.size() < 3) {
      throw new MalformedException("a group has a name, all, any or a number, and members");
    }
    refuseMoreThan(groups, "groups");
    List<Member> inside = new ArrayList<>();
    for (String name : values.subList(2, values.size())) {
      inside.add(named(name));
      if (!members.add(name)) {
        throw new MalformedException("a name is a member of one group, once");
      }
    }
    Group group = new Group(values.getFirst(), threshold(values.get(1), inside.size()), inside);
    define(group);
    groups.add(group);
  }

  private static int threshold(String text, int members) throws MalformedException {
    long threshold =
        switch (text) {
          case "all" -> members;
          case "any" -> 1;
          default -> NoteText.decimal("the number of members needed", text);
        };
    if (threshold < 1 || threshold > members) {
      throw new MalformedException("a group of %d needs 1 to %1$d of them".formatted(members));
    }
    return (int) threshold;
  }

  private void quorum(List<String> values) throws MalformedException {
    if (values.size() != 1) {
      throw new MalformedException("a quorum has one name");
    }
    if (quorum != null) {
      throw new MalformedException("there is a quorum line above");
    }
    String name = values.getFirst();
    quorum = name.equals(NONE) ? NONE : named(name).name();
  }

  private NoteVerifier key(String vkey) throws MalformedException {
    return NoteVerifier.parse(NoteText.decode(vkey.getBytes(octets)));
  }

  private void define(Member member) throws MalformedException {
    if (member.name().equals(NONE)) {
      throw new MalformedException("nothing can be named none");
    }
    if (defined.putIfAbsent(member.name(), member) != null) {
      throw new MalformedException("the name is defined above");
    }
  }

  private Member named(String name) throws MalformedException {
    Member member = defined.get(name);
    if (member == null) {
      throw new MalformedException("no line above defines " + Policy.readable(name));
    }
    return member;
  }

  private static void refuseMoreThan(List<?> listed, String what) throws MalformedException {
    if (listed.size() == Policy.MAX_DEFINED) {
      throw new MalformedException("more than %d %s".formatted(Policy.MAX_DEFINED, what));
    }
  }
}
