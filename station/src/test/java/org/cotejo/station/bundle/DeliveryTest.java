package org.cotejo.station.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotejo.station.TestLog;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.FakeIntake;
import org.cotejo.station.delivery.Line;
import org.cotejo.station.delivery.Poster;
import org.cotejo.station.delivery.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A courier with a bundle, at intakes in all moods.
class DeliveryTest {
  private static final int STATEMENTS = 9;
  private static final Duration LIMIT = Duration.ofHours(2);

  @TempDir private Path directory;
  private final TestLog log = new TestLog();
  private final Turned time = new Turned();
  private Path bundle = Path.of("");
  private Path state = Path.of("");

  /// A clock that moves when somebody sleeps.
  private static final class Turned implements Time {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  @BeforeEach
  void pack() throws IOException {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Election(log.log()));
    for (int station = 1; station <= STATEMENTS; station++) {
      parts.add(Bundles.signed(log.record(station, 10)));
    }
    bundle = directory.resolve("night.bundle");
    state = directory.resolve("night.bundle.delivery");
    Files.write(bundle, Bundles.pack(parts));
  }

  private Delivery.Report deliver(Poster poster) throws Exception {
    return deliver(poster, LIMIT);
  }

  private Delivery.Report deliver(Poster poster, Duration limit) throws Exception {
    return new Delivery(
            bundle, state, poster, new SplittableRandom(1), time, (done, total, word) -> {})
        .run(limit);
  }

  private Answer take(byte[] statement) {
    return log.take(statement);
  }

  private static Answer refused(String label, int seconds) {
    return new Answer.Refused(
        "urn:cotejo:problem:" + label, "because", Optional.of(Duration.ofSeconds(seconds)));
  }

  @Test
  void reportsWhatWasNewAndWhatWasKnown() throws Exception {
    log.take(log.record(3, 10));
    Delivery.Report report = deliver((statement, of) -> take(statement));

    assertThat(report.count(Fate.New.class)).isEqualTo(STATEMENTS - 1);
    assertThat(report.count(Fate.Known.class)).isEqualTo(1);
    assertThat(report.left()).isZero();
    assertThat(log.size()).isEqualTo(1 + STATEMENTS);
  }

  @Test
  void asksForNothingTwiceThatIsDoneWith() throws Exception {
    Delivery.Report first = deliver((statement, of) -> take(statement));
    Delivery.Report second =
        deliver((statement, of) -> {
          throw new AssertionError("sent again");
        });
    assertThat(second).isEqualTo(first);
  }

  @Test
  void goesOnWhereItWasBrokenOffAtAnyByteOfItsState() throws Exception {
    var sent = new ArrayList<byte[]>();
    Delivery.Report whole =
        deliver((statement, of) -> {
          sent.add(statement);
          return take(statement);
        });
    byte[] written = Files.readAllBytes(state);
    for (int length = 0; length <= written.length; length++) {
      Files.write(state, Arrays.copyOf(written, length));
      sent.clear();
      Delivery.Report report =
          deliver((statement, of) -> {
            sent.add(statement);
            return take(statement);
          });
      assertThat(report.fates().keySet()).isEqualTo(whole.fates().keySet());
      assertThat(report.left()).isZero();
      assertThat(report.count(Fate.Known.class)).isEqualTo(sent.size());
    }
    assertThat(log.size()).isEqualTo(1 + STATEMENTS);
  }

  @Test
  void waitsAsLongAsItIsAskedTo() throws Exception {
    var answers = new ArrayList<>(List.of(refused("busy", 60), refused("too-often", 600)));
    Delivery.Report report =
        deliver((statement, of) -> answers.isEmpty() ? take(statement) : answers.removeFirst());
    assertThat(report.left()).isZero();
    assertThat(Duration.ofNanos(time.nanos))
        .isBetween(Duration.ofSeconds(660), Duration.ofSeconds(662));
  }

