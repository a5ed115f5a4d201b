package org.cotejo.audit.docket;

import java.util.Optional;
import org.cotejo.model.TallySubject;

/// A ruling or corrigendum and what it did.
///
/// @param change what it did to a station's value; empty if it decides no value
public record Decided(Filing filing, Optional<Change> change) {

  /// A station's value before and after.
  public record Change(TallySubject about, StationValue before, StationValue after) {
    /// Whether another value counts. One that names a value that is not in force changes nothing.
    public boolean hasEffect() {
      return !before.equals(after);
    }
  }
}
