package org.cotejo.server.gate;

/// As much of HTTP/1.1 framing ([RFC 9112 §6](https://www.rfc-editor.org/rfc/rfc9112#section-6)) as
/// it takes to refuse a request on a connection that stays open: whether some bytes are exactly one
/// request. Whatever is not plainly that ends the connection.
final class RequestHead {
  /// Bytes of the line that ends a head.
  private static final int EMPTY_LINE = 2;

  private static final byte[] HEAD = {'h', 'e', 'a', 'd', ' '};
  private static final byte[] LENGTH = {
    'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'
  };
  private static final byte[] CONNECTION = {'c', 'o', 'n', 'n', 'e', 'c', 't', 'i', 'o', 'n', ':'};
  private static final byte[] CODING = {
    't', 'r', 'a', 'n', 's', 'f', 'e', 'r', '-', 'e', 'n', 'c', 'o', 'd', 'i', 'n', 'g', ':'
  };

  private RequestHead() {}

  /// What some bytes are.
  enum Frame {
    /// One whole request of HTTP/1.1 that leaves the connection open.
    WHOLE_KEEPING_OPEN,
    /// One whole request after which the connection ends.
    WHOLE,
    /// Less, more, or nothing of the kind.
    OTHER
  }

  static Frame of(byte[] bytes, int length) {
    int line = nextLine(bytes, 0, length);
    if (line <= EMPTY_LINE) {
      return Frame.OTHER;
    }
    // No body may follow the answer to HEAD, but all answers here have one.
    boolean keepsOpen = isHttp11(bytes, line) && !startsWith(bytes, 0, line, HEAD);
    int body = 0;
    boolean hasBody = false;
    while (true) {
      int next = nextLine(bytes, line, length);
      if (next - line == EMPTY_LINE) {
        return next + body != length
            ? Frame.OTHER
            : keepsOpen ? Frame.WHOLE_KEEPING_OPEN : Frame.WHOLE;
      }
      if (next < 0 || !isField(bytes, line)) {
        return Frame.OTHER;
      }
      if (startsWith(bytes, line, next, LENGTH)) {
        body = hasBody ? -1 : decimal(bytes, line + LENGTH.length, next);
        hasBody = true;
      } else if (startsWith(bytes, line, next, CONNECTION)) {
        keepsOpen &= isKeepAlive(bytes, line + CONNECTION.length);
      } else if (startsWith(bytes, line, next, CODING)) {
        body = -1;
      }
      if (body < 0) {
        return Frame.OTHER;
      }
      line = next;
    }
  }

  /// Where the line after the one at `from` begins; -1 if that one does not end as lines do.
  private static int nextLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i > from && bytes[i - 1] == '\r' ? i + 1 : -1;
      }
    }
    return -1;
  }

  /// Whether a line has a name and a colon with nothing between: programs differ in how they read
  /// others ([RFC 9112 §5.1](https://www.rfc-editor.org/rfc/rfc9112#section-5.1)).
  private static boolean isField(byte[] bytes, int line) {
    int at = line;
    while (bytes[at] > ' ' && bytes[at] != ':') {
      at++;
    }
    return at > line && bytes[at] == ':';
  }

  private static boolean isHttp11(byte[] bytes, int lineEnd) {
    return lineEnd > 10
        && bytes[lineEnd - 3] == '1'
        && bytes[lineEnd - 4] == '.'
        && bytes[lineEnd - 5] == '1'
        && bytes[lineEnd - 6] == '/';
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
    if (to - from < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      int c = bytes[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeepAlive(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] == ' ') {
      at++;
    }
    return (bytes[at] | 0x20) == 'k';
  }

  /// The number in a header field of at most six digits; -1 if there is none.
  private static int decimal(byte[] bytes, int from, int to) {
    int at = from;
    while (bytes[at] == ' ') {
      at++;
    }
    int value = 0;
    int digits = 0;
    while (bytes[at] >= '0' && bytes[at] <= '9' && digits < 6) {
      value = value * 10 + bytes[at] - '0';
      at++;
      digits++;
    }
    return digits > 0 && at == to - 2 ? value : -1;
  }
}
