package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.WitnessCopy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random logs folded entry by entry give what [SlowCount] works out from the whole history.
class RandomLogTest {
  private static final int LOGS = 12;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void agreeWithTheRulesWorkedOutFromTheWholeHistory(int seed) {
    Set<StationState> seen = new HashSet<>();
    Set<String> codes = new HashSet<>();
    long adoptions = 0;
    for (int i = 0; i < LOGS; i++) {
      var run = new RandomLog(seed * 1_000L + i);
      for (int at = 0; at < RandomLog.STEPS; at++) {
        run.step(at);
        if (at % 4 == 0) {
          run.compare();
          run.slow.values().forEach(history -> seen.add(history.state()));
        }
      }
      run.compare();
      run.compareFindings();
      adoptions += run.adoptions();
      codes.addAll(run.log.fold.findings().stream().map(Finding::code).collect(Collectors.toSet()));
    }
    assertThat(seen).containsExactlyInAnyOrder(StationState.values());
    assertThat(adoptions).isPositive();
    assertThat(codes).containsExactlyInAnyOrder("F301", "F302", "F303", "F304", "F305");
  }

  /// The same entries, with copies between them: of what stations said, of something else, and of
  /// statements nobody can verify.
  private static SmallLog withCopies(RandomLog run, Random random) throws MalformedException {
    SmallLog other = SmallLog.empty();
    List<String> subjects = run.slow.keySet().stream().sorted().toList();
    List<String> holders = List.of("list-1", "watch");
    boolean isOpen = false;
    for (Sign1 entry : run.log.entries()) {
      for (int i = random.nextInt(3); isOpen && i > 0; i--) {
        String subject = subjects.get(random.nextInt(subjects.size()));
        var about = new TallySubject(subject.substring(0, 1), subject.substring(2));
        var record = new TallyRecord(about, run.figures(subject));
        WitnessCopy.Content content =
            random.nextBoolean()
                ? new WitnessCopy.Written(record.figures())
                : WitnessCopy.Signed.of(other.sign(about.station(), record).bytes());
        String holder = holders.get(random.nextInt(2));
        var copy = new WitnessCopy(about, content);
        if (!other.holds(holder, copy)) {
          other.say(holder, copy);
        }
      }
      Statement statement = Statement.decode(entry);
      other.append(entry, statement);
      isOpen |= statement instanceof PhaseChange;
    }
    return other;
  }

  /// The same entries, with claims, challenges, evidence and rulings about them between.
  private static SmallLog withFilings(RandomLog run, Random random) throws MalformedException {
    SmallLog other = SmallLog.empty();
    boolean isOpen = false;
    for (Sign1 entry : run.log.entries()) {
      for (int i = random.nextInt(3); isOpen && i > 0; i--) {
        Statement filing = filing(other, random);
        String signer = filing instanceof Ruling ? "court" : "list-1";
        if (!other.holds(signer, filing)) {
          other.say(signer, filing);
        }
      }
      Statement statement = Statement.decode(entry);
      other.append(entry, statement);
      isOpen |= statement instanceof PhaseChange;
    }
    return other;
  }

  private static Statement filing(SmallLog log, Random random) {
    var about = new AreaSubject("p", "L");
    Hash target = log.leaf(random.nextLong(log.fold.size()));
    Optional<Hash> text = Optional.of(target);
    return switch (random.nextInt(4)) {
      case 0 ->
          new Claim(
              about,
              random.nextInt(9),
              List.of(1L, 2L, 3L, (long) random.nextInt(99)),
              OptionalLong.empty(),
              Optional.empty(),
              text);
      case 1 ->
          new Challenge(
              about,
              Challenge.Relief.ANNUL,
              List.of("A1", "B1"),
              Optional.of(target),
              List.of(target),
              text);
      case 2 -> new Evidence(target, new Exhibit.Committed(target), List.of());
      default ->
          new Ruling(
              new Ruling.OfStatement(target, List.of(Ruling.Order.values()).get(random.nextInt(3))),
              text);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9})
  void claimsChallengesAndEvidenceAnywhereInALogChangeNoCount(int seed) throws MalformedException {
    Set<String> refused = new HashSet<>();
    for (int i = 0; i < LOGS; i++) {
      var run = new RandomLog(seed * 1_000L + i);
      for (int at = 0; at < RandomLog.STEPS; at++) {
        run.step(at);
      }
      SmallLog other = withFilings(run, new Random(seed * 7_000L + i));
      assertThat(other.fold.size()).isGreaterThan(run.log.fold.size() + 20);
      assertSameCounts(run.log, other);
      other.fold.findings().stream()
          .filter(found -> found.code().equals("F306"))
          .forEach(found -> refused.add(found.detail()));
    }
    assertThat(refused)
        .containsOnly("the organisation has filed 16 statements of this kind about this already");
  }

  private static void assertSameCounts(SmallLog one, SmallLog other) {
    for (String contest : List.of("p", "m")) {
      ContestCount count = one.count(contest);
      ContestCount same = other.count(contest);
      count
          .stations()
          .forEach(station -> {
            StationCount here = count.station(station);
            StationCount there = same.station(station);
            assertThat(there.state()).isEqualTo(here.state());
            assertThat(there.figures()).isEqualTo(here.figures());
            assertThat(there.isLate()).isEqualTo(here.isLate());
          });
      for (int area = 0; area < one.election.areas().size(); area++) {
        assertThat(same.area(area)).usingRecursiveComparison().isEqualTo(count.area(area));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void copiesAnywhereInALogChangeNoCount(int seed) throws MalformedException {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < LOGS; i++) {
      var run = new RandomLog(seed * 1_000L + i);
      for (int at = 0; at < RandomLog.STEPS; at++) {
        run.step(at);
      }
      SmallLog other = withCopies(run, new Random(seed * 7_000L + i));
      assertThat(other.fold.size()).isGreaterThan(run.log.fold.size() + 20);
      assertSameCounts(run.log, other);
      List<Finding> found = other.fold.findings();
      assertThat(found)
          .extracting(Finding::entry)
          .isSortedAccordingTo(Comparator.<Long>naturalOrder());
      codes.addAll(found.stream().map(Finding::code).collect(Collectors.toSet()));
    }
    assertThat(codes).contains("F306", "F307", "F308", "F309");
  }
}
