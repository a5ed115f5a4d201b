package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// A value that exists is a legal value.
class PackageRecordsTest {
  private static void refuses(ThrowingCallable maker) {
    assertThatIllegalArgumentException().isThrownBy(maker);
  }

  @Test
  void refusesAreaThatIsNoArea() {
    refuses(() -> new Area("a b", -1, "country", "", "Land", 0));
    refuses(() -> new Area("A", -1, "", "", "Land", 0));
    refuses(() -> new Area("A", -1, "country", "", " ", 0));
    refuses(() -> new Area("A", -1, "country", "\n", "Land", 0));
    refuses(() -> new Area("A", -2, "country", "", "Land", 0));
    refuses(() -> new Area("A", -1, "country", "", "Land", 1));
    refuses(() -> new Area("A", 0, "country", "", "Land", 0));
    refuses(() -> new Area("A", 0, "country", "", "Land", -1));
  }

  @Test
  void refusesStationThatIsNoStation() {
    refuses(() -> new PollingStation("", 0, 1, Optional.empty(), ""));
    refuses(() -> new PollingStation("1", -1, 1, Optional.empty(), ""));
    refuses(() -> new PollingStation("1", 0, -1, Optional.empty(), ""));
    refuses(() -> new PollingStation("1", 0, 1_000_000_000, Optional.empty(), ""));
    refuses(() -> new PollingStation("1", 0, 1, Optional.empty(), "x".repeat(201)));
  }

  @Test
  void refusesPlaceThatIsNotOnEarth() {
    refuses(() -> new Coordinates("90.1", "0"));
    refuses(() -> new Coordinates("0", "-180.000000001"));
    refuses(() -> new Coordinates("1e1", "0"));
  }

  @Test
  void refusesContestAndSelectionThatAreNone() {
    var a = new Selection("a", Selection.Type.LIST, 0, "", "A");
    refuses(() -> new Selection("a".repeat(25), Selection.Type.LIST, 0, "", "A"));
    refuses(() -> new Selection("a", Selection.Type.LIST, -1, "", "A"));
    refuses(() -> new Selection("a", Selection.Type.LIST, 0, "", ""));
    refuses(() -> new Contest("c", 0, "", "C", ValidVotesBase.ALL_SELECTIONS, List.of()));
    refuses(() -> new Contest("c/", 0, "", "C", ValidVotesBase.ALL_SELECTIONS, List.of(a)));
    refuses(() -> new Contest("c", -1, "", "C", ValidVotesBase.ALL_SELECTIONS, List.of(a)));
  }

  private static ChannelCount channel(int channel, long cast, long... votes) {
    return new ChannelCount(channel, cast, 0, 0, 0, votes);
  }

  private static TallyFigures figures(long registered, ChannelCount... channels) {
    return new TallyFigures(
        registered,
        OptionalLong.empty(),
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(channels));
  }

  @Test
  void refusesFiguresThatAreNoCounts() {
    refuses(() -> channel(4, 0, 1));
    refuses(() -> channel(0, -1, 1));
    refuses(() -> channel(0, 0));
    refuses(() -> channel(0, 0, 1_000_000_000));
    refuses(() -> figures(-1, channel(0, 0, 1)));
    refuses(() -> figures(1));
  }

  @Test
  void refusesChannelsOutOfOrderOrTwice() {
    refuses(() -> figures(1, channel(1, 0, 1), channel(0, 0, 1)));
    refuses(() -> figures(1, channel(1, 0, 1), channel(1, 0, 1)));
  }
}
