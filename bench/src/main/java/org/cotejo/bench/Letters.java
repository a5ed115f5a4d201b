package org.cotejo.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;

/// What an outbox of another process is to send: letters, and when in the night each is written.
record Letters(List<Due> all) {
  /// @param after the beginning
  record Due(Letter letter, Duration after) {}

  void write(Path file) throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(all.size());
      for (Due due : all) {
        Letter letter = due.letter;
        byte[] statement = letter.statement().bytes();
        out.writeInt(letter.number());
        out.writeUTF(letter.path());
        out.writeUTF(letter.source().getHostAddress());
        out.writeLong(due.after.toMillis());
        out.writeInt(statement.length);
        out.write(statement);
      }
    }
  }

  static Letters read(Path file) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      List<Due> read = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = in.readInt();
        String path = in.readUTF();
        InetAddress source = InetAddress.ofLiteral(in.readUTF());
        Duration after = Duration.ofMillis(in.readLong());
        Sign1 statement = Sign1.decode(in.readNBytes(in.readInt()));
        read.add(new Due(new Letter(number, path, statement, source), after));
      }
      return new Letters(read);
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
