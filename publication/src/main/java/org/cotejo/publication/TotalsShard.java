package org.cotejo.publication;

import java.util.Arrays;
import java.util.BitSet;
import org.cotejo.cose.Hash;

/// One CSV file of the totals: the areas of one contest below a second-level area (or the root, for
/// what stands directly below it), then their stations. It is kept as last written, and rows that
/// have not changed since are copied.
final class TotalsShard {
  private static final Hash NOT_WRITTEN = Hash.sha256();
  private static final ThreadLocal<CsvRow> OUT = ThreadLocal.withInitial(CsvRow::new);

  private final int contest;
  private final TotalsTable table;
  private final byte[] header;
  private final int[] areas;
  private final int[] stations;

  /// Rows that have changed since they were written, by their number.
  private final BitSet changed = new BitSet();

  /// Rows of areas that have one more line, for what is disputed in them.
  private final BitSet disputed = new BitSet();

  /// Where each row starts in the file, and where the last one ends.
  private final int[] starts;

  /// The file, with room to grow: written over again and again, since a hundred megabytes that live
  /// for one bulletin each are more than the collector of a small heap bears.
  private byte[] kept = {};

  private Hash digest = NOT_WRITTEN;

  /// @param areas indexes in ascending order, the top one first
  /// @param stations indexes in ascending order
  TotalsShard(int contest, TotalsTable table, byte[] header, int[] areas, int[] stations) {
    this.contest = contest;
    this.table = table;
    this.header = header;
    this.areas = areas;
    this.stations = stations;
    this.starts = new int[areas.length + stations.length + 1];
    changed.set(0, areas.length + stations.length);
  }

  int contest() {
    return contest;
  }

  /// The area it is of.
  int area() {
    return areas[0];
  }

  /// Digest of the file as last written.
  Hash digest() {
    return digest;
  }

  /// Bytes of the file as last written.
  int size() {
    return starts[areas.length + stations.length];
  }

  /// Lines without the header.
  int lines() {
    return areas.length + stations.length + disputed.cardinality();
  }

  void areaChanged(int area) {
    changed.set(Arrays.binarySearch(areas, area));
  }

  void stationChanged(int station) {
    changed.set(areas.length + Arrays.binarySearch(stations, station));
  }

  boolean isChanged() {
    return !changed.isEmpty();
  }

  /// Writes the file again; shards may do so at the same time, each on a thread of its own.
  ///
  /// @return the file
  byte[] write() {
    CsvRow out = OUT.get();
    int rows = areas.length + stations.length;
    out.rows(header, 0, header.length);
    for (int row = 0; row < rows; row++) {
      int next = changed.nextSetBit(row);
      int standing = next < 0 ? rows : next;
      int shift = out.length() - starts[row];
      out.rows(kept, starts[row], starts[standing]);
      for (; row < standing; row++) {
        starts[row] += shift;
      }
      if (row < rows) {
        starts[row] = out.length();
        write(out, row);
      }
    }
    starts[rows] = out.length();
    changed.clear();
    byte[] content = out.take();
    keep(content);
    digest = Hash.sha256(content);
    return content;
  }

  private void write(CsvRow out, int row) {
    if (row < areas.length) {
      disputed.set(row, table.area(out, areas[row]));
    } else {
      table.station(out, stations[row - areas.length]);
    }
  }

  private void keep(byte[] content) {
    if (kept.length < content.length) {
      kept = new byte[content.length + content.length / 16];
    }
    System.arraycopy(content, 0, kept, 0, content.length);
  }
}
