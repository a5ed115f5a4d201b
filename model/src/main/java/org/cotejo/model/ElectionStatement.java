package org.cotejo.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;

/// Entry 0: the authority founds the election. It binds the package, the log and who runs it, so a
/// verifier who holds the authority's keys needs to be told nothing else.
///
/// @param code code of the election, as in its package
/// @param mode real, rehearsal or re-enactment
/// @param origin origin line of the log's checkpoints
/// @param logKeys Ed25519 keys that sign checkpoints
/// @param witnessPolicy a C2SP tlog-policy; empty when no witness is asked
/// @param operators keys that sign bulletins and time-marks
/// @param courts keys that sign rulings
/// @param packageDigests SHA-256 of every file of the election package
/// @param limits how much one signer may log
/// @param site SHA-256 of the program of the results site, if one is published
/// @param organisations lists and observer bodies that file copies of sheets, in the order of their
///   codes
public record ElectionStatement(
    String code,
    Mode mode,
    String origin,
    List<VerificationKey> logKeys,
    String witnessPolicy,
    List<VerificationKey> operators,
    List<VerificationKey> courts,
    SortedMap<String, Hash> packageDigests,
    Limits limits,
    Optional<Hash> site,
    List<Organisation> organisations)
    implements Statement {

  static final int MAX_SERVER_KEYS = 8;
  private static final int MAX_COURTS = 32;
  private static final int MAX_ORIGIN = 200;
  private static final int MAX_POLICY = 4096;
  private static final int MAX_FILES = 32;
  private static final int MAX_FILE_NAME = 64;

  public ElectionStatement {
    logKeys = List.copyOf(logKeys);
    operators = List.copyOf(operators);
    courts = List.copyOf(courts);
    organisations = List.copyOf(organisations);
    packageDigests = Collections.unmodifiableSortedMap(new TreeMap<>(packageDigests));
    if (origin.isEmpty() || logKeys.isEmpty() || operators.isEmpty() || packageDigests.isEmpty()) {
      throw new IllegalArgumentException(
          "an election has an origin, a log key, an operator key and a package");
    }
    if (logKeys.size() > MAX_SERVER_KEYS
        || operators.size() > MAX_SERVER_KEYS
        || courts.size() > MAX_COURTS
        || packageDigests.size() > MAX_FILES) {
      throw new IllegalArgumentException("more keys or files than an election statement holds");
    }
    if (utf8(origin).length > MAX_ORIGIN || utf8(witnessPolicy).length > MAX_POLICY) {
      throw new IllegalArgumentException("origin or witness policy is too long");
    }
    packageDigests.keySet().forEach(ElectionStatement::checkFileName);
    Organisation.checkOrder(organisations);
  }

  /// An election in which no organisation has a key.
  public ElectionStatement(
      String code,
      Mode mode,
      String origin,
      List<VerificationKey> logKeys,
      String witnessPolicy,
      List<VerificationKey> operators,
      List<VerificationKey> courts,
      SortedMap<String, Hash> packageDigests,
      Limits limits,
      Optional<Hash> site) {
    this(
        code,
        mode,
        origin,
        logKeys,
        witnessPolicy,
        operators,
        courts,
        packageDigests,
        limits,
        site,
        List.of());
  }

  private static void checkFileName(String name) {
    if (name.length() > MAX_FILE_NAME || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not the name of a package file: '" + name + "'");
    }
  }

  /// Bounds on what one signer can make the public log carry.
  ///
  /// @param perKeyAndSubject different statements one key may log about one subject
  /// @param heldPerSubject records held for one station and contest
  public record Limits(long perKeyAndSubject, long heldPerSubject) {
    public static final Limits STANDARD = new Limits(16, 4);
    static final long MAX = 120;

    public Limits {
      if (perKeyAndSubject < 1
          || heldPerSubject < 0
          || Math.max(perKeyAndSubject, heldPerSubject) > MAX) {
        throw new IllegalArgumentException("limits out of range");
      }
    }
  }

  /// Entry 0 names no issuer: it is what all others name.
  public Sign1 sign(SigningKey authority) {
    return Sign1.sign(kind().label(), new byte[0], subject(), payload(), authority);
  }

  @Override
  public Sign1 sign(ElectionId election, SigningKey key) {
    throw new IllegalStateException("an election statement is issued by nobody but itself");
  }

  static ElectionStatement decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(10, key -> read.field(key, reader));
    reader.end();
    if (read.seen != 8 + read.optional()) {
      throw new MalformedException("the election statement lacks one of its fields 1 to 8");
    }
    try {
      return new ElectionStatement(
          subject,
          Mode.of(read.mode),
          read.origin,
          read.logKeys,
          read.policy,
          read.operators,
          read.courts,
          read.files,
          new Limits(read.limits[0], read.limits[1]),
          read.site,
          read.organisations);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    int seen;
    String mode = "";
    String origin = "";
    String policy = "";
    List<VerificationKey> logKeys = List.of();
    List<VerificationKey> operators = List.of();
    List<VerificationKey> courts = List.of();
    final SortedMap<String, Hash> files = new TreeMap<>();
    final long[] limits = new long[2];
    Optional<Hash> site = Optional.empty();
    List<Organisation> organisations = List.of();

    /// How many of the fields are there that need not be.
    int optional() {
      return (site.isPresent() ? 1 : 0) + (organisations.isEmpty() ? 0 : 1);
    }

    void field(long key, CborReader reader) throws MalformedException {
      seen++;
      switch (Math.clamp(key, 0, 11)) {
        case 1 -> mode = reader.text(20);
        case 2 -> origin = reader.text(MAX_ORIGIN);
        case 3 -> logKeys = KeyCodec.readAll(reader, MAX_SERVER_KEYS);
        case 4 -> policy = reader.text(MAX_POLICY);
        case 5 -> operators = KeyCodec.readAll(reader, MAX_SERVER_KEYS);
        case 6 -> courts = KeyCodec.readAll(reader, MAX_COURTS);
        case 7 ->
            reader.textMap(MAX_FILES, name -> files.put(name, Hash.of(reader.bytesOf(Hash.BYTES))));
        case 8 -> {
          reader.arrayOf(2);
          limits[0] = reader.unsigned(Limits.MAX);
          limits[1] = reader.unsigned(Limits.MAX);
        }
        case 9 -> site = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        case 10 -> organisations = organisations(reader);
        default -> throw new MalformedException("unknown field " + key + " in an election");
      }
    }

    private static List<Organisation> organisations(CborReader reader) throws MalformedException {
      int count = reader.array(Organisation.MAX);
      if (count == 0) {
        throw new MalformedException("organisations are left out where there are none");
      }
      var read = new ArrayList<Organisation>(count);
      for (int i = 0; i < count; i++) {
        read.add(Organisation.read(reader));
      }
      return read;
    }
  }

  @Override
  public Kind kind() {
    return Kind.ELECTION;
  }

  @Override
  public String subject() {
    return code;
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    int optional = (site.isPresent() ? 1 : 0) + (organisations.isEmpty() ? 0 : 1);
    writer.map(8 + optional).unsigned(1).text(mode.label());
    writer.unsigned(2).text(origin).unsigned(3);
    KeyCodec.writeAll(writer, logKeys);
    writer.unsigned(4).text(witnessPolicy).unsigned(5);
    KeyCodec.writeAll(writer, operators);
    writer.unsigned(6);
    KeyCodec.writeAll(writer, courts);
    writer.unsigned(7).map(packageDigests.size());
    packageDigests.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey, ElectionStatement::inOrderOfEncoding))
        .forEach(file -> writer.text(file.getKey()).bytes(file.getValue().bytes()));
    writer
        .unsigned(8)
        .array(2)
        .unsigned(limits.perKeyAndSubject())
        .unsigned(limits.heldPerSubject());
    site.ifPresent(digest -> writer.unsigned(9).bytes(digest.bytes()));
    if (!organisations.isEmpty()) {
      writer.unsigned(10).array(organisations.size());
      organisations.forEach(organisation -> organisation.write(writer));
    }
    return writer.toByteArray();
  }

  /// Deterministic CBOR sorts text keys by the length of their UTF-8 first, then by its bytes.
  private static int inOrderOfEncoding(String a, String b) {
    byte[] first = utf8(a);
    byte[] second = utf8(b);
    return first.length != second.length
        ? Integer.compare(first.length, second.length)
        : Arrays.compareUnsigned(first, second);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
