package org.cotejo.audit.openness;

import java.util.List;
import java.util.Optional;

/// Everything that was seen at one place.
///
/// @param source the directory or address, as it was typed
/// @param isWeb whether it was asked for over HTTP
/// @param files those that were read, or begun
/// @param refusals addresses that were not given out, with the answer
/// @param elsewhere links to other hosts, which were not followed
public record Offer(
    String source,
    boolean isWeb,
    List<OfferedFile> files,
    List<Observation> refusals,
    int elsewhere) {
  public Offer {
    files = List.copyOf(files);
    refusals = List.copyOf(refusals);
  }

  Optional<OfferedFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }
}
