package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A tally sheet in the making for tests: all in order at first, then changed in the one place that
/// a rule is about.
///
/// At first 500 voters are registered, 400 admitted, and the paper channel has 400 ballots: 4
/// blank, 6 invalid and 390 valid, 200, 150 and 40 of them for the three selections.
final class Sheet {
  private long registered = 500;
  private long admitted = 400;
  private OptionalLong added = OptionalLong.empty();
  private OptionalLong received = OptionalLong.empty();
  private OptionalLong unused = OptionalLong.empty();
  private OptionalLong spoiled = OptionalLong.empty();
  private final List<ChannelCount> channels = new ArrayList<>();

  /// The paper channel as it is at first.
  static Sheet inOrder() {
    return new Sheet().channel(0, 400, 4, 6, 390, 200, 150, 40);
  }

  /// No channel yet.
  static Sheet empty() {
    return new Sheet();
  }

  Sheet channel(int channel, long cast, long blank, long invalid, long valid, long... votes) {
    channels.add(new ChannelCount(channel, cast, blank, invalid, valid, votes));
    return this;
  }

  /// One paper channel of this many ballots, all of them valid but these.
  static Sheet of(long cast, long blank, long invalid) {
    long valid = cast - blank - invalid;
    return new Sheet().channel(0, cast, blank, invalid, valid, valid, 0, 0).admitted(cast);
  }

  Sheet registered(long voters) {
    registered = voters;
    return this;
  }

  Sheet added(long voters) {
    added = OptionalLong.of(voters);
    return this;
  }

  Sheet admitted(long voters) {
    admitted = voters;
    return this;
  }

  Sheet received(long ballots) {
    received = OptionalLong.of(ballots);
    return this;
  }

  Sheet unused(long ballots) {
    unused = OptionalLong.of(ballots);
    return this;
  }

  Sheet spoiled(long ballots) {
    spoiled = OptionalLong.of(ballots);
    return this;
  }

  TallyFigures figures() {
    return new TallyFigures(registered, added, admitted, received, unused, spoiled, channels);
  }
}
