package org.cotejo.publication;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.model.Area;
import org.cotejo.model.ElectionPackage;

/// The canonical totals as content-addressed CSV shards, one per contest and second-level area.
/// Rendering again costs only the rows and shards that changed; an unchanged shard keeps its name.
final class Totals {
  private final List<ContestShards> contests;

  /// @param changed takes each station that changed, once for each contest, when they are rendered
  Totals(Fold fold, IntConsumer changed) {
    contests =
        IntStream.range(0, fold.election().contests().size())
            .mapToObj(contest -> new ContestShards(fold, contest, changed))
            .toList();
  }

  /// Brings the shards up to the fold.
  ///
  /// @param changed takes each shard that changed and its file, in the order of the shards
  /// @return all shards, by contest and area
  List<TotalsShard> render(BiConsumer<TotalsShard, byte[]> changed) {
    contests.forEach(ContestShards::takeChanges);
    List<TotalsShard> shards = contests.stream().flatMap(ContestShards::shards).toList();
    InOrder.forEach(
        shards.stream().filter(TotalsShard::isChanged).toList(), TotalsShard::write, changed);
    return shards;
  }

  /// Path of a file of the totals by its content: what is there never changes.
  static String path(Hash digest, String type) {
    return Publication.TOTALS + digest.hex() + "." + type;
  }

  private static final class ContestShards {
    private final int contest;
    private final Fold fold;
    private final ContestCount count;
    private final IntConsumer told;
    private final int[] shardOfArea;
    private final List<TotalsShard> shards = new ArrayList<>();

    ContestShards(Fold fold, int contest, IntConsumer told) {
      this.fold = fold;
      this.told = told;
      this.contest = contest;
      this.count = fold.contest(contest);
      ElectionPackage election = fold.election();
      this.shardOfArea = new int[election.areas().size()];
      List<BitSet> areas = new ArrayList<>();
      List<BitSet> stations = new ArrayList<>();
      for (int area = 0; area < shardOfArea.length; area++) {
        if (count.area(area).isEmpty()) {
          continue;
        }
        Area place = election.areas().get(area);
        if (place.depth() <= 1 || count.area(place.parent()).isEmpty()) {
          shardOfArea[area] = areas.size();
          areas.add(new BitSet());
          stations.add(new BitSet());
        } else {
          shardOfArea[area] = shardOfArea[place.parent()];
        }
        areas.get(shardOfArea[area]).set(area);
      }
      count
          .stations()
          .forEach(station ->
              stations.get(shardOfArea[election.stations().get(station).area()]).set(station));
      var table = new TotalsTable(fold, contest);
      byte[] header = table.header();
      for (int shard = 0; shard < areas.size(); shard++) {
        int[] within = areas.get(shard).stream().toArray();
        int[] counted = stations.get(shard).stream().toArray();
        shards.add(new TotalsShard(contest, table, header, within, counted));
      }
    }

    Stream<TotalsShard> shards() {
      return shards.stream();
    }

    void takeChanges() {
      fold.changes().take(contest, this::changed);
    }

    /// A station's row changes, and those of all areas above it that the contest is held in.
    private void changed(int station) {
      told.accept(station);
      List<Area> areas = fold.election().areas();
      int area = fold.election().stations().get(station).area();
      shards.get(shardOfArea[area]).stationChanged(station);
      for (; area >= 0 && count.area(area).isPresent(); area = areas.get(area).parent()) {
        shards.get(shardOfArea[area]).areaChanged(area);
      }
    }
  }
}
