package org.cotejo.model;

import java.util.HashMap;
import java.util.Map;
import org.cotejo.cose.KeyId;

/// How many copies each organisation has logged of each sheet, and how many openings each device.
final class CopyQuota {
  /// Copies an organisation may log of one sheet, by whichever of its agents.
  static final int MAX_COPIES = 3;

  private record Sheet(int organisation, TallySubject about) {}

  private final Map<Sheet, Integer> copies = new HashMap<>();
  private final Map<KeyId, Integer> openings = new HashMap<>();

  boolean allowsCopy(int organisation, TallySubject about) {
    return copies.getOrDefault(new Sheet(organisation, about), 0) < MAX_COPIES;
  }

  void addCopy(int organisation, TallySubject about) {
    copies.merge(new Sheet(organisation, about), 1, Math::addExact);
  }

  boolean allowsOpening(KeyId device, long limit) {
    return openings.getOrDefault(device, 0) < limit;
  }

  void addOpening(KeyId device) {
    openings.merge(device, 1, Math::addExact);
  }
}
