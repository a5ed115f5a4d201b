package org.cotejo.server.gate;

/// Reads the first label of the server name out of a TLS ClientHello ([RFC 8446
/// §4.1.2](https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2), [RFC 6066
/// §3](https://www.rfc-editor.org/rfc/rfc6066#section-3)), so that a ticket is checked before any
/// cryptography is done for its holder. For one thread; allocates and throws nothing.
///
/// It does not replace the TLS that comes after it: it looks at the frame of everything and at the
/// content of the name alone. It waits for the whole ClientHello, so that the answer does not
/// depend on how the bytes were cut into segments: an outcome other than [Outcome#NEEDS_MORE] is
/// final whatever follows.
public final class ClientHello {
  /// Bytes, with the heads of records, within which a ClientHello must end.
  public static final int MAX_BYTES = 4096;

  /// Longest label of a name (RFC 1035 §2.3.4).
  public static final int MAX_LABEL = 63;

  private static final int RECORD_HEAD = 5;
  private static final int MAX_RECORD = 1 << 14;
  private static final int HANDSHAKE = 22;
  private static final int MAJOR_VERSION = 3;

  private static final int MESSAGE_HEAD = 4;
  private static final int CLIENT_HELLO = 1;
  private static final int VERSION_AND_RANDOM = 34;

  /// One cipher suite, one compression method, nothing else.
  private static final int LEAST_MESSAGE = MESSAGE_HEAD + VERSION_AND_RANDOM + 1 + 4 + 2;

  private static final int EXTENSION_HEAD = 4;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int MALFORMED = -1;

  /// What the bytes so far are.
  public enum Outcome {
    /// The beginning of a ClientHello, as far as it goes.
    NEEDS_MORE,
    /// A ClientHello with a server name; its first label has been copied.
    NAME,
    /// A ClientHello without a server name, or with one whose first label is none of 1 to 63 bytes.
    NO_NAME,
    /// Not TLS, or not a well-formed ClientHello.
    NOT_TLS,
    /// A ClientHello that cannot end within the limit.
    TOO_LARGE
  }

  /// The message without the heads of the records that it came in.
  private final byte[] message = new byte[MAX_BYTES];

  private final byte[] label = new byte[MAX_LABEL];
  private int labelLength;

  /// Reads what a connection has sent so far, from its first byte on.
  ///
  /// @param to behind the last byte
  public Outcome read(byte[] bytes, int from, int to) {
    Outcome outcome = outcome(bytes, from, to);
    if (outcome != Outcome.NAME) {
      labelLength = 0;
    }
    return outcome;
  }

  private Outcome outcome(byte[] bytes, int from, int to) {
    int at = from;
    int joined = 0;
    int needed = 0;
    while (joined < MESSAGE_HEAD || joined < needed) {
      if (at - from + RECORD_HEAD + needed - joined > MAX_BYTES) {
        return Outcome.TOO_LARGE;
      }
      int length = recordLength(bytes, at, to);
      if (length <= 0) {
        return length == 0 ? Outcome.NEEDS_MORE : Outcome.NOT_TLS;
      }
      if (needed > 0 && length > needed - joined) {
        return Outcome.NOT_TLS;
      }
      at += RECORD_HEAD;
      int present = Math.min(Math.min(length, to - at), MAX_BYTES - joined);
      System.arraycopy(bytes, at, message, joined, present);
      if (joined == 0 && present > 0 && message[0] != CLIENT_HELLO) {
        return Outcome.NOT_TLS;
      }
      if (needed == 0 && joined + present >= MESSAGE_HEAD) {
        needed = MESSAGE_HEAD + (message[1] & 0xff) * 0x10000 + number(2);
        // A ClientHello ends where its record does (RFC 8446 §5.1).
        if (needed < LEAST_MESSAGE || length > needed - joined) {
          return Outcome.NOT_TLS;
        }
        if (at - from + needed - joined > MAX_BYTES) {
          return Outcome.TOO_LARGE;
        }
      }
      if (present < length) {
        return Outcome.NEEDS_MORE;
      }
      joined += length;
      at += length;
    }
    return hello(needed);
  }

