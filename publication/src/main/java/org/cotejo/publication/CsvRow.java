package org.cotejo.publication;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Writes canonical CSV: comma, LF, quotes only where they must be, no spaces. One spelling for one
/// table, so that its digest is a digest of the table.
///
/// A text a spreadsheet would take for a formula is preceded by an apostrophe, since signers choose
/// the subjects of what is found to be not permitted. Codes are never changed: with letters,
/// digits, `.`, `_` and `-` alone, a formula can call nothing.
public final class CsvRow {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]*");

  private byte[] bytes = new byte[1 << 12];
  private int length;
  private boolean atStart = true;

  /// A field of text, or a code.
  public CsvRow text(String text) {
    separate();
    String field = isFormula(text) ? "'" + text : text;
    raw(isPlain(field) ? field : '"' + field.replace("\"", "\"\"") + '"');
    return this;
  }

  private static boolean isPlain(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c < ' ' || c == ',' || c == '"') {
        return false;
      }
    }
    return true;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
        && !CODE.matcher(text).matches();
  }

  /// A count.
  public CsvRow number(long value) {
    separate();
    if (value < 0) {
      throw new IllegalArgumentException("a count below zero: " + value);
    }
    ensure(20);
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    length += digits;
    long rest = value;
    for (int at = length - 1; digits > 0; digits--, at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  /// Fields without content.
  public CsvRow empty(int fields) {
    for (int i = 0; i < fields; i++) {
      separate();
    }
    return this;
  }

  /// Ends the row.
  public CsvRow end() {
    ensure(1);
    bytes[length++] = '\n';
    atStart = true;
    return this;
  }

  /// Rows made before: these bytes of `finished`.
  CsvRow rows(byte[] finished, int from, int to) {
    ensure(to - from);
    System.arraycopy(finished, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /// Bytes written since the last [#take()].
  int length() {
    return length;
  }

  /// The rows so far; the writer starts again empty.
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  /// Writes the rows so far; the writer starts again empty.
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  private void separate() {
    if (atStart) {
      atStart = false;
    } else {
      ensure(1);
      bytes[length++] = ',';
    }
  }

  private void raw(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
