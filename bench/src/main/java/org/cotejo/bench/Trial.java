package org.cotejo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.cotejo.server.ElectionDirectory;

/// A synthetic election, founded in a directory, and what its stations sign. Keys follow from
/// names: they guard nothing.
final class Trial {
  private static final long SEED = 1;

  private final SyntheticElection election;
  private final ElectionDirectory directory;
  private final ElectionId id;
  private final List<SigningKey> stationKeys;

  /// @param root a new directory
  Trial(Path root, int stations, int contests) throws IOException {
    this.election = new SyntheticElection(stations, contests, SEED);
    this.stationKeys =
        IntStream.range(0, stations).parallel().mapToObj(s -> key("station " + s)).toList();
    SortedMap<String, byte[]> files = new TreeMap<>(election.packageFiles().files());
    var devices = new StringBuilder("station,key\n");
    for (int station = 0; station < stations; station++) {
      devices.append(election.stationCode(station)).append(',');
      devices.append(stationKeys.get(station).verificationKey()).append('\n');
    }
    files.put("devices.csv", devices.toString().getBytes(StandardCharsets.UTF_8));
    SigningKey authority = key("authority");
    this.directory = new ElectionDirectory(root);
    directory.found(
        files,
        "bench.cotejo.invalid/" + stations + "/" + contests,
        AuthorityKeys.of(authority.verificationKey()),
        authority,
        key("log"),
        key("operator"),
        List.of());
    this.id = directory.electionId();
  }

  private static SigningKey key(String name) {
    return SigningKey.fromSeed(
        Algorithm.ED25519, Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  ElectionDirectory directory() {
    return directory;
  }

  byte[] opening() {
    return new PhaseChange(Phase.COUNTING_OPEN).sign(id, key("authority")).bytes();
  }

  /// Signed records of a station, one for each of the first contests.
  List<byte[]> records(int station, int contests) {
    var records = new ArrayList<byte[]>(contests);
    for (int contest = 0; contest < contests; contest++) {
      FiguresFile.Reported reported = election.reported(contest, station);
      records.add(
          new TallyRecord(reported.about(), reported.figures())
              .sign(id, stationKeys.get(station))
              .bytes());
    }
    return records;
  }
}
