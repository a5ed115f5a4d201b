package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.server.KeyFile;
import org.cotejo.sheet.CodeSnapshot;
import org.cotejo.sheet.SheetFile;
import org.cotejo.sheet.SheetReader;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.fleet.Crew;
import org.cotejo.station.fleet.InventedFigures;

/// Signs invented figures with the keys of a directory, and photographs the codes of sheets.
final class RehearsalCrew implements Crew {
  private static final int MAX_TICKETS_BYTES = 512 << 20;
  private static final String TICKETS = "station,device,epoch,endpoint,ticket";
  private static final int MAX_TAKES = 5;

  private final ElectionPackage election;
  private final ElectionId id;
  private final Path keys;
  private final InventedFigures figures;
  private final List<Endpoint> lanes;
  private final Map<String, List<String>> tickets;
  private final Path photographs;

  /// @param keys has `STATION.key` for every station
  /// @param lanes where stations send
  /// @param tickets of each station, one for each lane; empty if none are shown
  /// @param photographs directory for them
  RehearsalCrew(
      ElectionPackage election,
      ElectionId id,
      Path keys,
      InventedFigures figures,
      List<Endpoint> lanes,
      Map<String, List<String>> tickets,
      Path photographs) {
    this.election = election;
    this.id = id;
    this.keys = keys;
    this.figures = figures;
    this.lanes = List.copyOf(lanes);
    this.tickets = Map.copyOf(tickets);
    this.photographs = photographs;
  }

  /// Reads what `cotejo ticket issue` writes.
  ///
  /// @throws IOException naming the line that is wrong
  static Map<String, List<String>> tickets(Path file) throws IOException {
    String text = new String(InputFile.read(file, MAX_TICKETS_BYTES), US_ASCII);
    var tickets = new HashMap<String, List<String>>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String[] row = line.split(",", -1);
      boolean isHeader = number == 1 && line.equals(TICKETS);
      if (!isHeader && (number == 1 || row.length != 5 || !row[4].matches("[a-z2-7]{40}"))) {
        throw new IOException(
            "%s:%d: not what `cotejo ticket issue` writes".formatted(file, number));
      }
      if (!isHeader) {
        tickets.computeIfAbsent(row[0], station -> new ArrayList<>()).add(row[4]);
      }
    }
    return tickets;
  }

  /// Makes sure that nothing is missing before anything is sent.
  ///
  /// @throws IOException naming the first station without a key, or without a ticket for each lane
  void check() throws IOException {
    for (var station : election.stations()) {
      Path key = key(station.code());
      if (!Files.exists(key)) {
        throw new IOException(
            key + ": no such key; `cotejo key devices` makes those of a rehearsal");
      }
      if (!tickets.isEmpty()
          && tickets.getOrDefault(station.code(), List.of()).size() < lanes.size()) {
        throw new IOException(
            "station %s has fewer tickets than there are --to; issue them with --endpoints %d"
                .formatted(station.code(), lanes.size()));
      }
    }
  }

  private Path key(String station) {
    return keys.resolve(station + ".key");
  }

  @Override
  public List<Sign1> records(int station) throws IOException {
    String code = election.stations().get(station).code();
    SigningKey key = KeyFile.read(key(code));
    var records = new ArrayList<Sign1>();
    for (int contest = 0; contest < election.contests().size(); contest++) {
      var about = new TallySubject(election.contests().get(contest).code(), code);
      Optional<TallyFigures> held = figures.of(contest, station);
      held.ifPresent(counted -> records.add(new TallyRecord(about, counted).sign(id, key)));
    }
    return records;
  }

  @Override
  public List<Endpoint> ways(int station) {
    List<String> own = tickets.getOrDefault(election.stations().get(station).code(), List.of());
    var ways = new ArrayList<Endpoint>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      Endpoint to = lanes.get(lane);
      ways.add(
          own.isEmpty()
              ? to
              : new Endpoint(to.isSecure(), to.host(), to.port(), Optional.of(own.get(lane))));
    }
    return ways;
  }

  /// A photograph that shows nothing is taken again.
  @Override
  public Sign1 photographed(Sign1 record, int take) throws IOException {
    String name = record.subject().replace('/', '_');
    for (int again = 0; again < MAX_TAKES; again++) {
      Path file = photographs.resolve("%s-%d.jpg".formatted(name, take));
      Files.createDirectories(photographs);
      Files.write(file, CodeSnapshot.jpeg(record.bytes(), take * (long) MAX_TAKES + again));
      List<Sign1> read = SheetReader.statements(SheetFile.codes(file));
      if (!read.isEmpty()) {
        return read.getFirst();
      }
    }
    throw new IOException("the code of " + record.subject() + " was not read off its photographs");
  }
}
