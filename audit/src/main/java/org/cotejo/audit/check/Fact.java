package org.cotejo.audit.check;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// One thing that was computed.
///
/// @param code stable; the words for it are the reader's
/// @param details counts as `Long`, everything else as `String`
public record Fact(String code, List<Object> details) {
  public Fact {
    details = List.copyOf(details);
    if (!details.stream().allMatch(each -> each instanceof Long || each instanceof String)) {
      throw new IllegalArgumentException("neither count nor text: " + details);
    }
  }

  static Fact of(String code, Object... details) {
    return new Fact(code, Arrays.stream(details).map(Fact::detail).toList());
  }

  private static Object detail(Object detail) {
    return switch (detail) {
      case Integer count -> (long) count;
      case Long count -> count;
      case BigInteger count when count.bitLength() < Long.SIZE -> count.longValueExact();
      default -> detail.toString();
    };
  }
}
