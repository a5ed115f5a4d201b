package org.cotejo.model;

import java.util.Optional;

/// The leaf that closes one count.
///
/// @param area index of the area it stands in
/// @param registeredVoters voters on its roll when the package was made
/// @param name place or address; may be empty
public record PollingStation(
    String code, int area, long registeredVoters, Optional<Coordinates> coordinates, String name) {
  public PollingStation {
    Wording.checkCode(code);
    Wording.checkIndex(area);
    Wording.checkName(name);
    if (registeredVoters < 0 || registeredVoters > FiguresCodec.MAX_COUNT) {
      throw new IllegalArgumentException("registered voters out of range: " + registeredVoters);
    }
  }
}
