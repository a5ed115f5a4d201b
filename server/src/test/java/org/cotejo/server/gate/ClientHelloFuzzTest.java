package org.cotejo.server.gate;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cotejo.server.gate.ClientHello.Outcome;

class ClientHelloFuzzTest {
  private static final ClientHello HELLO = new ClientHello();

  @FuzzTest
  void readsWhatThePlainReaderReadsHoweverTheBytesAreCut(byte[] bytes) {
    PlainClientHello expected = PlainClientHello.read(bytes);
    byte[] buffer = new byte[bytes.length + 3];
    Arrays.fill(buffer, (byte) 22);
    System.arraycopy(bytes, 0, buffer, 2, bytes.length);
    expect(expected, read(buffer, 2, 2 + bytes.length));
    int cut = bytes.length == 0 ? 0 : (bytes[bytes.length - 1] & 0xff) * bytes.length / 256;
    PlainClientHello before = read(bytes, 0, cut);
    if (before.outcome() != Outcome.NEEDS_MORE) {
      expect(expected, before);
    }
  }

  private static PlainClientHello read(byte[] bytes, int from, int to) {
    Outcome outcome = HELLO.read(bytes, from, to);
    String label = new String(HELLO.label(), 0, HELLO.labelLength(), StandardCharsets.ISO_8859_1);
    return new PlainClientHello(outcome, label);
  }

  private static void expect(PlainClientHello expected, PlainClientHello read) {
    if (!read.equals(expected)) {
      throw new AssertionError("read " + read + ", expected " + expected);
    }
  }
}
