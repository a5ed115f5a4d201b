package org.cotejo.model;

import org.cotejo.cose.VerificationKey;

/// A device that signs for a station.
///
/// @param station index of the station
public record Device(int station, VerificationKey key) {
  public Device {
    Wording.checkIndex(station);
  }
}
