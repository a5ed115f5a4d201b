package org.cotejo.publication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
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

  /// Brings the shards up to the fold and hands new ones to `files`.
  ///
  /// @return all shards, by contest and area
  List<Shard> render(FileSink files) {
    var shards = new ArrayList<Shard>();
    for (ContestShards contest : contests) {
      contest.render(files, shards);
    }
    return shards;
  }

  /// Path of a totals file by its content.
  static String path(byte[] content, String type) {
    return "totals/" + Hash.sha256(content).hex() + "." + type;
  }

  private static final class ContestShards {
    private final int contest;
    private final Fold fold;
    private final ContestCount count;
    private final TotalsTable table;
    private final byte[] header;
    private final byte[][] rows;
    private final int[] shardOfStation;
    private final List<Part> parts = new ArrayList<>();
    private final CsvRow out = new CsvRow();

    ContestShards(Fold fold, int contest) {
      this.fold = fold;
      this.contest = contest;
      this.count = fold.contest(contest);
      this.table = new TotalsTable(fold, contest);
      this.header = table.header();
      ElectionPackage election = fold.election();
      this.rows = new byte[election.stations().size()][];
      Arrays.fill(rows, NOT_RENDERED);
      this.shardOfStation = new int[rows.length];
      var partOfArea = new int[election.areas().size()];
      for (int area = 0; area < partOfArea.length; area++) {
        if (count.area(area).isPresent()) {
          partOfArea[area] = part(partOfArea, area, election.areas().get(area));
          parts.get(partOfArea[area]).areas.add(area);
        }
      }
      count
          .stations()
          .forEach(station -> {
            int part = partOfArea[election.stations().get(station).area()];
            shardOfStation[station] = part;
            parts.get(part).stations.add(station);
          });
    }

    private int part(int[] partOfArea, int area, Area place) {
      boolean starts = place.depth() <= 1 || count.area(place.parent()).isEmpty();
      if (!starts) {
        return partOfArea[place.parent()];
      }
      parts.add(new Part(area));
      return parts.size() - 1;
    }

    void render(FileSink files, List<Shard> into) {
      fold.changes()
          .take(
              contest,
              station -> {
                rows[station] = NOT_RENDERED;
                parts.get(shardOfStation[station]).changed = true;
                // The area the contest is held in comes first; its row sums up all others.
                parts.getFirst().changed = true;
              });
      for (Part part : parts) {
        if (part.changed) {
          byte[] content = content(part);
          String path = path(content, "csv");
          part.changed = false;
          part.rows = rows(content);
          part.size = content.length;
          if (!path.equals(part.path)) {
            part.path = path;
            files.file(path, content);
          }
        }
        into.add(new Shard(contest, part.area, part.path, part.size, part.rows));
      }
    }

    private byte[] content(Part part) {
      out.rows(header);
      for (int area : part.areas) {
        table.area(out, area, count.area(area).orElseThrow());
      }
      byte[] areas = out.take();
      for (int station : part.stations) {
        if (rows[station].length == 0) {
          table.station(out, station);
          rows[station] = out.take();
        }
      }
      out.rows(areas);
      for (int station : part.stations) {
        out.rows(rows[station]);
      }
      return out.take();
    }

    private static long rows(byte[] content) {
      long lines = 0;
      for (byte b : content) {
        if (b == '\n') {
          lines++;
        }
      }
      return lines - 1;
    }

    /// A shard in the making, with what it was when last rendered.
    private static final class Part {
      final int area;
      final List<Integer> areas = new ArrayList<>();
      final List<Integer> stations = new ArrayList<>();
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
