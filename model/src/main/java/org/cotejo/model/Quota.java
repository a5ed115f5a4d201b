package org.cotejo.model;

import java.util.HashMap;
import java.util.Map;
import org.cotejo.cose.KeyId;

/// How many statements each key has logged about each station and contest, at one byte for the
/// common case of a single one.
final class Quota {
  private record Signer(int contest, int station, KeyId key) {}

  private final int stations;
  private final byte[] logged;
  private final Map<Signer, Integer> repeated = new HashMap<>();
  private final Map<Integer, Integer> held = new HashMap<>();

  Quota(int contests, int stations) {
    this.stations = stations;
    this.logged = new byte[Math.multiplyExact(contests, stations)];
  }

  /// The first statement's signer is not remembered, so it is charged to every key of the station:
  /// a second device of one station has one statement less.
  boolean allows(int contest, int station, KeyId key, long limit) {
    return logged[contest * stations + station]
            + repeated.getOrDefault(new Signer(contest, station, key), 0)
        < limit;
  }

  int held(int contest, int station) {
    return held.getOrDefault(contest * stations + station, 0);
  }

  void add(int contest, int station, KeyId key, boolean isHeld) {
    int slot = contest * stations + station;
    if (logged[slot] == 0) {
      logged[slot] = 1;
    } else {
      repeated.merge(new Signer(contest, station, key), 1, Math::addExact);
    }
    if (isHeld) {
      held.merge(slot, 1, Math::addExact);
    }
  }
}
