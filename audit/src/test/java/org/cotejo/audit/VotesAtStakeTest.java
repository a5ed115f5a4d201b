package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.VotesAtStake;
import org.cotejo.audit.docket.VotesAtStake.Pair;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.MarginBound.Effect;
import org.cotejo.cose.Hash;
import org.cotejo.count.Fold;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Challenge;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Decision;
import org.cotejo.model.Ruling;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stations under challenge can do to a lead, tried out by rulings that do it.
class VotesAtStakeTest {
  private static final int STATIONS = 4;

  @TempDir private Path directory;
  private int published;

  private Summary summary(CraftedLog log) throws IOException {
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond() - 50, Optional.empty()));
    log.say("operator", log.draft());
    Verdict verdict = log.publish().verify(directory.resolve("p" + published++));
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    return ((Verdict.Holds) verdict).summary();
  }

  private VotesAtStake stake(int... stations) throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say(
        "list",
        new Challenge(
            new AreaSubject("1", "SY"),
            Challenge.Relief.REPLACE,
            IntStream.of(stations).mapToObj(log.election::stationCode).toList(),
            Optional.empty(),
            List.of(),
            Optional.empty()));
    Summary summary = summary(log);
    return Docket.of(summary.docket(), summary.fold()).cases().getFirst().stake();
  }

  private static long vote(CraftedLog log, int station, int selection) {
    return log.record(station).figures().channels().getFirst().vote(selection);
  }

  private static void rule(CraftedLog log, int station, Decision decision) {
    byte[] record =
        log.record(station).sign(log.id(), CraftedLog.key("station " + station)).bytes();
    log.say(
        "court",
        new Ruling(log.record(station).about(), Hash.sha256(new byte[1], record), decision));
  }

  private static long lead(Fold fold, Pair pair) {
    long[] row = fold.contest(0).total().totals();
    var layout = fold.contest(0).layout();
    return layout.votes(row, pair.first()) - layout.votes(row, pair.second());
  }

  private static TallyFigures with(long registered, long[] votes) {
    long sum = IntStream.range(0, votes.length).mapToLong(i -> votes[i]).sum();
    OptionalLong none = OptionalLong.empty();
    return new TallyFigures(
        registered,
        none,
        sum,
        none,
        none,
        none,
        List.of(new ChannelCount(0, sum, 0, 0, sum, votes)));
  }

  private static int selections(CraftedLog log) {
    return log.record(0).figures().channels().getFirst().selections();
  }

  @Test
  void worstValuesReachTheBoundAndAnnulmentsReachTheirs() throws IOException {
    for (Pair pair : stake(0, 1, 2).pairs()) {
      CraftedLog replaced = CraftedLog.night();
      CraftedLog annulled = CraftedLog.night();
      for (int station = 0; station < 3; station++) {
        long registered = replaced.record(station).figures().registeredVoters();
        var worst = new long[selections(replaced)];
        worst[pair.second()] = registered;
        rule(replaced, station, new Decision.Replace(with(registered, worst)));
        if (vote(annulled, station, pair.first()) > vote(annulled, station, pair.second())) {
          rule(annulled, station, new Decision.Annul());
        }
      }
      assertThat(lead(summary(replaced).fold(), pair)).isEqualTo(pair.lead() - pair.ifReplaced());
      assertThat(lead(summary(annulled).fold(), pair)).isEqualTo(pair.lead() - pair.ifAnnulled());
    }
  }

  @Test
  void noValuesThatTheVotersAllowGoBeyondTheBound() throws IOException {
    var random = new Random(33);
    List<Pair> pairs = stake(0, 1, 2, 3).pairs();
    for (int i = 0; i < 6; i++) {
      CraftedLog log = CraftedLog.night();
      for (int station = 0; station < STATIONS; station++) {
        long left = log.record(station).figures().registeredVoters();
        var votes = new long[selections(log)];
        for (int s = 0; s < votes.length; s++) {
          votes[s] = random.nextLong(left + 1);
          left -= votes[s];
        }
        if (random.nextInt(4) == 0) {
          rule(log, station, new Decision.Annul());
        } else {
          rule(
              log,
              station,
              new Decision.Replace(with(log.record(station).figures().registeredVoters(), votes)));
        }
      }
      Fold fold = summary(log).fold();
      for (Pair pair : pairs) {
        assertThat(lead(fold, pair)).isGreaterThanOrEqualTo(pair.lead() - pair.ifReplaced());
      }
    }
  }

  @Test
  void aStationThatIsNotReceivedCanBringAllItsVoters() throws IOException {
    VotesAtStake missing = stake(5);
    CraftedLog log = CraftedLog.night();
    long registered = log.record(5).figures().registeredVoters();
    assertThat(missing.pairs())
        .allMatch(pair -> pair.ifAnnulled() == 0 && pair.ifReplaced() == registered);
  }

  @Test
  void aTieFromWhichNothingCanBeTakenStaysOne() {
    assertThat(new Pair(0, 1, 0, 0, 0, 0).ofAnnulment()).isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new Pair(0, 1, 0, 0, 0, 0).ofReplacement()).isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new Pair(0, 1, 0, 1, 1, 0).ofAnnulment()).isEqualTo(Effect.CAN_CHANGE);
    assertThat(new MarginBound(0, 0, 1, 0, 0, 0, 0).ofDifferences())
        .isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new MarginBound(0, 0, 1, 0, 0, 0, 0).ofAll()).isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new MarginBound(0, 0, 1, 0, 0, 1, 0).ofAll()).isEqualTo(Effect.CAN_CHANGE);
  }

  @Test
  void aTieIsAChangeAndUnknownVotersLeaveItOpen() {
    assertThat(new Pair(0, 1, 10, 9, 9, 0).ofReplacement()).isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new Pair(0, 1, 10, 9, 10, 0).ofReplacement()).isEqualTo(Effect.CAN_CHANGE);
    assertThat(new Pair(0, 1, 10, 9, 9, 1).ofReplacement()).isEqualTo(Effect.UNKNOWN);
    assertThat(new Pair(0, 1, 10, 9, 10, 0).ofAnnulment()).isEqualTo(Effect.CANNOT_CHANGE);
    assertThat(new Pair(0, 1, 10, 10, 10, 0).ofAnnulment()).isEqualTo(Effect.CAN_CHANGE);
    assertThat(new VotesAtStake(List.of()).effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(new VotesAtStake(List.of(new Pair(0, 1, 10, 1, 1, 0))).effect())
        .isEqualTo(Effect.CANNOT_CHANGE);
  }
}
