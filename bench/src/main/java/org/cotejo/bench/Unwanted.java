package org.cotejo.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotejo.bench.flood.Messages;

/// Messages that nobody asked for, each kind in a file of its own for the flood to send. The same
/// seed makes the same messages.
final class Unwanted {
  private static final int MESSAGES = 4096;
  private static final int HELLOS = 256;
  private static final int JUNK_BYTES = 300;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int TICKET = 40;

  private final Path directory;
  private final SplittableRandom random;

  Unwanted(Path directory, long seed) {
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /// Requests without a ticket.
  Path plain() throws IOException {
    return write("plain", number -> request("/statements", "keep-alive", junk()));
  }

  /// Requests with tickets that look right and are not.
  Path wrongTickets() throws IOException {
    return write("wrong-tickets", number -> request(path(anyTicket()), "keep-alive", junk()));
  }

  /// The same, each the only one on its connection.
  Path wrongTicketsOnce() throws IOException {
    return write("wrong-tickets-once", number -> request(path(anyTicket()), "close", junk()));
  }

  /// Bodies under tickets that others have issued to somebody.
  Path underTickets(String name, List<String> tickets, List<byte[]> bodies) throws IOException {
    return write(
        name,
        number ->
            request(
                path(tickets.get(number % tickets.size())),
                "keep-alive",
                bodies.get(number % bodies.size())));
  }

  /// Bodies without tickets.
  Path bare(String name, List<byte[]> bodies) throws IOException {
    return write(
        name, number -> request("/statements", "keep-alive", bodies.get(number % bodies.size())));
  }

  /// As many bodies of random bytes.
  List<byte[]> junk(int count) {
    return IntStream.range(0, count).mapToObj(number -> junk()).toList();
  }

  /// The first messages of TLS, with tickets for names that look right and are not.
  Path hellos() throws IOException {
    var hello = new Hello();
    Path file = directory.resolve("hellos");
    List<byte[]> hellos = new ArrayList<>();
    for (int i = 0; i < HELLOS; i++) {
      hellos.add(hello.bytes(anyTicket() + "." + Certificate.BASE));
    }
    Messages.write(file, hellos);
    return file;
  }

  private Path write(String name, Function<Integer, byte[]> message) throws IOException {
    Path file = directory.resolve(name);
    Messages.write(file, IntStream.range(0, MESSAGES).mapToObj(message::apply).toList());
    return file;
  }

  static String path(String ticket) {
    return "/" + ticket + "/statements";
  }

  String anyTicket() {
    var text = new StringBuilder();
    for (int i = 0; i < TICKET; i++) {
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }

  private byte[] junk() {
    var bytes = new byte[JUNK_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] request(String path, String connection, byte[] body) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "POST %s HTTP/1.1\r\nhost: %s\r\nconnection: %s\r\ncontent-length: %d\r\n\r\n"
            .formatted(path, Certificate.BASE, connection, body.length)
            .getBytes(US_ASCII));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
