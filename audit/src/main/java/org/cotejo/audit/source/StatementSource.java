package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Device;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PackageFit;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyRecord;

/// Reads signed tally records one by one, as bundles carry them. Signatures are checked with the
/// keys of the election package.
public final class StatementSource {
  private final ElectionPackage election;
  private final Source source;
  private final Map<KeyId, Device> devices = new HashMap<>();
  private long records;
  private long unchecked;
  private long others;

  public StatementSource(ElectionPackage election, String name) {
    this.election = election;
    this.source = new Source(election, name, Source.Role.SIGNED);
    election.devices().forEach(device -> devices.put(device.key().id(), device));
  }

  /// Takes a statement; one that is not a tally record is counted and left.
  public void add(Sign1 envelope) {
    try {
      if (Statement.decode(envelope) instanceof TallyRecord record) {
        add(envelope, record);
      } else {
        others++;
      }
    } catch (MalformedException e) {
      source.unknown("statement", String.valueOf(e.getMessage()), "statement");
    }
  }

  private void add(Sign1 envelope, TallyRecord record) {
    records++;
    String about = record.about().toString();
    var contest = election.contest(record.about().contest());
    var station = election.station(record.about().station());
    if (contest.isEmpty() || station.isEmpty()) {
      String what = contest.isEmpty() ? "contest" : "station";
      source.unknown(
          what, contest.isEmpty() ? record.about().contest() : record.about().station(), about);
      return;
    }
    int c = contest.getAsInt();
    int s = station.getAsInt();
    if (PackageFit.misfit(election, record.about(), record.figures()).isPresent()) {
      source.defect(c, s, new Source.Defect("misfit", about));
      return;
    }
    Device device = devices.get(envelope.keyId());
    if (device == null) {
      unchecked++;
    } else if (device.station() != s || !envelope.isSignedBy(device.key())) {
      source.defect(c, s, new Source.Defect("signature", envelope.keyId().toString()));
      return;
    }
    keep(c, s, record);
  }

  private void keep(int contest, int station, TallyRecord record) {
    if (!source.has(contest, station)) {
      source.set(contest, station, record.figures());
      return;
    }
    if (source.differs(contest, station, record.figures())) {
      source.defect(contest, station, new Source.Defect(LogSource.SIGNED_CONFLICT, ""));
    }
  }

  /// All that was taken.
  ///
  /// @param file the file the statements came in
  /// @param shown what it is called in what is written about it
  public Source finish(Path file, String shown) throws IOException {
    source.material(TableFile.material(file, shown));
    source.remark("records", records);
    if (unchecked > 0) {
      source.remark("unchecked", unchecked);
    }
    if (others > 0) {
      source.remark("other-statements", others);
    }
    return source;
  }
}
