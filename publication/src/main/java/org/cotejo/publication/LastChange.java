package org.cotejo.publication;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.model.Area;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;

/// Which bulletin the page of an area names: the first that covers the newest entry about a station
/// there, so that a page keeps its bytes until something in it is new. The page of the root names
/// the newest bulletin, for whoever has nothing but pages.
///
/// It follows from the log alone: whichever drafts were made besides, the first confirmed bulletin
/// of the size of a draft or more is the same.
final class LastChange {
  private final ElectionPackage election;

  /// For each area, the size of the draft that found the newest change in it.
  private final long[] changedAt;

  private final List<BulletinStatement> confirmed = new ArrayList<>();

  LastChange(ElectionPackage election) {
    this.election = election;
    this.changedAt = new long[election.areas().size()];
  }

  /// @param size of the draft that finds a station changed since the draft before
  void changed(int station, long size) {
    List<Area> areas = election.areas();
    for (int area = election.stations().get(station).area();
        area >= 0 && changedAt[area] < size;
        area = areas.get(area).parent()) {
      changedAt[area] = size;
    }
  }

  /// Bulletins come in the order of their sizes.
  void confirm(BulletinStatement bulletin) {
    confirmed.add(bulletin);
  }

  /// @param draft of the bulletin that follows the confirmed ones
  BulletinStatement of(int area, BulletinStatement draft) {
    if (area == 0) {
      return draft;
    }
    int low = 0;
    int high = confirmed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (confirmed.get(middle).logSize() < changedAt[area]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == confirmed.size() ? draft : confirmed.get(low);
  }

  /// Whether the newest confirmed bulletin is the one of this size.
  boolean isNewest(long size) {
    return !confirmed.isEmpty() && confirmed.getLast().logSize() == size;
  }
}
