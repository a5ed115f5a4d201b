package org.cotejo.server.gate;

import java.util.Arrays;

/// Connections that the door holds without having let them in, some 20 bytes each, and nothing for
/// the garbage collector. One thread.
///
/// Each is in one of a few rows, oldest first. A row has one time limit for all that are in it, so
/// the first is always the first to go.
final class HeldSockets {
  /// Why a connection is held.
  enum Row {
    /// Its first bytes have not arrived.
    WAITING(0),
    /// It was refused with an answer and may hear another one.
    REFUSED(1),
    /// It was refused and is not read any more.
    PARKED(2);

    /// Where it is in the arrays.
    final int at;

    Row(int at) {
      this.at = at;
    }
  }

  private static final Row[] ROWS = Row.values();
  private static final int NONE = -1;

  private final int[] first = {NONE, NONE, NONE};
  private final int[] last = {NONE, NONE, NONE};
  private final int[] size = new int[ROWS.length];

  /// By descriptor.
  private byte[] row = new byte[1024];

  private int[] before = new int[1024];
  private int[] after = new int[1024];
  private int[] since = new int[1024];
  private long[] network = new long[1024];

  /// @param second when it was put here
  void add(Row where, int socket, long from, int second) {
    ensure(socket);
    int r = where.at;
    row[socket] = (byte) (r + 1);
    network[socket] = from;
    since[socket] = second;
    before[socket] = last[r];
    after[socket] = NONE;
    if (last[r] == NONE) {
      first[r] = socket;
    } else {
      after[last[r]] = socket;
    }
    last[r] = socket;
    size[r]++;
  }

  void remove(int socket) {
    int r = row[socket] - 1;
    row[socket] = 0;
    if (before[socket] == NONE) {
      first[r] = after[socket];
    } else {
      after[before[socket]] = after[socket];
    }
    if (after[socket] == NONE) {
      last[r] = before[socket];
    } else {
      before[after[socket]] = before[socket];
    }
    size[r]--;
  }

  boolean isHeld(int socket) {
    return socket < row.length && row[socket] != 0;
  }

  Row row(int socket) {
    return ROWS[row[socket] - 1];
  }

  long network(int socket) {
    return network[socket];
  }

  int size(Row where) {
    return size[where.at];
  }

  /// The oldest of a row if it was put there at or before this second, else -1.
  int oldest(Row where, int second) {
    int oldest = first[where.at];
    return oldest != NONE && since[oldest] <= second ? oldest : NONE;
  }

  private void ensure(int socket) {
    if (socket >= row.length) {
      int capacity = Math.max(socket + 1, row.length * 2);
      row = Arrays.copyOf(row, capacity);
      before = Arrays.copyOf(before, capacity);
      after = Arrays.copyOf(after, capacity);
      since = Arrays.copyOf(since, capacity);
      network = Arrays.copyOf(network, capacity);
    }
  }
}
