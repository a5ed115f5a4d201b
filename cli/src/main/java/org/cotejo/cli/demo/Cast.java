package org.cotejo.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.cotejo.cli.installation.InstalledProgram;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.Statement;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.gate.Ticket;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.TicketSecretsFile;

/// Everybody with a part in the night and their keys, made on the spot: authority, log, operator
/// and one device for each station. Founds the election they play.
record Cast(
    Official official,
    ElectionDirectory directory,
    ElectionPackage election,
    SigningKey authority,
    Map<String, SigningKey> stationKeys,
    List<FiguresFile.Reported> reported) {

  /// @param repeatable keys from `number` alone, which anybody can guess: for tests
  static Cast gather(Path example, Path target, long number, boolean repeatable)
      throws IOException, MalformedException {
    var secret = new byte[32];
    if (repeatable) {
      ByteBuffer.wrap(secret).putLong(number);
    } else {
      new SecureRandom().nextBytes(secret);
    }
    ElectionPackage plain = PackageDirectory.read(example.resolve("package"));
    List<FiguresFile.Reported> reported = FiguresFile.read(example.resolve("figures.csv"), plain);
    Official official = Official.read(example, plain);
    Map<String, SigningKey> devices = new LinkedHashMap<>();
    for (FiguresFile.Reported station : reported) {
      devices.computeIfAbsent(station.about().station(), code -> key(secret, "station " + code));
    }
    var table = new StringBuilder("station,key\n");
    devices.forEach(
        (code, key) -> table.append(code).append(',').append(key.verificationKey()).append('\n'));
    SortedMap<String, byte[]> files = new TreeMap<>(plain.files());
    files.put("devices.csv", table.toString().getBytes(StandardCharsets.UTF_8));
    SigningKey authority = key(secret, "authority");
    var directory = new ElectionDirectory(target);
    String name = Hash.sha256(authority.verificationKey().encoded()).hex().substring(0, 8);
    directory.found(
        files,
        "demo.cotejo.invalid/" + plain.code() + "/" + name,
        AuthorityKeys.of(authority.verificationKey()),
        authority,
        key(secret, "log"),
        key(secret, "operator"),
        List.of(),
        List.of(),
        "",
        InstalledProgram.read(),
        new SecureRandom());
    return new Cast(official, directory, directory.electionPackage(), authority, devices, reported);
  }

  private static SigningKey key(byte[] secret, String part) {
    byte[] seed = Hash.sha256(secret, part.getBytes(StandardCharsets.UTF_8)).bytes();
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  /// What the intake of this election gives to the device with a key.
  Function<SigningKey, Ticket> tickets() throws IOException {
    TicketSecrets secrets =
        new TicketSecretsFile(directory.ticketSecrets(), directory.electionId()).read();
    return key -> secrets.issue(key.verificationKey().id(), 0);
  }

  byte[] signed(Statement statement) throws IOException {
    return statement.sign(directory.electionId(), authority).bytes();
  }
}
