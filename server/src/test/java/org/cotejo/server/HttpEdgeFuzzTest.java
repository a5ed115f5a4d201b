package org.cotejo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class HttpEdgeFuzzTest {
  /// Stand for what no input would come near by itself.
  private static final byte PATH = 1;

  private static final byte STATEMENT = 2;

  private static HttpEdge edge;

  @BeforeAll
  static void open(@TempDir Path root) throws IOException {
    edge = new HttpEdge(root);
  }

  @AfterAll
  static void close() throws IOException {
    edge.close();
  }

  @FuzzTest
  void answersOrHangsUpHoweverTheBytesAreCut(byte[] input) {
    byte[] bytes = written(input);
    int cut = input.length == 0 ? 0 : (input[input.length - 1] & 0xff) * bytes.length / 256;
    HttpEdge.Answers whole = edge.ask(bytes);
    HttpEdge.Answers inTwo = edge.ask(bytes, cut);
    if (!inTwo.equals(whole) && !HttpEdge.asksTooMuchAtOnce(bytes)) {
      throw new AssertionError("cut at " + cut + ": " + inTwo + ", whole: " + whole);
    }
  }

  private static byte[] written(byte[] input) {
    var bytes = new ByteArrayOutputStream();
    for (byte each : input) {
      switch (each) {
        case PATH -> bytes.writeBytes(("/" + edge.ticket + "/statements").getBytes(US_ASCII));
        case STATEMENT -> bytes.writeBytes(edge.statement);
        default -> bytes.write(each);
      }
    }
    return bytes.toByteArray();
  }
}
