package org.cotejo.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;

/// Statements of every kind from one seed, with the ends of each range more often than chance would
/// have them.
final class RandomStatements {
  private static final List<VerificationKey> KEYS =
      IntStream.range(1, 13).mapToObj(RandomStatements::key).toList();

  private final Random random;

  RandomStatements(long seed) {
    random = new Random(seed);
  }

  private static VerificationKey key(int number) {
    byte[] seed = new byte[32];
    seed[31] = (byte) number;
    Algorithm algorithm =
        switch (number % 3) {
          case 0 -> Algorithm.ED25519;
          case 1 -> Algorithm.EDDSA;
          default -> Algorithm.ES256;
        };
    return SigningKey.fromSeed(algorithm, seed).verificationKey();
  }

  Statement of(Kind kind) {
    return switch (kind) {
      case ELECTION -> election();
      case ENROLMENT -> enrolment();
      case PHASE ->
          new PhaseChange(
              oneOf(List.of(Phase.COUNTING_OPEN, Phase.RECORDS_CLOSED, Phase.LOG_CLOSED)));
      case TALLY_RECORD -> new TallyRecord(subject(), figures());
      case CORRIGENDUM ->
          new Corrigendum(
              subject(),
              hash(),
              random.nextBoolean() ? new Decision.Adopt() : new Decision.Replace(figures()));
      case RULING -> new Ruling(rulingContent(), optionalHash());
      case TIME_MARK -> new TimeMark(number(0, 253_402_300_799L), optionalHash());
      case BULLETIN ->
          new BulletinStatement(
              number(1, 1_000_000),
              number(1, 1L << 40),
              hash(),
              number(0, 253_402_300_799L),
              number(0, Integer.MAX_VALUE),
              hash());
      case LOG_KEY -> logKey();
      case INCIDENT -> incident();
      case OPENING -> new Opening("S" + random.nextInt(100_000), hash(), hash());
      case WITNESS_COPY -> copy();
      case CLAIM -> claim();
      case CHALLENGE ->
          new Challenge(
              area(),
              oneOf(List.of(Challenge.Relief.values())),
              ascending((int) number(0, 500), () -> "s" + random.nextInt(100_000)),
              optionalHash(),
              ascending((int) number(0, 16), this::hash),
              optionalHash());
      case EVIDENCE -> new Evidence(hash(), exhibit(), custody());
    };
  }

  private Ruling.Content rulingContent() {
    if (random.nextInt(3) == 0) {
      return new Ruling.OfStatement(hash(), oneOf(List.of(Ruling.Order.values())));
    }
    return new Ruling.OfValue(
        subject(),
        hash(),
        oneOf(List.of(new Decision.Adopt(), new Decision.Annul(), new Decision.Replace(figures()))),
        optionalHash());
  }

  private Claim claim() {
    List<Long> votes =
        random.nextBoolean()
            ? List.of()
            : LongStream.of(counts((int) number(1, 1000))).boxed().toList();
    return new Claim(
        area(),
        count(),
        votes,
        random.nextBoolean() ? OptionalLong.of(number(0, 253_402_300_799L)) : OptionalLong.empty(),
        votes.isEmpty() ? Optional.of(hash()) : optionalHash(),
        optionalHash());
  }

  private Exhibit exhibit() {
    var file =
        new Exhibit.File(hash(), number(1, 1L << 40), oneOf(List.of(Exhibit.MediaType.values())));
    return switch (random.nextInt(3)) {
      case 0 -> file;
      case 1 -> new Exhibit.Committed(hash());
      default ->
          new Exhibit.Disclosed(file, new Exhibit.Salt(random.nextLong(), random.nextLong()));
    };
  }

  private List<Custody> custody() {
    return IntStream.range(0, (int) number(0, 16))
        .mapToObj(i ->
            new Custody(
                oneOf(List.of(Custody.Step.values())),
                number(0, 253_402_300_799L),
                count(),
                new KeyId(random.nextLong())))
        .toList();
  }

  private <T extends Comparable<T>> List<T> ascending(int count, Supplier<T> maker) {
    return Stream.generate(maker).limit(count).distinct().sorted().toList();
  }

  private AreaSubject area() {
    return new AreaSubject("c" + random.nextInt(9), "a" + random.nextInt(100_000));
  }

