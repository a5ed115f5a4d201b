package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cotejo.cli.installation.InstalledProgram;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.cotejo.publication.SiteProgram;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.gate.TicketSecretsFile;

/// A synthetic election with a key for each station, founded in a directory: the same bytes for the
/// same size, each time and everywhere. Its stations report in a random order, each all its
/// contests at once, so that every area has news all the time.
final class Rehearsal {
  static final String ORIGIN = "rehearsal.cotejo.invalid/bench";
  private static final long SEED = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SyntheticElection election;
  private final ElectionDirectory directory;
  private final Sign1 founding;
  private final SiteProgram program;
  private final ElectionId id;
  private final List<SigningKey> stationKeys;
  private final int contests;
  private final int[] order;

  private Rehearsal(
      SyntheticElection election,
      ElectionDirectory directory,
      Sign1 founding,
      SiteProgram program,
      List<SigningKey> stationKeys,
      int contests) {
    this.election = election;
    this.directory = directory;
    this.founding = founding;
    this.program = program;
    this.id = ElectionId.of(founding.bytes());
    this.stationKeys = stationKeys;
    this.contests = contests;
    this.order = shuffled(stationKeys.size());
  }

  /// Founds it in a directory that is empty or does not exist.
  static Rehearsal found(Path root, int stations, int contests) throws IOException {
    var election = new SyntheticElection(stations, contests, SEED);
    PackageFiles files = election.packageFiles();
    List<SigningKey> keys =
        IntStream.range(0, stations).parallel().mapToObj(s -> key("station " + s)).toList();
    for (int station = 0; station < stations; station++) {
      files.device(election.stationCode(station), keys.get(station).verificationKey().toString());
    }
    var directory = new ElectionDirectory(root);
    SiteProgram program = InstalledProgram.read();
    ElectionStatement statement =
        directory.found(
            files.files(),
            ORIGIN,
            AuthorityKeys.of(authority().verificationKey()),
            authority(),
            log(),
            operator(),
            List.of(),
            List.of(),
            "",
            program,
            new SecureRandom());
    return new Rehearsal(election, directory, statement.sign(authority()), program, keys, contests);
  }

  /// What its results site runs.
  SiteProgram program() {
    return program;
  }

  static SigningKey authority() {
    return key("authority");
  }

  static SigningKey log() {
    return key("log");
  }

  static SigningKey operator() {
    return key("operator");
  }

  private static SigningKey key(String part) {
    byte[] seed = Hash.sha256(("cotejo bench " + part).getBytes(StandardCharsets.UTF_8)).bytes();
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  private static int[] shuffled(int stations) {
    int[] order = IntStream.range(0, stations).toArray();
    var random = new SplittableRandom(SEED);
    for (int i = stations - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order;
  }

  ElectionDirectory directory() {
    return directory;
  }

  /// Entry 0.
  Sign1 founding() {
    return founding;
  }

  int records() {
    return order.length * contests;
  }

  /// With which the authority opens the counting.
  Letter opening(InetAddress source) {
    Sign1 opening = signed(new PhaseChange(Phase.COUNTING_OPEN), authority());
    return new Letter(Letter.OPENING, Letter.NO_TICKET, opening, source);
  }

  /// Opens the counting.
  ///
  /// @param lane where statements are handed in without a ticket
  void open(InetSocketAddress lane) throws IOException {
    Post.Answer answer = Post.send(lane, opening(InetAddress.ofLiteral("127.0.0.1")), PATIENCE);
    if (!answer.isTaken()) {
      throw new IOException("the counting cannot be opened: " + answer.body());
    }
  }

  Sign1 signed(Statement statement, SigningKey key) {
    return statement.sign(id, key);
  }

  /// The records from this number to before that, in the order of arrival; signed on all cores.
  List<Sign1> records(int from, int to) {
    return IntStream.range(from, to).parallel().mapToObj(this::record).toList();
  }

  /// The same records as whole requests to the stations' lane, each with its device's ticket.
  List<byte[]> requests(int from, int to) throws IOException {
    var secrets =
        new TicketSecretsFile(directory.ticketSecrets(), id).readOrCreate(new SecureRandom());
    return records(from, to).stream()
        .map(record -> {
          String path = Unwanted.path(secrets.issue(record.keyId(), 0).toString());
          byte[] body = record.bytes();
          byte[] head =
              "POST %s HTTP/1.1\r\nhost: bench\r\ncontent-length: %d\r\n\r\n"
                  .formatted(path, body.length)
                  .getBytes(StandardCharsets.US_ASCII);
          byte[] request = Arrays.copyOf(head, head.length + body.length);
          System.arraycopy(body, 0, request, head.length, body.length);
          return request;
        })
        .toList();
  }

  private Sign1 record(int number) {
    return record(order[number / contests], number % contests);
  }

  private Sign1 record(int station, int contest) {
    FiguresFile.Reported of = election.reported(contest, station);
    return signed(new TallyRecord(of.about(), of.figures()), stationKeys.get(station));
  }

  /// The records from this number to before that as stations post them that take turns: no two in a
  /// row are of the same one.
  ///
  /// @param sources the address for each number
  List<Letter> letters(int from, int to, IntFunction<InetAddress> sources) throws IOException {
    var secrets =
        new TicketSecretsFile(directory.ticketSecrets(), id).readOrCreate(new SecureRandom());
    return IntStream.range(from, to)
        .parallel()
        .mapToObj(number -> {
          int station = order[number % order.length];
          KeyId device = stationKeys.get(station).verificationKey().id();
          return new Letter(
              number,
              Unwanted.path(secrets.issue(device, 0).toString()),
              record(station, number / order.length),
              sources.apply(number));
        })
        .toList();
  }
}
