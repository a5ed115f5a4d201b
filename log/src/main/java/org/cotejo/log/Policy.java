package org.cotejo.log;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;

/// Whose signatures make a checkpoint believable: the logs one accepts, the witnesses one knows,
/// and how many of them must have cosigned (C2SP tlog-policy). The reader of a log decides on it,
/// not the log.
///
/// Names of witnesses and groups are octets that mean nothing outside the policy; two are the same
/// if their octets are.
public final class Policy {
  /// Most logs, witnesses and groups, of each; the format asks for at least 32. A note carries no
  /// more signatures than that.
  public static final int MAX_DEFINED = 64;

  /// Longest policy, in bytes: that many post-quantum keys of both kinds, with names and addresses.
  public static final int MAX_BYTES = 512 * 1024;

  private final List<Log> logs;
  private final List<Witness> witnesses;
  private final List<Group> groups;
  private final Optional<Member> quorum;
  private final Charset octets;

  Policy(
      List<Log> logs,
      List<Witness> witnesses,
      List<Group> groups,
      Optional<Member> quorum,
      Charset octets) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.groups = List.copyOf(groups);
    this.quorum = quorum;
    this.octets = octets;
  }

  /// An accepted log.
  ///
  /// @param key its name is the log's origin
  /// @param url what the format leaves to the application
  public record Log(NoteVerifier key, Optional<String> url) {}

  /// What a quorum is made of.
  public sealed interface Member {
    String name();
  }

  /// A known witness.
  ///
  /// @param name in this policy; the name its lines carry is the key's
  /// @param url where it takes checkpoints, by recommendation its tlog-witness submission prefix
  public record Witness(String name, NoteVerifier key, Optional<String> url) implements Member {
    /// The name in this policy as people may read it.
    public String readableName() {
      return readable(name);
    }
  }

  /// So many of its members must have cosigned.
  ///
  /// @param threshold from 1 to the number of members
  /// @param members each a member of this group only
  public record Group(String name, int threshold, List<Member> members) implements Member {
    public Group {
      members = List.copyOf(members);
      if (threshold < 1 || threshold > members.size()) {
        throw new IllegalArgumentException(
            "%d of %d members are no threshold".formatted(threshold, members.size()));
      }
    }
  }

  /// A witness of the policy that cosigned.
  ///
  /// @param posixSeconds its newest cosignature, 0 if that says no time
  public record Cosigned(Witness witness, long posixSeconds) {}

  /// What a policy says of a checkpoint.
  ///
  /// @param cosigned who of its witnesses cosigned, in the policy's order
  /// @param lacking a sentence that names the witnesses whose cosignatures are missing; empty if
  ///   the quorum holds
  public record Result(List<Cosigned> cosigned, Optional<String> lacking) {
    public Result {
      cosigned = List.copyOf(cosigned);
    }

    public boolean holds() {
      return lacking.isEmpty();
    }

    /// When the newest cosignature was made; empty if none says so.
    public OptionalLong newest() {
      return cosigned.stream().mapToLong(Cosigned::posixSeconds).filter(time -> time > 0).max();
    }
  }

  /// Reads a policy file.
  ///
  /// @throws MalformedException with the line and what is wrong there
  public static Policy parse(byte[] bytes) throws MalformedException {
    return PolicyReader.read(bytes);
  }

  /// The policy as a file that [#parse] reads as the same policy, without comments.
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    for (Log log : logs) {
      text.append("log ").append(inOctets(log.key())).append(url(log.url())).append('\n');
    }
    for (Witness witness : witnesses) {
      text.append("witness ").append(witness.name()).append(' ');
      text.append(inOctets(witness.key())).append(url(witness.url())).append('\n');
    }
    for (Group group : groups) {
      text.append("group ").append(group.name()).append(' ').append(group.threshold());
      group.members().forEach(member -> text.append(' ').append(member.name()));
      text.append('\n');
    }
    text.append("quorum ").append(quorum.map(Member::name).orElse(PolicyReader.NONE));
    return text.append('\n').toString().getBytes(octets);
  }

  private String inOctets(NoteVerifier key) {
    return PolicyReader.recode(key.vkey(), StandardCharsets.UTF_8, octets);
  }

  private static String url(Optional<String> url) {
    return url.map(address -> " " + address).orElse("");
  }

  /// Logs in the order of the file; none where the log is known from elsewhere.
  public List<Log> logs() {
    return logs;
  }

  /// Witnesses in the order of the file, whether the quorum needs them or not.
  public List<Witness> witnesses() {
    return witnesses;
  }

  /// What must have cosigned; empty for `quorum none`.
  public Optional<Member> quorum() {
    return quorum;
  }

  /// The quorum's name as people may read it, `none` if nobody need cosign.
  public String quorumName() {
    return readable(quorum.map(Member::name).orElse(PolicyReader.NONE));
  }

  /// The keys under which the policy accepts the log with this origin.
  public List<NoteVerifier> logKeys(String origin) {
    return logs.stream().map(Log::key).filter(key -> key.name().equals(origin)).toList();
  }

  /// Says whether the checkpoint that the note is satisfies the policy. If the policy lists no
  /// logs, it is for the caller to have verified that a log signed it.
  ///
  /// @throws MalformedException if the note is no checkpoint, is not signed by a log that the
  ///   policy lists, or has an invalid line of a log or witness of the policy
  public Result evaluate(SignedNote note) throws MalformedException {
    String origin = Checkpoint.parse(note.text()).origin();
    if (!logs.isEmpty()) {
      List<NoteVerifier> keys = logKeys(origin);
      if (keys.isEmpty()) {
        throw new MalformedException("the policy does not list the log " + readable(origin));
      }
      note.verify(keys);
    }
    Map<NoteVerifier, Long> times = new HashMap<>();
    for (var cosignature : note.cosignatures(witnesses.stream().map(Witness::key).toList())) {
      times.merge(cosignature.by(), cosignature.posixSeconds(), Math::max);
    }
    List<Cosigned> cosigned = new ArrayList<>();
    for (Witness witness : witnesses) {
      Optional.ofNullable(times.get(witness.key()))
          .ifPresent(time -> cosigned.add(new Cosigned(witness, time)));
    }
    Optional<String> lacking =
        quorum
            .filter(member -> !holds(member, times))
            .map(member ->
                "the quorum %s lacks the cosignature of %s"
                    .formatted(quorumName(), lacking(member, times)));
    return new Result(cosigned, lacking);
  }

  private static boolean holds(Member member, Map<NoteVerifier, Long> times) {
    return switch (member) {
      case Witness witness -> times.containsKey(witness.key());
      case Group group ->
          group.members().stream().filter(inner -> holds(inner, times)).count()
              >= group.threshold();
    };
  }

  /// Names what a member that does not hold still needs.
  private static String lacking(Member member, Map<NoteVerifier, Long> times) {
    return switch (member) {
      case Witness witness -> witness.readableName();
      case Group group -> {
        List<Member> absent =
            group.members().stream().filter(inner -> !holds(inner, times)).toList();
        int needed = group.threshold() - (group.members().size() - absent.size());
        String named =
            absent.stream()
                .map(inner -> lacking(inner, times))
                .map(inner -> absent.size() > 1 && inner.contains(" ") ? "(" + inner + ")" : inner)
                .collect(Collectors.joining(", "));
        yield absent.size() == 1 ? named : "%d of %s".formatted(needed, named);
      }
    };
  }

  /// Names may hold control characters beyond ASCII, which a terminal obeys.
  static String readable(String name) {
    return name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
