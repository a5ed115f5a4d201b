package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyRecord;
import org.cotejo.server.ElectionDirectory;

/// A small election in a new directory, and what its stations sign.
record Trial(ElectionDirectory directory, SyntheticElection election) {
  static Trial found(Path root, int stations) throws IOException {
    var election = new SyntheticElection(stations, 1, 1);
    SortedMap<String, byte[]> files = new TreeMap<>(election.packageFiles().files());
    var devices = new StringBuilder("station,key\n");
    for (int station = 0; station < stations; station++) {
      devices.append(election.stationCode(station)).append(',');
      devices.append(key("station " + station).verificationKey()).append('\n');
    }
    files.put("devices.csv", devices.toString().getBytes(StandardCharsets.UTF_8));
    var directory = new ElectionDirectory(root);
    SigningKey authority = key("authority");
    directory.found(
        files,
        "trial.example/1",
        AuthorityKeys.of(authority.verificationKey()),
        authority,
        key("log"),
        key("operator"),
        List.of());
    return new Trial(directory, election);
  }

  static SigningKey key(String name) {
    return SigningKey.fromSeed(
        Algorithm.ED25519, Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  byte[] opening() throws IOException {
    return new PhaseChange(Phase.COUNTING_OPEN)
        .sign(directory.electionId(), key("authority"))
        .bytes();
  }

  byte[] record(int station) throws IOException {
    FiguresFile.Reported reported = election.reported(0, station);
    return new TallyRecord(reported.about(), reported.figures())
        .sign(directory.electionId(), key("station " + station))
        .bytes();
  }
}
