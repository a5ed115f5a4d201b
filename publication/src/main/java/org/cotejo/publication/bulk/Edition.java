package org.cotejo.publication.bulk;

import java.time.Instant;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;

/// What bulk data is of: an election and one of its bulletins.
///
/// @param root of the log at that size, base64
/// @param asOf seconds since 1970 of the newest time-mark the bulletin covers
/// @param index SHA-256 of the totals index, which the bulletin signs
/// @param complete whether every station of every contest is in the totals and none in conflict
public record Edition(
    ElectionPackage election,
    long bulletin,
    long logSize,
    String root,
    long asOf,
    String index,
    boolean complete) {

  /// How the election is marked wherever it is shown.
  public String mode() {
    return election.mode().label();
  }

  boolean isReal() {
    return election.mode() == Mode.REAL;
  }

  /// The name of the election in English, or in whatever language comes first.
  String name() {
    String english = election.names().get("en");
    return english == null ? election.names().firstEntry().getValue() : english;
  }

  String time() {
    return Instant.ofEpochSecond(asOf).toString();
  }

  /// One line that says what a file is of.
  String notes() {
    return "%s; bulletin %d; log size %d; root %s; totals index sha256:%s"
        .formatted(mode(), bulletin, logSize, root, index);
  }
}
