package org.cotejo.publication.bulk;

import java.io.IOException;
import org.cotejo.publication.TotalsRow;

/// A file in the making, given the totals row by row: contest after contest, each with its areas
/// and stations in the order of the shards. The first row of a contest is that of the area it is
/// held in.
public interface BulkFile {
  /// The next row.
  void row(TotalsRow row) throws IOException;

  /// All rows were given. Does not close what is written to.
  void end() throws IOException;
}
