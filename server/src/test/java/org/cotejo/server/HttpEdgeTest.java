package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEdgeTest {
  private static final String[] FIELDS = {
    "Accept: application/cbor\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Connection: upgrade\r\nUpgrade: h2c\r\n",
    "Expect: 100-continue\r\n",
    "Expect: more\r\n",
    "cotejo-puzzle: 0\r\n",
    "X: " + "x".repeat(3000) + "\r\n",
    "X: " + "x".repeat(5000) + "\r\n",
    "\u00ff: \u00ff\r\n",
    ": \r\n",
    " folded\r\n"
  };

  private HttpEdge edge;

  @BeforeAll
  void open(@TempDir Path root) throws IOException {
    edge = new HttpEdge(root);
  }

  @AfterAll
  void close() throws IOException {
    edge.close();
  }

  private byte[] post(String path, byte[] body, String... fields) {
    String head = "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length;
    return join(
        (head + "\r\n").getBytes(ISO_8859_1),
        String.join("", fields).getBytes(ISO_8859_1),
        "\r\n".getBytes(ISO_8859_1),
        body);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private String path() {
    return "/" + edge.ticket + "/statements";
  }

  private static HttpEdge.Answers open(Integer... statuses) {
    return new HttpEdge.Answers(List.of(statuses), true);
  }

  private static HttpEdge.Answers closed(Integer... statuses) {
    return new HttpEdge.Answers(List.of(statuses), false);
  }

  @Test
  void answersRequestsInTheirOrder() {
    byte[] good = post(path(), edge.statement);
    byte[] wrong = post(path(), "junk".getBytes(ISO_8859_1));
    byte[] head = "HEAD / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1);
    byte[] other = post("/x/statements", edge.statement);
    byte[] last = post(path(), edge.statement, "Connection: close\r\n");
    assertThat(edge.ask(good)).isEqualTo(open(200));
    assertThat(edge.ask(join(good, wrong, head, other, good)))
        .isEqualTo(open(200, 400, 405, 403, 200));
    assertThat(edge.ask(join(good, last, good))).isEqualTo(closed(200, 200));
    assertThat(edge.askOpenly(join(good, post("/statements", edge.statement), head)))
        .isEqualTo(open(404, 200, 404));
  }

  @Test
  void hearsWhoAsksInVainEverMoreSlowly() {
    byte[] good = post(path(), edge.statement);
    byte[] wrong = post("/x/statements", edge.statement);
    assertThat(edge.answeredAfter(join(wrong, wrong, good, wrong, wrong)))
        .containsExactly(0, 25, 75, 175, 375);
    byte[] many = join(wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong);
    List<Integer> answered = edge.answeredAfter(many);
    assertThat(answered.getLast() - answered.get(answered.size() - 2)).isEqualTo(3200);
  }

  /// Behind a proxy, others would wait as well.
  @Test
  void hearsAProxyOfTheElectionsOwnAtOnceWhateverItAsks(@TempDir Path root) throws IOException {
    try (var other = new HttpEdge(root)) {
      other.spare();
      byte[] wrong = post("/x/statements", other.statement);
      assertThat(other.answeredAfter(join(wrong, wrong, wrong))).containsExactly(0, 0, 0);
    }
  }

  @Test
  void hangsUpOnAConnectionWhoseNetworkIsTurnedAwayMeanwhile(@TempDir Path root)
      throws IOException {
    try (var other = new HttpEdge(root)) {
      byte[] wrong = post("/x/statements", other.statement);
      assertThat(other.ask(wrong)).isEqualTo(open(403));
      other.turnAway();
      assertThat(other.ask(wrong)).isEqualTo(closed());
      assertThat(other.askOpenly(wrong)).isEqualTo(closed());
    }
  }

  @Test
  void saysThatABodyMayCome() {
    byte[] expecting = post(path(), edge.statement, "Expect: 100-continue\r\n");
    byte[] head = "HEAD / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1);
    assertThat(edge.ask(join(expecting, head, expecting))).isEqualTo(open(200, 405, 200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\1\2\3\r\n\r\n",
        "GET\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
      })
  void hangsUpAfterWhatCannotBeRead(String text) {
    HttpEdge.Answers answers = edge.ask(text.getBytes(ISO_8859_1));
    assertThat(answers.isOpen()).isFalse();
    assertThat(answers.statuses()).hasSize(1).allMatch(status -> status == 400 || status == 413);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void answersOrHangsUpWhateverComes(long seed) {
    var random = new Random(seed);
    int answered = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] bytes = requests(random);
      int[] pieces = random.ints(random.nextInt(6), 0, bytes.length + 1).toArray();
      edge.askInEveryWay(bytes, pieces);
      answered += edge.ask(bytes).statuses().contains(200) ? 1 : 0;
    }
    assertThat(answered).isGreaterThan(300);
  }

  /// Parts of requests, mostly in an order that makes sense.
  private byte[] requests(Random random) {
    var bytes = new ByteArrayOutputStream();
    for (int request = random.nextInt(4); request >= 0; request--) {
      byte[] body = body(random);
      put(bytes, random, "POST", "GET", "HEAD", "PUT", "CONNECT", "\u00ff");
      put(bytes, random, " ", "", "\t", "  ");
      put(bytes, random, path(), "/statements", "/", "*", "http://h/", "\u0001");
      put(bytes, random, " HTTP/1.1\r\n", " HTTP/1.1\n", " HTTP/1.0\r\n", "\r\n");
      for (int field = random.nextInt(3); field > 0; field--) {
        put(bytes, random, "Host: h\r\n", FIELDS);
      }
      boolean isChunked = random.nextInt(6) == 0;
      String length = "Content-Length: " + body.length + "\r\n";
      put(bytes, random, isChunked ? "Transfer-Encoding: chunked\r\n" : length);
      put(bytes, random, "", "Content-Length: 3\r\n", "Content-Length: +3\r\n", length);
      put(bytes, random, "\r\n", "\n");
      if (isChunked) {
        put(bytes, random, Integer.toHexString(body.length) + "\r\n", "1;x=y\r\n", "zz\r\n");
      }
      bytes.writeBytes(body);
      if (isChunked) {
        put(bytes, random, "\r\n0\r\n\r\n", "\r\n0\r\nA: b\r\n\r\n", "\r\n");
      }
    }
    byte[] all = bytes.toByteArray();
    for (int change = random.nextInt(8) - 5; change > 0; change--) {
      all[random.nextInt(all.length)] = (byte) random.nextInt(256);
    }
    return all;
  }

  /// Adds mostly what belongs there.
  private static void put(
      ByteArrayOutputStream bytes, Random random, String usual, String... others) {
    boolean isUsual = others.length == 0 || random.nextInt(8) > 0;
    String text = isUsual ? usual : others[random.nextInt(others.length)];
    bytes.writeBytes(text.getBytes(ISO_8859_1));
  }

  private byte[] body(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> edge.statement;
      case 3 -> {
        byte[] changed = edge.statement.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 4 -> new byte[0];
      default -> {
        byte[] junk = new byte[random.nextInt(100)];
        random.nextBytes(junk);
        yield junk;
      }
    };
  }

  @Test
  void hangsUpOnHundredsOfRequestsAtOnceAndTakesThemForNoBug() {
    byte[] bytes = "GET / HTTP/1.1\r\n\r\n".repeat(1000).getBytes(ISO_8859_1);
    assertThat(edge.ask(bytes).isOpen()).isFalse();
    assertThat(edge.askOpenly(bytes).isOpen()).isFalse();
  }
}
