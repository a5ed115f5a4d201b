package org.cotejo.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.TypeConversionException;

/// Numbers and dates as somebody types them, refused in words and not in names of classes.
final class Typed {
  private Typed() {}

  static int integer(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("not a whole number, or too large: '" + text + "'");
    }
  }

  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("not a whole number, or too large: '" + text + "'");
    }
  }

  static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException("not a date such as 2026-11-29: '" + text + "'");
    }
  }
}
