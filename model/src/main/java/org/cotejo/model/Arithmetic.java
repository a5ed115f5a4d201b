package org.cotejo.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Checks the figures of one tally sheet against [ArithmeticRule].
public final class Arithmetic {
  private Arithmetic() {}

  /// A broken rule with the two figures that disagree.
  ///
  /// @param channel the channel it is about; -1 for the sheet as a whole
  public record Breach(ArithmeticRule rule, int channel, long found, long expected) {}

  /// @param noneOfThese position of "none of these" on the ballot; -1 if it has none
  /// @param base whether "none of these" is a valid vote
  /// @param registered registered voters of the station in the package
  /// @return the broken rules in the order of their codes; empty if all hold
  public static List<Breach> check(
      TallyFigures figures, int noneOfThese, ValidVotesBase base, long registered) {
    var breaches = new ArrayList<Breach>(0);
    long cast = 0;
    long blank = 0;
    long invalid = 0;
    for (ChannelCount count : figures.channels()) {
      checkChannel(count, noneOfThese, base, breaches);
      cast = Math.addExact(cast, count.ballotsCast());
      blank = Math.addExact(blank, count.blankVotes());
      invalid = Math.addExact(invalid, count.invalidVotes());
    }
    long entitled = Math.addExact(figures.registeredVoters(), figures.votersAdded().orElse(0));
    long admitted = figures.votersAdmitted();
    breach(breaches, admitted > entitled, ArithmeticRule.R101, admitted, entitled);
    checkPaper(figures, breaches);
    breach(breaches, cast > entitled, ArithmeticRule.R106, cast, entitled);
    breach(breaches, cast != admitted, ArithmeticRule.R201, cast, admitted);
    long gap = Math.absExact(cast - admitted);
    boolean wide = gap > 0 && (gap >= 15 || Math.multiplyExact(gap, 100) >= 2 * cast);
    breach(breaches, wide, ArithmeticRule.R202, cast, admitted);
    breach(breaches, isShare(blank, cast), ArithmeticRule.R203, blank, cast);
    breach(breaches, isShare(invalid, cast), ArithmeticRule.R204, invalid, cast);
    breach(breaches, cast == 0, ArithmeticRule.R205, 0, admitted);
    long stated = figures.registeredVoters();
    breach(breaches, stated != registered, ArithmeticRule.R206, stated, registered);
    if (breaches.size() > 1) {
      breaches.sort(Comparator.comparing(Breach::rule).thenComparingInt(Breach::channel));
    }
    return breaches;
  }

  private static boolean isShare(long part, long cast) {
    return part > 0 && Math.multiplyExact(part, 100) >= 3 * cast;
  }

  /// Paper is the first channel; where a sheet does not account for its paper ballots, nothing is
  /// asked of them.
  private static void checkPaper(TallyFigures figures, List<Breach> breaches) {
    if (figures.ballotsReceived().isEmpty() || figures.ballotsUnused().isEmpty()) {
      return;
    }
    long paper = 0;
    for (ChannelCount count : figures.channels()) {
      if (count.channel() == 0) {
        paper = count.ballotsCast();
      }
    }
    long received = figures.ballotsReceived().getAsLong();
    long accounted =
        Math.addExact(
            Math.addExact(figures.ballotsUnused().getAsLong(), figures.ballotsSpoiled().orElse(0)),
            paper);
    breach(breaches, received != accounted, ArithmeticRule.R102, received, accounted);
  }

  private static void checkChannel(
      ChannelCount count, int noneOfThese, ValidVotesBase base, List<Breach> breaches) {
    boolean apart = noneOfThese >= 0 && base == ValidVotesBase.WITHOUT_NONE_OF_THESE;
    long sum = 0;
    for (int i = 0; i < count.selections(); i++) {
      sum = Math.addExact(sum, apart && i == noneOfThese ? 0 : count.vote(i));
    }
    long valid = count.validVotes();
    if (valid == 0 && sum > 0) {
      breaches.add(new Breach(ArithmeticRule.R105, count.channel(), 0, sum));
      return;
    }
    long parts =
        Math.addExact(
            Math.addExact(valid, apart ? count.vote(noneOfThese) : 0),
            Math.addExact(count.blankVotes(), count.invalidVotes()));
    if (count.ballotsCast() != parts) {
      breaches.add(new Breach(ArithmeticRule.R103, count.channel(), count.ballotsCast(), parts));
    }
    if (valid != sum) {
      breaches.add(new Breach(ArithmeticRule.R104, count.channel(), valid, sum));
    }
  }

  private static void breach(
      List<Breach> breaches, boolean broken, ArithmeticRule rule, long found, long expected) {
    if (broken) {
      breaches.add(new Breach(rule, -1, found, expected));
    }
  }
}
