package org.cotejo.server.gate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.cotejo.server.gate.ClientHello.Outcome;

/// The same reader as the RFCs describe it, with slices, exceptions and new arrays: what
/// [ClientHello] is compared with. It reads byte after byte, as if each came in its own segment.
///
/// @param label the first label of the server name; empty unless there is one
record PlainClientHello(Outcome outcome, String label) {
  private static PlainClientHello of(Outcome outcome) {
    return new PlainClientHello(outcome, "");
  }

  static PlainClientHello read(byte[] bytes) {
    byte[] message = new byte[ClientHello.MAX_BYTES];
    int joined = 0;
    int at = 0;
    while (at < bytes.length) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, at, bytes.length - at).slice();
      if (!isRecordHead(rest)) {
        return of(Outcome.NOT_TLS);
      }
      if (rest.remaining() < 5) {
        return of(Outcome.NEEDS_MORE);
      }
      at += 5;
      int length = rest.getShort(3) & 0xffff;
      if (joined >= 4 && length > length(message) - joined) {
        return of(Outcome.NOT_TLS);
      }
      for (int left = length; left > 0; left--) {
        if (at == bytes.length) {
          return of(Outcome.NEEDS_MORE);
        }
        message[joined++] = bytes[at++];
        int missing = joined < 4 ? 1 : length(message) - joined;
        if (message[0] != 1 || (joined >= 4 && (length(message) < 45 || left - 1 > missing))) {
          return of(Outcome.NOT_TLS);
        }
        if (joined >= 4 && at + missing > ClientHello.MAX_BYTES) {
          return of(Outcome.TOO_LARGE);
        }
        if (missing == 0) {
          return hello(Arrays.copyOf(message, joined));
        }
      }
      if (joined >= 4 && at + 5 + length(message) - joined > ClientHello.MAX_BYTES) {
        return of(Outcome.TOO_LARGE);
      }
    }
    return of(Outcome.NEEDS_MORE);
  }

  private static boolean isRecordHead(ByteBuffer rest) {
    int length = rest.remaining() < 5 ? 1 : rest.getShort(3) & 0xffff;
    return rest.get(0) == 22
        && (rest.remaining() < 2 || rest.get(1) == 3)
        && length >= 1
        && length <= 1 << 14;
  }

  private static int length(byte[] message) {
    return 4 + (ByteBuffer.wrap(message).getInt() & 0xffffff);
  }

  private static PlainClientHello hello(byte[] message) {
    try {
      String label =
          name(ByteBuffer.wrap(message, 4, message.length - 4)).orElse("").split("\\.", -1)[0];
      return label.isEmpty() || label.length() > 63
          ? of(Outcome.NO_NAME)
          : new PlainClientHello(Outcome.NAME, label);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalStateException e) {
      return of(Outcome.NOT_TLS);
    }
  }

  private static Optional<String> name(ByteBuffer hello) {
    hello.position(hello.position() + 34);
    expect(vector8(hello).remaining() <= 32);
    int suites = vector16(hello).remaining();
    expect(suites >= 2 && suites % 2 == 0);
    expect(vector8(hello).hasRemaining());
    if (!hello.hasRemaining()) {
      return Optional.empty();
    }
    ByteBuffer extensions = vector16(hello);
    expect(!hello.hasRemaining());
    Optional<Optional<String>> found = Optional.empty();
    while (extensions.hasRemaining()) {
      short type = extensions.getShort();
      ByteBuffer content = vector16(extensions);
      if (type == 0) {
        expect(found.isEmpty());
        found = Optional.of(hostName(content));
      }
    }
    return found.flatMap(name -> name);
  }

  private static Optional<String> hostName(ByteBuffer extension) {
    ByteBuffer names = vector16(extension);
    expect(names.hasRemaining() && !extension.hasRemaining());
    Optional<String> found = Optional.empty();
    while (names.hasRemaining()) {
      byte type = names.get();
      ByteBuffer content = vector16(names);
      expect(content.hasRemaining());
      if (type == 0) {
        expect(found.isEmpty());
        found = Optional.of(StandardCharsets.ISO_8859_1.decode(content).toString());
      }
    }
    return found;
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new IllegalStateException();
    }
  }

  private static ByteBuffer vector8(ByteBuffer from) {
    return vector(from, from.get() & 0xff);
  }

  private static ByteBuffer vector16(ByteBuffer from) {
    return vector(from, from.getShort() & 0xffff);
  }

  private static ByteBuffer vector(ByteBuffer from, int length) {
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }
}
