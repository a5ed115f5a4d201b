import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.KeyFile;

/// What the script `witness` needs and no command does: an election whose log has the origin that Sigsum's witness
/// derives from the log's key, requests of C2SP tlog-witness, and a check of the answer with the JDK alone.
void main(String[] arguments) throws Exception {
  switch (arguments[0]) {
    case "found" -> found(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]));
    case "request" -> request(Long.parseLong(arguments[1]), Path.of(arguments[2]));
    case "policy" -> policy(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3]);
    case "check" -> check(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    default -> throw new IllegalArgumentException(arguments[0]);
  }
}

/// @param logPublic where the log's key goes in OpenSSH form
void found(Path source, Path night, Path authorityKey, Path logPublic) throws Exception {
  var random = new SecureRandom();
  SigningKey log = SigningKey.generate(Algorithm.ED25519, random);
  byte[] key = log.verificationKey().encoded();
  if (!(ElectionPackageReader.read(source) instanceof PackageOutcome.Read(var election))) {
    throw new IllegalArgumentException(source + " is no election package");
  }
  SigningKey authority = KeyFile.read(authorityKey);
  new ElectionDirectory(night)
      .found(
          election.files(),
          "sigsum.org/v1/tree/" + HexFormat.of().formatHex(sha256(key)),
          AuthorityKeys.of(authority.verificationKey()),
          authority,
          log,
          SigningKey.generate(Algorithm.ED25519, random),
          List.of(),
          random);
  byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
  ByteBuffer blob = ByteBuffer.allocate(4 + type.length + 4 + key.length);
  blob.putInt(type.length).put(type).putInt(key.length).put(key);
  Files.writeString(logPublic, "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob.array()) + " log\n");
}

/// Prints an add-checkpoint request for what is published, growing from an older size.
void request(long old, Path published) throws Exception {
  SignedNote note = SignedNote.parse(Files.readAllBytes(published.resolve("checkpoint")));
  long size = Checkpoint.parse(note.text()).size();
  var tree = new MerkleTree();
  for (long n = 0; n * LogFile.FULL < size; n++) {
    var bundle = new EntryBundle(n, (int) Math.min(LogFile.FULL, size - n * LogFile.FULL));
    EntryBundle.decode(Files.readAllBytes(published.resolve(bundle.path())), bundle.width()).forEach(tree::append);
  }
  IO.print("old " + old + "\n");
  tree.consistency(old, size).forEach(hash -> IO.print(hash.base64() + "\n"));
  IO.print("\n" + new String(note.bytes(), StandardCharsets.UTF_8));
}

/// Prints a policy whose quorum is the one witness, which is named as in its answer.
void policy(Path witnessPublic, Path answer, String url) throws Exception {
  String name = Files.readString(answer).split(" ")[1];
  byte[] typed = ByteBuffer.allocate(33).put((byte) 4).put(key(witnessPublic)).array();
  String vkey = name + "+" + HexFormat.of().formatHex(keyId(name, typed)) + "+" + Base64.getEncoder().encodeToString(typed);
  IO.print("witness other " + vkey + " " + url + "\nquorum other\n");
}

/// The last 32 bytes of the key's OpenSSH form.
byte[] key(Path witnessPublic) throws Exception {
  byte[] blob = Base64.getDecoder().decode(Files.readString(witnessPublic).split(" ")[1]);
  return Arrays.copyOfRange(blob, blob.length - 32, blob.length);
}

byte[] keyId(String name, byte[] typed) throws Exception {
  return Arrays.copyOf(sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
}

/// Checks the one line a witness answered with (cosignature/v1) by the public key in its file.
void check(Path witnessPublic, Path checkpoint, Path answer) throws Exception {
  byte[] key = key(witnessPublic);
  String[] line = Files.readString(answer).strip().split(" ");
  if (line.length != 3 || !line[0].equals("—")) {
    throw new IllegalStateException("not a signature line: " + Files.readString(answer));
  }
  ByteBuffer signed = ByteBuffer.wrap(Base64.getDecoder().decode(line[2]));
  byte[] id = new byte[4];
  signed.get(id);
  byte[] typed = ByteBuffer.allocate(33).put((byte) 4).put(key).array();
  byte[] expected = keyId(line[1], typed);
  long time = signed.getLong();
  byte[] signature = new byte[64];
  signed.get(signature);
  String note = Files.readString(checkpoint);
  String text = note.substring(0, note.lastIndexOf("\n\n") + 1);
  Signature ed25519 = Signature.getInstance("Ed25519");
  byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(key));
  ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
  ed25519.update(("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
  boolean isNow = Math.abs(time - System.currentTimeMillis() / 1000) < 600;
  if (!Arrays.equals(id, expected) || signed.hasRemaining() || !isNow || !ed25519.verify(signature)) {
    throw new IllegalStateException("the witness's line does not verify");
  }
}

byte[] sha256(byte[]... parts) throws Exception {
  var digest = MessageDigest.getInstance("SHA-256");
  for (byte[] part : parts) {
    digest.update(part);
  }
  return digest.digest();
}
