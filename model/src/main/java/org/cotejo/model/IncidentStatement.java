package org.cotejo.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The operator's account of requests it refused: where they were counted, when, how many, and the
/// digest of the counters behind the numbers. It says nothing about who sent them or why; a text
/// that does stands beside the log and can be withdrawn, see [SealedText].
///
/// @param vantage where the requests were counted, such as `intake/stations`
/// @param from POSIX seconds, the first second counted
/// @param to POSIX seconds, the last second counted
/// @param seconds how many seconds of the window there are counters of; a server that was down
///   counted nothing, which is not the same as nothing to count
/// @param refused requests refused for any reason
/// @param byReason requests refused for each reason for which there were any
/// @param accepted records accepted in the window
/// @param networks estimate of how many different networks were seen in the minute with the most
/// @param counters SHA-256 of the raw counters of the window
/// @param text digest of the [SealedText] about it
public record IncidentStatement(
    String vantage,
    long from,
    long to,
    long seconds,
    RefusedPerSecond refused,
    SortedMap<String, RefusedPerSecond> byReason,
    long accepted,
    long networks,
    Hash counters,
    Optional<Hash> text)
    implements Statement {
  /// What is counted, and the only thing that is.
  public static final String UNIT = "requests-refused";

  /// The longest window.
  public static final long MAX_SECONDS = RefusedPerSecond.MAX_SECONDS;

  static final int MAX_REASONS = 32;
  static final int MAX_VANTAGE = 40;
  private static final int MAX_REASON = 24;
  private static final Pattern VANTAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
  private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9-]*");

  /// The order of keys in deterministic CBOR.
  private static final Comparator<String> SHORTER_FIRST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  public IncidentStatement {
    byReason = Collections.unmodifiableSortedMap(new TreeMap<>(byReason));
    if (!isVantage(vantage)) {
      throw new IllegalArgumentException("not a vantage point: '" + vantage + "'");
    }
    if (from < 0 || to < from || to > TimeMark.MAX_SECONDS || to - from >= MAX_SECONDS) {
      throw new IllegalArgumentException("not a window: %d to %d".formatted(from, to));
    }
    if (seconds < 1 || seconds > to - from + 1) {
      throw new IllegalArgumentException(
          "%d seconds are counted of a window of %d".formatted(seconds, to - from + 1));
    }
    if (Math.min(accepted, networks) < 0
        || Math.max(accepted, networks) > RefusedPerSecond.MAX_COUNT) {
      throw new IllegalArgumentException("accepted records or networks out of range");
    }
    check(refused, byReason, seconds);
  }

  /// Whether this names a place where requests are counted: up to 40 letters, digits, dots, dashes
  /// and underscores, in parts set apart by slashes.
  public static boolean isVantage(String text) {
    return text.length() <= MAX_VANTAGE && VANTAGE.matcher(text).matches();
  }

  private static void check(
      RefusedPerSecond refused, SortedMap<String, RefusedPerSecond> byReason, long seconds) {
    if (byReason.size() > MAX_REASONS) {
      throw new IllegalArgumentException("more reasons than " + MAX_REASONS);
    }
    long sum = 0;
    for (var reason : byReason.entrySet()) {
      if (reason.getKey().length() > MAX_REASON || !REASON.matcher(reason.getKey()).matches()) {
        throw new IllegalArgumentException("not a reason: '" + reason.getKey() + "'");
      }
      if (reason.getValue().sum() == 0) {
        throw new IllegalArgumentException("nothing was refused as " + reason.getKey());
      }
      checkFit(reason.getValue(), seconds);
      sum = Math.addExact(sum, reason.getValue().sum());
    }
    checkFit(refused, seconds);
    if (sum != refused.sum()) {
      throw new IllegalArgumentException(
          "%d refused, and %d for all reasons".formatted(refused.sum(), sum));
    }
  }

  private static void checkFit(RefusedPerSecond figures, long seconds) {
    if (!figures.fits(seconds)) {
      throw new IllegalArgumentException(
          "no %d seconds have these figures: %s".formatted(seconds, figures.numbers()));
    }
  }

  static IncidentStatement decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(9, key -> read.field(key, reader));
    reader.end();
    if (read.seen < 9 && !(read.seen == 8 && read.text.isEmpty())) {
      throw new MalformedException("an incident lacks one of its fields 1 to 8");
    }
    int slash = subject.lastIndexOf('/');
    if (slash < 0) {
      throw new MalformedException("the subject is not vantage/second: '" + subject + "'");
    }
    if (!read.unit.equals(UNIT)) {
      throw new MalformedException("unknown unit '" + read.unit + "'");
    }
    try {
      return new IncidentStatement(
          subject.substring(0, slash),
          Decimal.parse(subject.substring(slash + 1), TimeMark.MAX_SECONDS),
          read.to,
          read.seconds,
          read.refused.getFirst(),
          read.byReason,
          read.accepted,
          read.networks,
          Hash.of(read.counters),
          read.text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    int seen;
    String unit = "";
    long to;
    long seconds;
    List<RefusedPerSecond> refused = List.of();
    final SortedMap<String, RefusedPerSecond> byReason = new TreeMap<>();
    long accepted;
    long networks;
    byte[] counters = {};
    Optional<Hash> text = Optional.empty();

    void field(long key, CborReader reader) throws MalformedException {
      seen++;
      switch (Math.clamp(key, 0, 10)) {
        case 1 -> unit = reader.text(MAX_REASON);
        case 2 -> to = reader.unsigned(TimeMark.MAX_SECONDS);
        case 3 -> seconds = reader.unsigned(MAX_SECONDS);
        case 4 -> refused = List.of(RefusedPerSecond.read(reader));
        case 5 ->
            reader.textMap(
                MAX_REASONS, reason -> byReason.put(reason, RefusedPerSecond.read(reader)));
        case 6 -> accepted = reader.unsigned(RefusedPerSecond.MAX_COUNT);
        case 7 -> networks = reader.unsigned(RefusedPerSecond.MAX_COUNT);
        case 8 -> counters = reader.bytesOf(Hash.BYTES);
        case 9 -> text = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        default -> throw new MalformedException("unknown field " + key + " in an incident");
      }
    }
  }

  @Override
  public Kind kind() {
    return Kind.INCIDENT;
  }

  @Override
  public String subject() {
    return vantage + "/" + from;
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    writer.map(text.isPresent() ? 9 : 8).unsigned(1).text(UNIT).unsigned(2).unsigned(to);
    writer.unsigned(3).unsigned(seconds).unsigned(4);
    refused.write(writer);
    writer.unsigned(5).map(byReason.size());
    byReason.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(SHORTER_FIRST))
        .forEach(reason -> reason.getValue().write(writer.text(reason.getKey())));
    writer.unsigned(6).unsigned(accepted).unsigned(7).unsigned(networks);
    writer.unsigned(8).bytes(counters.bytes());
    text.ifPresent(digest -> writer.unsigned(9).bytes(digest.bytes()));
    return writer.toByteArray();
  }
}