  @Test
  void comesBackForWhatIsTooEarlyWhenTheRestIsDone() throws Exception {
    byte[] early = log.record(1, 10);
    var order = new ArrayList<Boolean>();
    Delivery.Report report =
        deliver((statement, of) -> {
          boolean isEarly = Arrays.equals(statement, early);
          order.add(isEarly);
          return isEarly && order.size() <= STATEMENTS
              ? refused("counting-not-open", 30)
              : take(statement);
        });
    assertThat(order).hasSize(STATEMENTS + 1).startsWith(true).endsWith(true);
    assertThat(report.count(Fate.New.class)).isEqualTo(STATEMENTS);
    assertThat(Duration.ofNanos(time.nanos)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  /// Somebody has to enrol the key first, and the courier has somewhere else to be.
  @Test
  void waitsForNothingThatTheLogGivesNoTimeFor() throws Exception {
    byte[] unknown = log.record(2, 10);
    Answer none = new Answer.Refused("urn:cotejo:problem:unknown-key", "who?", Optional.empty());
    Delivery.Report report =
        deliver((statement, of) -> Arrays.equals(statement, unknown) ? none : take(statement));
    assertThat(report.left()).isEqualTo(1);
    assertThat(report.words()).isEqualTo(Map.of("urn:cotejo:problem:unknown-key who?", 1L));
    assertThat(time.nanos).isZero();
    assertThat(deliver((statement, of) -> take(statement)).left()).isZero();
  }

  @Test
  void reportsWhatIsRefusedWithItsReasonAndGoesOn() throws Exception {
    byte[] wrong = log.record(4, 10);
    Delivery.Report report =
        deliver((statement, of) ->
            Arrays.equals(statement, wrong) ? refused("bad-signature", 0) : take(statement));
    assertThat(report.fates().values())
        .contains(new Fate.Refused("urn:cotejo:problem:bad-signature", "because"));
    assertThat(report.count(Fate.New.class)).isEqualTo(STATEMENTS - 1);
    assertThat(report.left()).isZero();
  }

  @Test
  void saysHowManyAreLeftWhenItsTimeIsOver() throws Exception {
    Delivery.Report report =
        deliver((statement, of) -> new Answer.Unheard("no answer"), Duration.ofMinutes(1));
    assertThat(report.left()).isEqualTo(STATEMENTS);
    assertThat(report.fates()).isEmpty();
    assertThat(Duration.ofNanos(time.nanos)).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void sendsNothingOfABundleThatIsNotSoundToItsEnd() throws Exception {
    Files.write(bundle, new byte[1], StandardOpenOption.APPEND);
    assertThatThrownBy(() ->
            deliver((statement, of) -> {
              throw new AssertionError("sent");
            }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("night.bundle: not a sound bundle: something follows")
        .hasMessageContaining("ask for another copy");
    assertThat(state).doesNotExist();
  }

  @Test
  void deliversNothingWhoseReceiptNobodyCanCheck() throws Exception {
    Files.write(bundle, Bundles.pack(List.of(Bundles.signed(log.record(1, 10)))));
    assertThatThrownBy(() -> deliver((statement, of) -> take(statement)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no election statement of " + log.log().id());
  }

  @Test
  void doesNotTakeTheStateOfAnotherBundleForItsOwn() throws Exception {
    deliver((statement, of) -> take(statement));
    Files.write(
        bundle,
        Bundles.pack(List.of(new Part.Election(log.log()), Bundles.signed(log.record(77, 10)))));
    assertThatThrownBy(() -> deliver((statement, of) -> take(statement)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not about this bundle");
  }

  @Test
  void deliversOverOneConnection() throws Exception {
    try (FakeIntake intake = FakeIntake.of(log);
        var line = new Line(intake.endpoint(), Duration.ofSeconds(20))) {
      Delivery.Report report = deliver(line);
      assertThat(report.count(Fate.New.class)).isEqualTo(STATEMENTS);
      assertThat(intake.connectionCount()).isEqualTo(1);
    }
  }
}
