package org.cotejo.audit.evidence.bag;

/// A file of a bag's payload.
///
/// @param path below `data/`
/// @param sha256 in lower-case hexadecimal digits
public record BagFile(BagPath path, long bytes, String sha256) implements Comparable<BagFile> {
  @Override
  public int compareTo(BagFile other) {
    return path.compareTo(other.path);
  }
}
