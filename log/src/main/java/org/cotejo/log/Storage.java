package org.cotejo.log;

import java.io.IOException;
import java.util.List;

/// The disk as a log uses it: files under relative names with `/`. Each method is one step that a
/// crash can come before, after or into; what no `force` confirmed may be lost with the power, in
/// part and in any order. Nothing here retries.
public interface Storage {
  /// Opens a file for reading and writing, and makes it if it is not there.
  ///
  /// @throws IOException if it is open already, here or in another process, or the disk fails
  StoredFile open(String name) throws IOException;

  boolean exists(String name) throws IOException;

  /// Bytes of a file.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  byte[] read(String name) throws IOException;

  /// Writes a new file in place of the one of this name, and the directories it needs. The old one
  /// is not written into: where a rename is two steps, a power cut may have left it under another
  /// name as well, and there it may be published.
  void write(String name, byte[] content) throws IOException;

  /// Confirms the content of a file.
  void force(String name) throws IOException;

  /// Gives a file another name, in place of the file that has it: readers see the one or the other.
  void rename(String from, String to) throws IOException;

  /// Removes a file if it is there, and its directory if that is empty then.
  void delete(String name) throws IOException;

  /// Confirms which files are in the directory of this one, and under which names.
  void forceDirectoryOf(String name) throws IOException;

  /// Names of all files.
  List<String> list() throws IOException;
}
