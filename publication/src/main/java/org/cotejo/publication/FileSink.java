package org.cotejo.publication;

/// Takes the files of a publication as they are made: the publisher writes them, a verifier
/// compares them with those it was given.
@FunctionalInterface
public interface FileSink {
  /// @param path relative path with `/`
  /// @param content the sink's to keep; nobody writes to it any more
  void file(String path, byte[] content);
}
