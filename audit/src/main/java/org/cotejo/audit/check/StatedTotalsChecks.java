package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Checks of announced totals: their parts, their course, what can still change.
final class StatedTotalsChecks {
  private final List<StatedTotals> totals;

  StatedTotalsChecks(List<StatedTotals> totals) {
    this.totals = totals;
  }

  /// C201: valid votes are the sum of the selections, ballots cast that of their parts, and no more
  /// than voters.
  Outcome parts() {
    var wrong = new ArrayList<Fact>();
    long examined = 0;
    for (StatedTotals each : totals) {
      OptionalLong valid = each.figure("validVotes");
      OptionalLong cast = each.figure("ballotsCast");
      OptionalLong blank = each.figure("blankVotes");
      OptionalLong invalid = each.figure("invalidVotes");
      OptionalLong registered = each.figure("registeredVoters");
      if (valid.isPresent() && !each.selections().isEmpty()) {
        examined++;
        if (each.sum() != valid.getAsLong()) {
          wrong.add(Fact.of("not-the-valid-votes", each.label(), valid.getAsLong(), each.sum()));
        }
      }
      if (cast.isPresent() && valid.isPresent() && invalid.isPresent()) {
        examined++;
        long parts =
            Math.addExact(Math.addExact(valid.getAsLong(), invalid.getAsLong()), blank.orElse(0));
        if (parts != cast.getAsLong()) {
          wrong.add(Fact.of("not-the-ballots", each.label(), cast.getAsLong(), parts));
        }
      }
      if (registered.isPresent()) {
        long most = cast.orElse(valid.orElse(each.sum()));
        examined++;
        if (most > registered.getAsLong()) {
          wrong.add(Fact.of("more-than-voters", each.label(), most, registered.getAsLong()));
        }
      }
    }
    return examined == 0
        ? new Outcome.NotApplicable(Fact.of("no-parts"))
        : new Outcome.Exact(examined, wrong, List.of());
  }

  /// C202: from one announcement to the next, no figure goes down without a corrigendum.
  Outcome course() {
    var wrong = new ArrayList<Fact>();
    var told = new ArrayList<Fact>();
    long examined = 0;
    Map<String, StatedTotals> lastOf = new LinkedHashMap<>();
    for (StatedTotals each : totals) {
      StatedTotals before = lastOf.put(each.contest(), each);
      if (before == null) {
        continue;
      }
      for (var figure : each.figures().entrySet()) {
        OptionalLong earlier = before.figure(figure.getKey());
        if (earlier.isEmpty()) {
          continue;
        }
        examined++;
        if (figure.getValue() < earlier.getAsLong()) {
          Fact fact =
              Fact.of(
                  each.corrigendum().isEmpty() ? "goes-down" : "goes-down-corrected",
                  figure.getKey(),
                  before.label(),
                  earlier.getAsLong(),
                  each.label(),
                  figure.getValue(),
                  each.corrigendum());
          (each.corrigendum().isEmpty() ? wrong : told).add(fact);
        }
      }
    }
    return examined == 0
        ? new Outcome.NotApplicable(Fact.of("one-announcement"))
        : new Outcome.Exact(examined, wrong, told);
  }

  /// C203: whether the votes still outstanding can change who leads.
  Outcome order() {
    var wrong = new ArrayList<Fact>();
    var told = new ArrayList<Fact>();
    for (StatedTotals each : totals) {
      if (each.outstanding().isEmpty() || each.selections().size() < 2) {
        continue;
      }
      List<String> order =
          each.selections().stream()
              .sorted(Comparator.comparingLong((String name) -> -each.votesOf(name)))
              .toList();
      long lead = each.votesOf(order.getFirst()) - each.votesOf(order.get(1));
      long outstanding = each.outstanding().getAsLong();
      boolean isFixed = Standings.isFixed(lead, outstanding);
      told.add(
          Fact.of(
              isFixed ? "order-fixed" : "order-open",
              each.label(),
              code(order.getFirst()),
              code(order.get(1)),
              lead,
              outstanding));
      if (each.saidIrreversible() && !isFixed) {
        wrong.add(Fact.of("said-irreversible", each.label(), lead, outstanding));
      }
    }
    return told.isEmpty()
        ? new Outcome.NotApplicable(Fact.of("no-outstanding"))
        : new Outcome.Exact(told.size(), wrong, told);
  }

  private static String code(String figure) {
    return figure.substring(StatedTotals.VOTES.length());
  }
}