  private IncidentStatement incident() {
    int seconds = (int) number(1, 400);
    var total = new long[seconds];
    var byReason = new TreeMap<String, RefusedPerSecond>();
    for (int i = (int) number(0, 32); i > 0; i--) {
      long[] counts = random.longs(seconds, 0, 1 + number(0, 20_000)).toArray();
      RefusedPerSecond refused = RefusedPerSecond.of(counts);
      String reason = oneOf(List.of("a", "z-", "late", "l")) + "x9-".repeat(random.nextInt(7));
      if (refused.sum() > 0 && byReason.putIfAbsent(reason, refused) == null) {
        Arrays.setAll(total, second -> total[second] + counts[second]);
      }
    }
    long from = number(0, 253_402_300_397L);
    return new IncidentStatement(
        "v" + code() + (random.nextBoolean() ? "" : "/lane_" + random.nextInt(9)),
        from,
        from + seconds - 1 + random.nextInt(3),
        seconds,
        RefusedPerSecond.of(total),
        byReason,
        count(),
        count(),
        hash(),
        optionalHash());
  }

  private WitnessCopy copy() {
    TallySubject about = subject();
    if (random.nextBoolean()) {
      return new WitnessCopy(about, new WitnessCopy.Written(figures()));
    }
    var issuer = ElectionId.of(new byte[] {(byte) random.nextInt(9)});
    byte[] record =
        new TallyRecord(about, figures()).sign(issuer, VillageElection.STATION_1).bytes();
    try {
      return new WitnessCopy(about, WitnessCopy.Signed.of(record));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Organisation> organisations() {
    return IntStream.range(0, (int) number(0, 64))
        .mapToObj(i -> new Organisation("o%02d-%d".formatted(i, random.nextInt(9)), oneOf(KEYS)))
        .toList();
  }

  private LogKeyChange logKey() {
    VerificationKey key = key(3 * (int) number(0, 20));
    return new LogKeyChange(
        key.id(), random.nextBoolean() ? new LogKeyChange.Add(key) : new LogKeyChange.Retire());
  }

  private ElectionStatement election() {
    var digests = new TreeMap<String, Hash>();
    for (int i = (int) number(1, 32); i > 0; i--) {
      digests.put(fileName(), hash());
    }
    return new ElectionStatement(
        code(),
        oneOf(List.of(Mode.REAL, Mode.REHEARSAL, Mode.RE_ENACTMENT)),
        "example.org/" + code(),
        keys(1, 8),
        "x".repeat((int) number(0, 4096)),
        keys(1, 8),
        keys(0, 32),
        digests,
        new ElectionStatement.Limits(number(1, 120), number(0, 120)),
        optionalHash(),
        organisations());
  }

  private String fileName() {
    var name = new StringBuilder();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      name.appendCodePoint(oneOf(List.of((int) 'a', (int) 'z', 0xe9, 0x416, 0xff41, 0x1f5f3)));
    }
    return name.toString();
  }

  private Enrolment enrolment() {
    VerificationKey key = oneOf(KEYS);
    return switch (random.nextInt(4)) {
      case 0 -> new Enrolment(key.id(), new Enrolment.Add(code(), key));
      case 1 -> new Enrolment(key.id(), new Enrolment.ReplaceBy(oneOf(KEYS)));
      case 2 -> new Enrolment(key.id(), new Enrolment.AddAgent(key));
      default -> new Enrolment(key.id(), new Enrolment.Revoke());
    };
  }

  TallyFigures figures() {
    List<Integer> used =
        IntStream.range(0, 4).boxed().filter(channel -> random.nextBoolean()).toList();
    int selections = (int) (random.nextInt(50) == 0 ? number(1, 700) : number(1, 12));
    var channels = new ArrayList<ChannelCount>();
    for (int channel : used.isEmpty() ? List.of(random.nextInt(4)) : used) {
      channels.add(
          new ChannelCount(channel, count(), count(), count(), count(), counts(selections)));
    }
    return new TallyFigures(count(), maybe(), count(), maybe(), maybe(), maybe(), channels);
  }

  private long[] counts(int selections) {
    return IntStream.range(0, selections).mapToLong(i -> count()).toArray();
  }

  private OptionalLong maybe() {
    return random.nextBoolean() ? OptionalLong.of(count()) : OptionalLong.empty();
  }

  private long count() {
    return random.nextInt(4) == 0 ? number(0, 999_999_999) : random.nextInt(700);
  }

  private TallySubject subject() {
    return new TallySubject(code(), code());
  }

  private String code() {
    var code = new StringBuilder();
    for (int i = (int) number(1, 24); i > 0; i--) {
      code.append("AZaz09._-".charAt(random.nextInt(9)));
    }
    return code.toString();
  }

  private List<VerificationKey> keys(int min, int max) {
    return IntStream.range(0, (int) number(min, max)).mapToObj(i -> oneOf(KEYS)).toList();
  }

  private Optional<Hash> optionalHash() {
    return random.nextBoolean() ? Optional.of(hash()) : Optional.empty();
  }

  Hash hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Hash.of(bytes);
  }

  /// From min to max, one of the two in four cases out of ten.
  private long number(long min, long max) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> min;
      case 2, 3 -> max;
      default -> random.nextLong(min, max + 1);
    };
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
