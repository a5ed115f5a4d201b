package org.cotejo.audit.reconcile;

import java.util.List;

/// A total without stations beside the sum of a source's stations.
///
/// @param stated index of the source that has the total
/// @param summed index of the source whose stations were added up
/// @param shown stations of the area that this source has
/// @param notShown stations of the area that it does not have
/// @param registeredNotShown their registered voters
/// @param differences figures in which the two differ: as stated, as added up
public record TotalsBeside(
    int contest,
    int area,
    int stated,
    int summed,
    long shown,
    long notShown,
    long registeredNotShown,
    List<Slip.Pair> differences,
    Verdict verdict) {
  public TotalsBeside {
    differences = List.copyOf(differences);
  }

  /// What can be said of the total.
  public enum Verdict {
    EQUAL("equal"),
    /// The stations that nobody has shown could account for the difference.
    UNVERIFIABLE("unverifiable"),
    /// They could not, or there are none, and the stations are those of a log.
    BULLETIN_NOT_LOG("bulletin-not-log"),
    /// They could not, or there are none, and the stations are those of another source.
    NOT_THE_SUM("not-the-sum");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
