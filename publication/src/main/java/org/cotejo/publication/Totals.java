package org.cotejo.publication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.count.StationState;
import org.cotejo.model.Area;
import org.cotejo.model.ElectionPackage;

/// The canonical totals as content-addressed CSV shards, one per contest and second-level area.
/// Rendering again costs only the rows and shards that changed; an unchanged shard keeps its name.
final class Totals {
  private static final byte[] NOT_RENDERED = {};

  private final List<ContestShards> contests;

  /// One CSV file of the totals.
  ///
  /// @param contest index of the contest
  /// @param area index of the second-level area (or the root, for what stands directly below it)
  /// @param rows rows without the header
  record Shard(int contest, int area, String path, long size, long rows) {}

  Totals(Fold fold) {
    contests =
        IntStream.range(0, fold.election().contests().size())
            .mapToObj(contest -> new ContestShards(fold, contest))
            .toList();
  }

  /// Brings the shards up to the fold.
  ///
  /// @param publishing hands a shard on and names it by its content
  /// @return all shards, by contest and area
  List<Shard> render(Function<byte[], String> publishing) {
    var shards = new ArrayList<Shard>();
    for (ContestShards contest : contests) {
      contest.render(publishing, shards);
    }
    return shards;
  }

  private static final class ContestShards {
    private final int contest;
    private final Fold fold;
    private final ContestCount count;
    private final TotalsTable table;
    private final byte[] header;
    private final byte[][] stationRows;
    private final byte[][] areaRows;
    private final int[] partOfArea;
    private final List<Part> parts = new ArrayList<>();
    private final CsvRow out = new CsvRow();

    ContestShards(Fold fold, int contest) {
      this.fold = fold;
      this.contest = contest;
      this.count = fold.contest(contest);
      this.table = new TotalsTable(fold, contest);
      this.header = table.header();
      ElectionPackage election = fold.election();
      this.stationRows = new byte[election.stations().size()][];
      Arrays.fill(stationRows, NOT_RENDERED);
      this.areaRows = new byte[election.areas().size()][];
      Arrays.fill(areaRows, NOT_RENDERED);
      this.partOfArea = new int[areaRows.length];
      for (int area = 0; area < partOfArea.length; area++) {
        if (count.area(area).isPresent()) {
          partOfArea[area] = part(area, election.areas().get(area));
          parts.get(partOfArea[area]).areas.set(area);
        }
      }
      count
          .stations()
          .forEach(station -> {
            int area = election.stations().get(station).area();
            parts.get(partOfArea[area]).stations.set(station);
          });
    }

    private int part(int area, Area place) {
      boolean starts = place.depth() <= 1 || count.area(place.parent()).isEmpty();
      if (!starts) {
        return partOfArea[place.parent()];
      }
      parts.add(new Part(area));
      return parts.size() - 1;
    }

    /// A station's row changes, and those of all areas above it that the contest is held in.
    private void changed(int station) {
      List<Area> areas = fold.election().areas();
      stationRows[station] = NOT_RENDERED;
      int area = fold.election().stations().get(station).area();
      for (; area >= 0 && count.area(area).isPresent(); area = areas.get(area).parent()) {
        areaRows[area] = NOT_RENDERED;
        parts.get(partOfArea[area]).changed = true;
      }
    }

    void render(Function<byte[], String> publishing, List<Shard> into) {
      fold.changes().take(contest, this::changed);
      for (Part part : parts) {
        if (part.changed) {
          byte[] content = content(part);
          part.changed = false;
          part.rows = rows(part);
          part.size = content.length;
          part.path = publishing.apply(content);
        }
        into.add(new Shard(contest, part.area, part.path, part.size, part.rows));
      }
    }

    private byte[] content(Part part) {
      part.areas.stream()
          .filter(area -> areaRows[area].length == 0)
          .forEach(area -> {
            table.area(out, area, count.area(area).orElseThrow());
            areaRows[area] = out.take();
          });
      part.stations.stream()
          .filter(station -> stationRows[station].length == 0)
          .forEach(station -> {
            table.station(out, station);
            stationRows[station] = out.take();
          });
      out.rows(header);
      part.areas.stream().forEach(area -> out.rows(areaRows[area]));
      part.stations.stream().forEach(station -> out.rows(stationRows[station]));
      return out.take();
    }

    /// One for each area and station, and one more for what is disputed in an area.
    private long rows(Part part) {
      long disputed =
          part.areas.stream()
              .filter(area -> count.area(area).orElseThrow().stations(StationState.CONFLICT) > 0)
              .count();
      return part.areas.cardinality() + part.stations.cardinality() + disputed;
    }

    /// A shard in the making, with what it was when last rendered.
    private static final class Part {
      final int area;
      final BitSet areas = new BitSet();
      final BitSet stations = new BitSet();
      boolean changed = true;
      String path = "";
      long size;
      long rows;

      Part(int area) {
        this.area = area;
      }
    }
  }
}
