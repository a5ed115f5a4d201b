package org.cotejo.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Where a polling station is, in decimal degrees (WGS 84), as the package writes them: text, since
/// nothing is ever computed with them.
public record Coordinates(String latitude, String longitude) {
  private static final Pattern DEGREES = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,9})?");

  public Coordinates {
    if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) {
      throw new IllegalArgumentException("not a place on earth: " + latitude + ", " + longitude);
    }
  }

  static boolean isWithin(String degrees, int limit) {
    return DEGREES.matcher(degrees).matches()
        && new BigDecimal(degrees).abs().compareTo(BigDecimal.valueOf(limit)) <= 0;
  }
}
