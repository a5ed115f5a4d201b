package org.cotejo.count;

/// What a reader is told of one station's count of one contest.
///
/// ```mermaid
/// stateDiagram-v2
///   [*] --> NOT_RECEIVED
///   NOT_RECEIVED --> COUNTED: valid record
///   NOT_RECEIVED --> HELD: record by a revoked key, or after records closed
///   HELD --> COUNTED: adopted by corrigendum or ruling, or a valid record arrives
///   COUNTED --> CONFLICT: a different record
///   CORRECTED --> CONFLICT: a record different from all seen before
///   COUNTED --> CORRECTED: corrigendum or ruling with new values
///   CONFLICT --> CORRECTED: corrigendum or ruling with new values
///   ANNULLED --> CORRECTED: ruling with new values
///   COUNTED --> ANNULLED: ruling
///   CONFLICT --> ANNULLED: ruling
///   CORRECTED --> ANNULLED: ruling
/// ```
public enum StationState {
  NOT_RECEIVED(0),
  COUNTED(1),
  /// Two different signed records: the first stays in the totals and is shown apart as disputed.
  CONFLICT(2),
  HELD(3),
  CORRECTED(4),
  ANNULLED(5);

  private final int column;

  StationState(int column) {
    this.column = column;
  }

  /// Its place in a row of coverage figures.
  int column() {
    return column;
  }

  /// Whether the station's value is in the totals.
  public boolean isInTotals() {
    return switch (this) {
      case COUNTED, CONFLICT, CORRECTED -> true;
      case NOT_RECEIVED, HELD, ANNULLED -> false;
    };
  }
}