  /// What stands in the head of a record; 0 if more of it is needed, or -1 if it is none.
  private static int recordLength(byte[] bytes, int at, int to) {
    int present = to - at;
    if ((present > 0 && bytes[at] != HANDSHAKE)
        || (present > 1 && bytes[at + 1] != MAJOR_VERSION)) {
      return MALFORMED;
    }
    if (present < RECORD_HEAD) {
      return 0;
    }
    int length = ((bytes[at + 3] & 0xff) << 8) | (bytes[at + 4] & 0xff);
    return length == 0 || length > MAX_RECORD ? MALFORMED : length;
  }

  private Outcome hello(int end) {
    int sessionId = behind(MESSAGE_HEAD + VERSION_AND_RANDOM, end, 1, 0, 32);
    int suites = behind(sessionId, end, 2, 2, 0xfffe);
    int compression = behind(suites, end, 1, 1, 0xff);
    if (compression == MALFORMED || (suites - sessionId) % 2 != 0) {
      return Outcome.NOT_TLS;
    }
    if (compression == end) {
      // Before TLS 1.3 there may be no extensions at all.
      return Outcome.NO_NAME;
    }
    return behind(compression, end, 2, 0, 0xffff) == end
        ? extensions(compression + 2, end)
        : Outcome.NOT_TLS;
  }

  /// The end of a vector that begins with its length, or -1 if it is malformed or `at` was.
  private int behind(int at, int end, int lengthBytes, int least, int most) {
    int content = at + lengthBytes;
    if (at == MALFORMED || content > end) {
      return MALFORMED;
    }
    int length = lengthBytes == 1 ? message[at] & 0xff : number(at);
    return length < least || length > most || length > end - content ? MALFORMED : content + length;
  }

  private int number(int at) {
    return ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
  }

  private Outcome extensions(int from, int end) {
    boolean isNamed = false;
    Outcome outcome = Outcome.NO_NAME;
    for (int at = from; at < end; ) {
      int next = behind(at + 2, end, 2, 0, 0xffff);
      if (next == MALFORMED) {
        return Outcome.NOT_TLS;
      }
      if (number(at) == SERVER_NAME) {
        // No extension may come twice: two names would be read differently by two programs.
        outcome = isNamed ? Outcome.NOT_TLS : serverNames(at + EXTENSION_HEAD, next);
        isNamed = true;
        if (outcome == Outcome.NOT_TLS) {
          return outcome;
        }
      }
      at = next;
    }
    return outcome;
  }

  private Outcome serverNames(int from, int end) {
    if (behind(from, end, 2, 1, 0xffff) != end) {
      return Outcome.NOT_TLS;
    }
    boolean isNamed = false;
    Outcome outcome = Outcome.NO_NAME;
    for (int at = from + 2; at < end; ) {
      int next = behind(at + 1, end, 2, 1, 0xffff);
      if (next == MALFORMED) {
        return Outcome.NOT_TLS;
      }
      if (message[at] == HOST_NAME) {
        if (isNamed) {
          return Outcome.NOT_TLS;
        }
        isNamed = true;
        outcome = hostName(at + 3, next);
      }
      at = next;
    }
    return outcome;
  }

  private Outcome hostName(int from, int end) {
    int length = 0;
    while (from + length < end && message[from + length] != '.') {
      length++;
    }
    if (length < 1 || length > MAX_LABEL) {
      return Outcome.NO_NAME;
    }
    System.arraycopy(message, from, label, 0, length);
    labelLength = length;
    return Outcome.NAME;
  }

  /// After [Outcome#NAME]: holds the first label, byte for byte as it was sent, until the next
  /// read. The array itself, not a copy; what is behind [#labelLength] means nothing.
  public byte[] label() {
    return label;
  }

  /// Bytes of the first label; 0 after any other outcome than [Outcome#NAME].
  public int labelLength() {
    return labelLength;
  }
}
