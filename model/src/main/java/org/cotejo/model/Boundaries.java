package org.cotejo.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks `boundaries.geojson`, the outlines of areas that a map draws: [RFC
/// 7946](https://www.rfc-editor.org/rfc/rfc7946), a feature for each area, named by its property
/// `area`. Nothing is counted by it.
final class Boundaries {
  static final String FILE = "boundaries.geojson";

  /// Readers draw it in a browser.
  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_POSITIONS = 500_000;

  /// A ring is closed: its last position is its first.
  private static final int MIN_RING = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Integer> areas;
  private final PackageErrors errors;
  private final Set<String> outlined = new HashSet<>();
  private int positions;

  /// @param areas the known codes
  Boundaries(Map<String, Integer> areas, PackageErrors errors) {
    this.areas = areas;
    this.errors = errors;
  }

  void check(String text) throws PackageErrors.EnoughException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      errors.add(FILE + ": not JSON: " + e.getOriginalMessage());
      return;
    }
    JsonNode features = root.path("features");
    if (!"FeatureCollection".equals(root.path("type").stringValue("")) || !features.isArray()) {
      errors.add(FILE + ": not a FeatureCollection (RFC 7946)");
      return;
    }
    for (JsonNode feature : features) {
      feature(feature);
    }
    if (positions > MAX_POSITIONS) {
      errors.add(
          "%s: more than %d positions; simplify the outlines".formatted(FILE, MAX_POSITIONS));
    }
  }

  private void feature(JsonNode feature) throws PackageErrors.EnoughException {
    String area = feature.path("properties").path("area").stringValue("");
    if (!"Feature".equals(feature.path("type").stringValue(""))) {
      errors.add(FILE + ": something that is no Feature");
    } else if (!areas.containsKey(area)) {
      errors.add(FILE + ": property area is no known area: " + PackageErrors.quote(area));
    } else if (!outlined.add(area)) {
      errors.add(FILE + ": area " + area + " is there already");
    } else if (!isOutline(feature.path("geometry"))) {
      errors.add(
          "%s: area %s is no Polygon or MultiPolygon of closed rings in degrees (longitude first)"
              .formatted(FILE, area));
    }
  }

  private boolean isOutline(JsonNode geometry) {
    JsonNode coordinates = geometry.path("coordinates");
    return switch (geometry.path("type").stringValue("")) {
      case "Polygon" -> isPolygon(coordinates);
      case "MultiPolygon" -> isListOf(coordinates, this::isPolygon);
      default -> false;
    };
  }

  @FunctionalInterface
  private interface Check {
    boolean holds(JsonNode node);
  }

  /// A list that is not empty and of which everything holds.
  private static boolean isListOf(JsonNode list, Check check) {
    if (!list.isArray() || list.isEmpty()) {
      return false;
    }
    for (JsonNode item : list) {
      if (!check.holds(item)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPolygon(JsonNode rings) {
    return isListOf(rings, this::isRing);
  }

  private boolean isRing(JsonNode ring) {
    positions += ring.size();
    return ring.size() >= MIN_RING
        && isListOf(ring, Boundaries::isPosition)
        && isSame(ring.get(0), ring.get(ring.size() - 1));
  }

  private static boolean isSame(JsonNode a, JsonNode b) {
    return a.get(0).doubleValue() == b.get(0).doubleValue()
        && a.get(1).doubleValue() == b.get(1).doubleValue();
  }

  private static boolean isPosition(JsonNode position) {
    return position.isArray()
        && position.size() == 2
        && isWithin(position.get(0), 180)
        && isWithin(position.get(1), 90);
  }

  private static boolean isWithin(JsonNode degrees, int limit) {
    return degrees.isNumber() && Math.abs(degrees.doubleValue()) <= limit;
  }
}
