package org.cotejo.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;

/// The figures in which two readings of one sheet differ, each by its name and both its values. A
/// figure that one of them does not have is a dash.
final class Differences {
  /// Figures named; how many more there are is said.
  static final int MOST = 12;

  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /// @param channels codes of the election's channels
  /// @param selections codes of the selections on the station's ballot
  /// @return `field first / second`, set apart by semicolons; empty where nothing differs
  static String between(
      TallyFigures first, TallyFigures second, List<String> channels, List<String> selections) {
    var differences = new Differences();
    differences.box(first, second);
    for (int channel = 0; channel < channels.size(); channel++) {
      differences.channel(
          channels.get(channel), of(first, channel), of(second, channel), selections);
    }
    return differences.text();
  }

  private void box(TallyFigures first, TallyFigures second) {
    compare(
        "registeredVoters",
        OptionalLong.of(first.registeredVoters()),
        OptionalLong.of(second.registeredVoters()));
    compare("votersAdded", first.votersAdded(), second.votersAdded());
    compare(
        "votersAdmitted",
        OptionalLong.of(first.votersAdmitted()),
        OptionalLong.of(second.votersAdmitted()));
    compare("ballotsReceived", first.ballotsReceived(), second.ballotsReceived());
    compare("ballotsUnused", first.ballotsUnused(), second.ballotsUnused());
    compare("ballotsSpoiled", first.ballotsSpoiled(), second.ballotsSpoiled());
  }

  private static Optional<ChannelCount> of(TallyFigures figures, int channel) {
    return figures.channels().stream().filter(count -> count.channel() == channel).findFirst();
  }

  private void channel(
      String channel,
      Optional<ChannelCount> first,
      Optional<ChannelCount> second,
      List<String> selections) {
    compare("ballotsCast " + channel, first, second, ChannelCount::ballotsCast);
    compare("blankVotes " + channel, first, second, ChannelCount::blankVotes);
    compare("invalidVotes " + channel, first, second, ChannelCount::invalidVotes);
    compare("validVotes " + channel, first, second, ChannelCount::validVotes);
    for (int i = 0; i < selections.size(); i++) {
      int position = i;
      compare(
          "votes " + channel + " " + selections.get(i),
          first,
          second,
          count -> count.vote(position));
    }
  }

  private void compare(
      String field,
      Optional<ChannelCount> first,
      Optional<ChannelCount> second,
      ToLongFunction<ChannelCount> figure) {
    compare(field, figure(first, figure), figure(second, figure));
  }

  private static OptionalLong figure(
      Optional<ChannelCount> count, ToLongFunction<ChannelCount> figure) {
    return count.stream().mapToLong(figure).findFirst();
  }

  private void compare(String field, OptionalLong first, OptionalLong second) {
    if (!first.equals(second)) {
      found.add(field + " " + text(first) + " / " + text(second));
    }
  }

  private static String text(OptionalLong figure) {
    return figure.isPresent() ? Long.toString(figure.getAsLong()) : "-";
  }

  private String text() {
    String named = String.join("; ", found.subList(0, Math.min(MOST, found.size())));
    return found.size() <= MOST ? named : named + "; +" + (found.size() - MOST);
  }
}
