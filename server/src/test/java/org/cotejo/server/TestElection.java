package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Organisation;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.publication.SiteProgram;
import org.cotejo.server.gate.Ticket;
import org.cotejo.server.gate.TicketSecretsFile;

/// A small founded election with the keys of everybody in it, the same ones every time.
final class TestElection {
  static final String ORIGIN = "test.cotejo.invalid/election";
  static final int STATIONS = 60;

  final SigningKey authority = key("authority");
  final SigningKey log = key("log");
  final SigningKey operator = key("operator");
  final SigningKey court = key("court");
  final SigningKey list = key("list");
  final SigningKey stranger = key("stranger");

  private final int stations;
  private final SyntheticElection figures;
  private final List<SigningKey> devices;
  private final ElectionDirectory directory;

  private TestElection(Path root, int stations, long number) {
    this.stations = stations;
    figures = new SyntheticElection(stations, 2, number);
    devices = IntStream.range(0, stations).mapToObj(TestElection::deviceOf).toList();
    directory = new ElectionDirectory(root);
  }

  /// Founds the election in this directory.
  static TestElection found(Path root) throws IOException {
    return found(root, STATIONS, 7, ORIGIN);
  }

  static TestElection found(Path root, int stations, long number, String origin)
      throws IOException {
    var election = new TestElection(root, stations, number);
    var _ =
        election.directory.found(
            election.packageFiles().files(),
            origin,
            AuthorityKeys.of(election.authority.verificationKey()),
            election.authority,
            election.log,
            election.operator,
            List.of(election.court.verificationKey()),
            List.of(new Organisation("list", election.list.verificationKey())),
            "",
            program(),
            new SecureRandom());
    return election;
  }

  /// A program of the site, as small as one can be that has a page and a folder.
  static SiteProgram program() {
    try {
      return SiteProgram.of(
          Map.of(
              "page.js", "'use strict';".getBytes(UTF_8), "es/data.html", "data".getBytes(UTF_8)));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// The files of the package, without founding anything.
  static PackageFiles unfounded() {
    return new TestElection(Path.of("nowhere"), STATIONS, 7).packageFiles();
  }

  int stations() {
    return stations;
  }

  private PackageFiles packageFiles() {
    PackageFiles files = figures.packageFiles();
    for (int station = 0; station < stations; station++) {
      files.device(figures.stationCode(station), devices.get(station).verificationKey().toString());
    }
    return files;
  }

  static SigningKey key(String part) {
    return SigningKey.fromSeed(Algorithm.ED25519, Hash.sha256(part.getBytes(UTF_8)).bytes());
  }

  /// Most devices have Ed25519 keys; some have none of it in their secure element.
  private static SigningKey deviceOf(int station) {
    byte[] seed = Hash.sha256(("device " + station).getBytes(UTF_8)).bytes();
    return SigningKey.fromSeed(station % 5 == 4 ? Algorithm.ES256 : Algorithm.ED25519, seed);
  }

  ElectionDirectory directory() {
    return directory;
  }

  SigningKey device(int station) {
    return devices.get(station);
  }

  ElectionId id() throws IOException {
    return directory.electionId();
  }

  TallyRecord record(int contest, int station) {
    return record(contest, station, 0);
  }

  /// Another record of the same station: `added` more voters than there were.
  TallyRecord record(int contest, int station, long added) {
    FiguresFile.Reported reported = figures.reported(contest, station);
    TallyFigures f = reported.figures();
    var other =
        new TallyFigures(
            f.registeredVoters(),
            f.votersAdded(),
            f.votersAdmitted() + added,
            f.ballotsReceived(),
            f.ballotsUnused(),
            f.ballotsSpoiled(),
            f.channels());
    return new TallyRecord(reported.about(), other);
  }

  byte[] signed(Statement statement, SigningKey key) throws IOException {
    return statement.sign(id(), key).bytes();
  }

  /// The record of a station, signed by its device.
  byte[] sheet(int contest, int station) throws IOException {
    return signed(record(contest, station), devices.get(station));
  }

  /// The ticket that this intake gave the device of a station.
  Ticket ticket(int station) throws IOException {
    return new TicketSecretsFile(directory.ticketSecrets(), id())
        .readOrCreate(new SecureRandom())
        .issue(devices.get(station).verificationKey().id(), 0);
  }

  byte[] phase(Phase phase) throws IOException {
    return signed(new PhaseChange(phase), authority);
  }

  NoteVerifier vkey() throws IOException {
    try {
      return NoteVerifier.parse(Files.readString(directory.logVkey()).strip());
    } catch (MalformedException e) {
      throw new IOException(e);
    }
  }

  /// What every holder of a receipt can check with the log's public key alone.
  TlogProof verified(byte[] statement, String receipt) throws IOException {
    try {
      TlogProof proof = TlogProof.parse(receipt.getBytes(UTF_8));
      proof.verify(Merkle.leaf(statement), ORIGIN, List.of(vkey()));
      return proof;
    } catch (MalformedException e) {
      throw new AssertionError("the receipt does not verify: " + e.getMessage(), e);
    }
  }
}
