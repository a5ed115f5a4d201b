package org.cotejo.station;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.DiskStorage;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PrivateFile;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.outbox.Outbox;

/// Where a station keeps what it needs to send: `election.statement`, which says whose receipts
/// count, `endpoints`, the ways to the log, and `outbox/`. Where counts are entered there are also
/// `package/`, `station`, which one it is, and `entries/`.
public final class StationDirectory {
  /// Most ways that one station tries.
  public static final int MAX_ENDPOINTS = 16;

  private static final String ELECTION = "election.statement";
  private static final String ENDPOINTS = "endpoints";
  private static final String OUTBOX = "outbox";
  private static final String PACKAGE = "package";
  private static final String STATION = "station";
  private static final String ENTRIES = "entries";
  private static final int MAX_CODE = 24;
  private static final int MAX_ENDPOINTS_BYTES = 1 << 16;

  private final Path root;

  public StationDirectory(Path root) {
    this.root = root;
  }

  /// Which station it is, and the package that says what is counted there.
  ///
  /// @param station code of a station in the package
  public record Place(ElectionPackage election, String station) {
    public Place {
      if (election.station(station).isEmpty()) {
        throw new IllegalArgumentException("no station '" + station + "' in the package");
      }
    }
  }

  /// Makes the directory, with nothing in the outbox.
  ///
  /// @param place empty where statements are only sent
  /// @throws IOException if there is something already, or it cannot be written
  public void init(ElectionLog log, List<Endpoint> endpoints, Optional<Place> place)
      throws IOException {
    String lines =
        endpoints.stream().map(endpoint -> endpoint + "\n").collect(Collectors.joining());
    NewDirectory.make(
        root,
        inside -> {
          Files.write(inside.resolve(ELECTION), log.founding());
          // Tickets are in it.
          try (FileChannel file = PrivateFile.create(inside.resolve(ENDPOINTS))) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
              file.write(bytes);
            }
          }
          Files.createDirectory(inside.resolve(OUTBOX));
          if (place.isPresent()) {
            write(place.get(), inside);
          }
        });
  }

  private static void write(Place place, Path inside) throws IOException {
    Path files = Files.createDirectory(inside.resolve(PACKAGE));
    for (var file : place.election().files().entrySet()) {
      Files.write(files.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(inside.resolve(STATION), place.station() + "\n");
    // Figures that are not signed yet, and names of clerks, are nobody's business.
    PrivateFile.createDirectory(inside.resolve(ENTRIES));
  }

  /// The log that this station sends to.
  ///
  /// @throws IOException if this is not the directory of a station
  public ElectionLog log() throws IOException {
    Path file = root.resolve(ELECTION);
    if (!Files.exists(file)) {
      throw new IOException(root + " holds no station; make one with `cotejo station init`");
    }
    try {
      return ElectionLog.read(head(file, Sign1.MAX_BYTES));
    } catch (MalformedException e) {
      throw new IOException(
          "%s: %s; put the election statement there again".formatted(file, e.getMessage()), e);
    }
  }

  /// The ways, at least one, no two to the same place.
  ///
  /// @throws IOException naming the line that is wrong
  public List<Endpoint> endpoints() throws IOException {
    Path file = root.resolve(ENDPOINTS);
    var endpoints = new ArrayList<Endpoint>();
    int number = 0;
    for (String raw : new String(head(file, MAX_ENDPOINTS_BYTES), UTF_8).lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        Endpoint endpoint = Endpoint.parse(line);
        if (endpoints.stream().anyMatch(other -> other.name().equals(endpoint.name()))) {
          throw new MalformedException("a second way to " + endpoint.name());
        }
        endpoints.add(endpoint);
      } catch (MalformedException e) {
        throw new IOException("%s: line %d: %s".formatted(file, number, e.getMessage()), e);
      }
    }
    if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
      throw new IOException(
          "%s: %d ways; one a line, 1 to %d of them"
              .formatted(file, endpoints.size(), MAX_ENDPOINTS));
    }
    return endpoints;
  }

  /// @return the file, or one byte more than `most` if it is longer
  private static byte[] head(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /// Where counts are opened, entered and closed.
  ///
  /// @throws IOException if this station only sends, or its package is not the one of the election
  public Desk desk() throws IOException {
    ElectionLog log = log();
    if (!Files.exists(root.resolve(STATION))) {
      throw new IOException(
          root
              + " only sends what others signed; make a directory for entry with"
              + " `cotejo station init --package … --station …`");
    }
    ElectionPackage election = election(root.resolve(PACKAGE), log);
    String station = new String(head(root.resolve(STATION), MAX_CODE + 1), UTF_8).strip();
    if (election.station(station).isEmpty()) {
      throw new IOException(
          "%s: no station '%s' in the package; write the code of this station there"
              .formatted(root.resolve(STATION), station));
    }
    return new Desk(
        log,
        election,
        station,
        new DiskStorage(root.resolve(ENTRIES)),
        new DiskStorage(root.resolve(OUTBOX)));
  }

  /// Reads a package, and takes none but the one that the election binds.
  public static ElectionPackage election(Path directory, ElectionLog log) throws IOException {
    ElectionPackage election = PackageDirectory.read(directory);
    Optional<String> difference = PackageFit.difference(election, log.election());
    if (difference.isPresent()) {
      throw new IOException(
          "%s: %s; copy the package of this election there".formatted(directory, difference.get()));
    }
    return election;
  }

  /// Opens the outbox; whoever has it open keeps others out.
  public Outbox outbox() throws IOException {
    return Outbox.open(new DiskStorage(root.resolve(OUTBOX)), log());
  }
}
