package org.cotejo.station.fleet;

import java.util.Locale;

/// The only way on which a station's records come to the log.
public enum Route {
  /// From its outbox, over the network.
  NETWORK,
  /// In a courier's bundle.
  COURIER,
  /// Nobody sends anything; somebody photographs the sheet.
  PHOTOGRAPH;

  /// As it stands in files.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
