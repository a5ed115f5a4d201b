package org.cotejo.server.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Objects;
import org.cotejo.model.ElectionId;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PrivateFile;

/// Where the intake keeps its [TicketSecrets]: a file only its owner may read, one line an epoch,
/// the epoch in decimal and 64 hex digits, in ascending order. Replaced whole, so that whoever
/// reads it finds the epochs before a rotation or those after.
///
/// @param path the file
/// @param election whose tickets the secrets are for
public record TicketSecretsFile(Path path, ElectionId election) {
  private static final String BESIDE = ".new";

  /// Of one line: five digits, a space, the secret and the line feed.
  private static final int MAX_LINE = 5 + 1 + 2 * TicketSecrets.SECRET_LENGTH + 1;

  private static final int MAX_BYTES = TicketSecrets.MAX_EPOCHS * MAX_LINE;

  /// Whether there is such a file, readable or not.
  public boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// @throws IOException if it cannot be read or is not such a file; says which line and what to do
  public TicketSecrets read() throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory, not the intake's secrets");
    }
    String text;
    try (InputStream in = Files.newInputStream(path)) {
      // What is not ASCII is replaced and then refused like any other text.
      text = new String(in.readNBytes(MAX_BYTES + 1), StandardCharsets.US_ASCII);
    }
    if (text.isEmpty()) {
      throw wrong(1, "no epoch is in force");
    }
    var secrets = new ArrayList<TicketSecrets.Secret>();
    int before = -1;
    for (int at = 0; at < text.length(); ) {
      int number = secrets.size() + 1;
      int end = text.indexOf('\n', at);
      if (number > TicketSecrets.MAX_EPOCHS) {
        throw wrong(number, "more than 4 epochs");
      }
      if (end < 0) {
        throw wrong(number, "does not end with a line feed");
      }
      TicketSecrets.Secret secret = secret(text.substring(at, end), number);
      if (secret.epoch() <= before) {
        throw wrong(number, "epoch " + secret.epoch() + " does not follow " + before);
      }
      before = secret.epoch();
      secrets.add(secret);
      at = end + 1;
    }
    return TicketSecrets.of(election, secrets);
  }

  private TicketSecrets.Secret secret(String line, int number) throws IOException {
    if (!line.matches("(0|[1-9][0-9]{0,4}) [0-9a-f]{64}")) {
      throw wrong(number, "not an epoch, a space and 64 hex digits");
    }
    int space = line.indexOf(' ');
    int epoch = Integer.parseInt(line, 0, space, 10);
    if (epoch > Ticket.MAX_EPOCH) {
      throw wrong(number, "epoch " + epoch + " is above 65535");
    }
    byte[] secret = HexFormat.of().parseHex(line, space + 1, line.length());
    return new TicketSecrets.Secret(epoch, secret, election);
  }

  /// The line itself is not told: it may hold a secret.
  private IOException wrong(int line, String problem) {
    return new IOException(
        ("%s: line %d: %s; put the file back from a copy, or remove it: then new secrets are made,"
                + " and every ticket has to be issued again")
            .formatted(path, line, problem));
  }

  /// Makes the first epoch.
  ///
  /// @throws FileAlreadyExistsException if there is such a file: tickets are out that rely on it
  public TicketSecrets create(SecureRandom random) throws IOException {
    if (exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    TicketSecrets secrets = TicketSecrets.create(election, random);
    replace(secrets);
    return secrets;
  }

  /// What is there, or a first epoch: directories of elections may be older than tickets.
  public TicketSecrets readOrCreate(SecureRandom random) throws IOException {
    return exists() ? read() : create(random);
  }

  /// Begins the next epoch; the one before stays in force, older ones are dropped.
  ///
  /// @throws IOException if there is no next one, or the file cannot be replaced
  public TicketSecrets rotate(SecureRandom random) throws IOException {
    TicketSecrets secrets = read();
    if (secrets.epochs().getLast() == Ticket.MAX_EPOCH) {
      throw new IOException(
          path + ": epoch 65535 is the last; remove the file, and issue every ticket again");
    }
    TicketSecrets rotated = secrets.rotated(random);
    replace(rotated);
    return rotated;
  }

  /// Written beside, forced, renamed, and the directory forced.
  private void replace(TicketSecrets secrets) throws IOException {
    var text = new StringBuilder();
    for (TicketSecrets.Secret secret : secrets.secrets()) {
      text.append(secret.epoch()).append(' ');
      text.append(HexFormat.of().formatHex(secret.bytes())).append('\n');
    }
    Path file = path.toAbsolutePath();
    Path directory = Objects.requireNonNull(file.getParent(), "a file has a directory");
    Path beside = directory.resolve(file.getFileName() + BESIDE);
    try {
      Files.deleteIfExists(beside);
      write(beside, text.toString().getBytes(StandardCharsets.US_ASCII));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw NewDirectory.failed(path, e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = PrivateFile.create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
