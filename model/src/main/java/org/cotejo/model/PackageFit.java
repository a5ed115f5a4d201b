package org.cotejo.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;

/// Whether a statement fits the election package: right contest, right station, exactly the
/// selections on that station's ballot. Each check returns what does not fit, if anything.
public final class PackageFit {
  private PackageFit() {}

  /// SHA-256 of every package file, as entry 0 binds them.
  public static SortedMap<String, Hash> digests(ElectionPackage election) {
    var digests = new TreeMap<String, Hash>();
    election.files().forEach((name, bytes) -> digests.put(name, Hash.sha256(bytes)));
    return digests;
  }

  /// One digest of the whole package: the SHA-256 of a line for each file, its digest in hex, two
  /// spaces and its name, in the order of the bytes of the names. `sha256sum * | sha256sum` in the
  /// package gives the same (in the C locale).
  public static Hash digest(Map<String, Hash> digests) {
    return Hash.sha256(
        digests.entrySet().stream()
            .sorted(Comparator.comparing(Map.Entry::getKey, PackageFit::inOrderOfBytes))
            .map(file -> file.getValue().hex() + "  " + file.getKey() + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static int inOrderOfBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /// What of the package is not what entry 0 binds.
  public static Optional<String> difference(ElectionPackage election, ElectionStatement founding) {
    if (!election.code().equals(founding.code()) || election.mode() != founding.mode()) {
      return Optional.of("the election statement is about another election or mode");
    }
    SortedMap<String, Hash> found = digests(election);
    for (var bound : founding.packageDigests().entrySet()) {
      if (!bound.getValue().equals(found.remove(bound.getKey()))) {
        return Optional.of("package file " + bound.getKey() + " is not the one the election binds");
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("package file " + found.firstKey() + " is not bound by the election");
  }

  static Optional<String> unknown(ElectionPackage election, TallySubject about) {
    if (election.contest(about.contest()).isEmpty()) {
      return Optional.of("no contest '" + about.contest() + "' in the package");
    }
    if (election.station(about.station()).isEmpty()) {
      return Optional.of("no station '" + about.station() + "' in the package");
    }
    return Optional.empty();
  }

  /// What of a station's figures has no place in the election.
  public static Optional<String> misfit(
      ElectionPackage election, TallySubject about, TallyFigures figures) {
    Optional<String> unknown = unknown(election, about);
    if (unknown.isPresent()) {
      return unknown;
    }
    int contest = election.contest(about.contest()).orElseThrow();
    int[] ballot = election.ballot(contest, election.station(about.station()).orElseThrow());
    if (ballot.length == 0) {
      return Optional.of(
          "contest " + about.contest() + " is not held at station " + about.station());
    }
    for (ChannelCount count : figures.channels()) {
      if (count.channel() >= election.channels().size()) {
        return Optional.of("no channel " + count.channel() + " in this election");
      }
      if (count.selections() != ballot.length) {
        return Optional.of(
            String.format(
                Locale.ROOT, // published as a finding, so the same digits everywhere
                "channel %s counts %d selections; the ballot of station %s has %d",
                election.channels().get(count.channel()),
                count.selections(),
                about.station(),
                ballot.length));
      }
    }
    return Optional.empty();
  }
}
