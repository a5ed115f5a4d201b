package org.cotejo.audit.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// Reads when something came: a whole number that grows, or a time as ISO 8601 writes it.
final class ArrivalText {
  private static final int MAX_DIGITS = 18;

  private ArrivalText() {}

  /// The number, or the seconds since 1970; a time without an offset is taken as it stands. Empty
  /// if it is neither.
  static OptionalLong read(String text) {
    if (CountText.isDigits(text)) {
      return text.length() <= MAX_DIGITS
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    }
    String time = text.replace(' ', 'T');
    try {
      return since(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException withoutOffset) {
      try {
        return since(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return OptionalLong.empty();
      }
    }
  }

  private static OptionalLong since(Instant instant) {
    long seconds = instant.getEpochSecond();
    return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
  }
}
