package org.cotejo.bench.flood;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/// One connection after another of one unwanted sender.
final class Caller {
  /// Longer answers are taken for complete when this much has come.
  static final int ANSWER_BYTES = 4096;

  private static final int NONE = -1;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final String LENGTH = "content-length:";

  private final MemorySegment answer;
  private int filled;

  int socket = NONE;
  boolean isConnected;
  boolean isAnswered;
  int sent;

  /// Number of the message it sends piece by piece.
  long message;

  /// When it acts without being told to: connects again, gives up, or sends its next byte.
  long due;

  Caller(MemorySegment answer) {
    this.answer = answer;
  }

  boolean isIdle() {
    return socket == NONE;
  }

  void begin(int newSocket, long number) {
    socket = newSocket;
    message = number;
    isConnected = false;
    isAnswered = false;
    sent = 0;
    filled = 0;
  }

  /// Forgets the connection, which somebody else has closed or will.
  int leave() {
    int left = socket;
    socket = NONE;
    return left;
  }

  void forgetAnswer() {
    filled = 0;
  }

  MemorySegment room() {
    return answer.asSlice(filled);
  }

  void add(int bytes) {
    filled += bytes;
  }

  /// The status of the answer once it is there; 0 for what is not HTTP, such as an alert of TLS.
  OptionalInt status() {
    if (filled == 0) {
      return OptionalInt.empty();
    }
    if (at(0) != 'H') {
      return OptionalInt.of(0);
    }
    int headEnd = headEnd();
    if (headEnd < 0 && filled < ANSWER_BYTES) {
      return OptionalInt.empty();
    }
    return filled >= Math.min(ANSWER_BYTES, headEnd + length(headEnd))
        ? OptionalInt.of((at(STATUS_AT) - '0') * 100)
        : OptionalInt.empty();
  }

  private byte at(int place) {
    return answer.get(ValueLayout.JAVA_BYTE, place);
  }

  private int headEnd() {
    for (int i = 3; i < filled; i++) {
      if (at(i) == '\n' && at(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int length(int headEnd) {
    for (int i = STATUS_AT; i < headEnd - LENGTH.length(); i++) {
      if (at(i - 1) == '\n' && isLengthAt(i)) {
        return number(i + LENGTH.length());
      }
    }
    return 0;
  }

  private boolean isLengthAt(int place) {
    for (int i = 0; i < LENGTH.length(); i++) {
      // Letters only differ in this bit from their capitals; the other two signs have it set.
      if ((at(place + i) | 0x20) != LENGTH.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from) {
    int number = 0;
    for (int i = from; i < filled && at(i) != '\r'; i++) {
      if (at(i) != ' ') {
        number = Math.min(number * 10 + at(i) - '0', ANSWER_BYTES);
      }
    }
    return number;
  }
}
