package org.cotejo.audit.bulk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.publication.TotalsRow;
import org.cotejo.publication.bulk.ContestColumns;

/// Rows turned into columns in a temporary file, a few thousand stations at a time: memory stays
/// the same for any number of them.
final class ColumnFile implements AutoCloseable {
  /// Longs held in memory at once.
  private static final int PIECE = 1 << 19;

  private final Path path;
  private final FileChannel channel;
  private final List<Columns> contests = new ArrayList<>();
  private final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * PIECE);
  private long end;
  private int rows;

  ColumnFile(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /// Rows of one contest that follow each other, column by column; the first column has the
  /// stations.
  private record Piece(long at, int rows) {}

  /// Adds a row. Contests come one after the other, each with the row of its area first.
  void add(TotalsRow row) throws IOException {
    if (contests.isEmpty() || contests.getLast().total.contest() != row.contest()) {
      flush();
      contests.add(new Columns(row));
    } else if (row.kind() == TotalsRow.Kind.STATION) {
      Columns columns = contests.getLast();
      columns.set(rows, 0, row.place());
      for (int position = 0; position < row.layout().width(); position++) {
        columns.set(rows, position + 1, row.figure(position));
      }
      if (++rows == columns.capacity) {
        flush();
      }
    }
  }

  /// All contests; no row may be added any more.
  List<Columns> finish() throws IOException {
    flush();
    return contests;
  }

  private void flush() throws IOException {
    if (rows == 0) {
      return;
    }
    Columns columns = contests.getLast();
    columns.pieces.add(new Piece(end, rows));
    for (int column = 0; column < columns.width; column++) {
      int from = column * columns.capacity * Long.BYTES;
      bytes.limit(from + rows * Long.BYTES).position(from);
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    }
    bytes.clear();
    rows = 0;
  }

  /// The columns of one contest.
  final class Columns implements ContestColumns {
    private final TotalsRow total;
    private final int width;
    private final int capacity;
    private final List<Piece> pieces = new ArrayList<>();

    private Columns(TotalsRow total) {
      this.total = total;
      this.width = total.layout().width() + 1;
      this.capacity = PIECE / width;
    }

    private void set(int row, int column, long value) {
      bytes.putLong((column * capacity + row) * Long.BYTES, value);
    }

    @Override
    public TotalsRow total() {
      return total;
    }

    @Override
    public void forEach(int[] positions, Taker taker) throws IOException {
      var read = new LongBuffer[positions.length];
      var values = new long[positions.length];
      for (Piece piece : pieces) {
        LongBuffer stations = column(piece, 0);
        for (int i = 0; i < positions.length; i++) {
          read[i] = column(piece, positions[i] + 1);
        }
        for (int row = 0; row < piece.rows(); row++) {
          for (int i = 0; i < values.length; i++) {
            values[i] = read[i].get(row);
          }
          taker.take((int) stations.get(row), values);
        }
      }
    }

    private LongBuffer column(Piece piece, int column) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(piece.rows() * Long.BYTES);
      long at = piece.at() + (long) column * piece.rows() * Long.BYTES;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at + buffer.position());
        if (read < 0) {
          throw new IOException(path + " was cut while it was in use");
        }
      }
      return buffer.flip().asLongBuffer();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
