package org.cotejo.publication;

/// Takes the files of a publication as they are made. The publisher writes them; a verifier only
/// needs their digests, which [Publication] keeps itself.
@FunctionalInterface
public interface FileSink {
  /// Forgets everything: for readers who compare digests alone.
  FileSink NOWHERE = (path, content) -> {};

  /// @param path relative path with `/`
  void file(String path, byte[] content);
}
